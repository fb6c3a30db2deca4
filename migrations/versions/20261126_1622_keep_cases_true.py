"""keep cases true"""
import sqlalchemy as sa
from alembic import op

revision = '59e9a32d7732'
down_revision = "6b1f0d5c2a90"
branch_labels = None
depends_on = None

CASES = sa.table("cases", sa.column("published_id"), sa.column("updated_at"),
                 sa.column("confirm_by"))


def upgrade() -> None:
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('owner_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('deputy_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('confirm_by', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('asked_to_confirm_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_cases_confirm_by'), ['confirm_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_cases_deputy_id'), ['deputy_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cases_owner_id'), ['owner_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_cases_deputy_id'), 'people', ['deputy_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_cases_owner_id'), 'people', ['owner_id'], ['id'])

    # what is out already is asked about two years after it last changed
    later = sa.func.strftime("%Y-%m-%d %H:%M:%f000", CASES.c.updated_at, "+730 days")
    if op.get_bind().dialect.name == "postgresql":
        later = CASES.c.updated_at + sa.text("interval '730 days'")
    op.execute(CASES.update().values(confirm_by=later).where(CASES.c.published_id.is_not(None)))


def downgrade() -> None:
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_cases_owner_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_cases_deputy_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_cases_owner_id'))
        batch_op.drop_index(batch_op.f('ix_cases_deputy_id'))
        batch_op.drop_index(batch_op.f('ix_cases_confirm_by'))
        batch_op.drop_column('asked_to_confirm_at')
        batch_op.drop_column('confirm_by')
        batch_op.drop_column('deputy_id')
        batch_op.drop_column('owner_id')

