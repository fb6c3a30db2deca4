"""Search entries know their topic."""
import sqlalchemy as sa
from alembic import op

revision = "66b85808fc7e"
down_revision = "786c4eec79b5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("search_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("topic", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("search_entries", schema=None) as batch_op:
        batch_op.drop_column("topic")
