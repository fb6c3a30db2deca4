"""Keep the version of the content."""
import sqlalchemy as sa
from alembic import op

revision = 'c41d5be0a9f2'
down_revision = '5a2702dc1b14'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('content_versions',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('token', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_content_versions'))
    )


def downgrade() -> None:
    op.drop_table('content_versions')
