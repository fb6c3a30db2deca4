"""Bundle notices of the same."""
import sqlalchemy as sa
from alembic import op

revision = '10d80e8ca298'
down_revision = '7d3e91c4b5a2'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('notices') as batch_op:
        batch_op.add_column(sa.Column('bundle', sa.String(), nullable=True))
    op.execute(sa.text('UPDATE notices SET bundle = "key"'))
    with op.batch_alter_table('notices') as batch_op:
        batch_op.alter_column('bundle', existing_type=sa.String(), nullable=False)
        batch_op.create_index(
            batch_op.f('ix_notices_person_id_bundle'), ['person_id', 'bundle'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('notices') as batch_op:
        batch_op.drop_index(batch_op.f('ix_notices_person_id_bundle'))
        batch_op.drop_column('bundle')
