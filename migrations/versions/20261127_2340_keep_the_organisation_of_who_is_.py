"""Keep the organisation of who is invited by a list."""
import sqlalchemy as sa
from alembic import op

revision = 'c4d81e5f9a27'
down_revision = 'b61f0c2a7d54'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('organisation', sa.String(), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.drop_column('organisation')
