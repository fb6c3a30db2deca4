"""Hold first posts, open statements by a key."""
from secrets import token_urlsafe

import sqlalchemy as sa
from alembic import op

revision = '072f4ed88a1f'
down_revision = 'df91ebdee8a0'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('moderation_decisions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('key', sa.String(), nullable=True))

    decisions = sa.table("moderation_decisions", sa.column("id"), sa.column("key"))
    for (number,) in op.get_bind().execute(sa.select(decisions.c.id)).all():
        op.execute(decisions.update().where(decisions.c.id == number).values(
            key=token_urlsafe(24)))
    with op.batch_alter_table('moderation_decisions', schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f('uq_moderation_decisions_key'), ['key'])

    with op.batch_alter_table('spaces', schema=None) as batch_op:
        batch_op.add_column(sa.Column('first_posts_wait', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('spaces', schema=None) as batch_op:
        batch_op.drop_column('first_posts_wait')

    with op.batch_alter_table('moderation_decisions', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_moderation_decisions_key'), type_='unique')
        batch_op.drop_column('key')
