"""Keep to whom an issue goes."""
import sqlalchemy as sa
from alembic import op

revision = '7db7101aa08d'
down_revision = '65cc5d860c0a'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mailings',
    sa.Column('digest_id', sa.Integer(), nullable=False),
    sa.Column('regions', sa.JSON(), nullable=False),
    sa.Column('spaces', sa.JSON(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['digest_id'], ['digests.id'], name=op.f('fk_mailings_digest_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailings')),
    sa.UniqueConstraint('digest_id', name=op.f('uq_mailings_digest_id'))
    )


def downgrade() -> None:
    op.drop_table('mailings')
