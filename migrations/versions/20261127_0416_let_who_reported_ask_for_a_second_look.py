"""Let who reported ask for a second look."""
import sqlalchemy as sa
from alembic import op

revision = '7874390b7474'
down_revision = 'ea8f8701dfeb'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reports") as table:
        table.add_column(sa.Column("is_again", sa.Boolean(), server_default=sa.false(),
                                   nullable=False))
        table.add_column(sa.Column("answer", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("reports") as table:
        table.drop_column("answer")
        table.drop_column("is_again")
