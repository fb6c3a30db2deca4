"""search entries: the index of the engine that lives in PostgreSQL; empty on SQLite"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c7a90d51e3f8"
down_revision = "5e1b5b88bd84"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_entries",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("terms", postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("facets", sa.ARRAY(sa.String()).with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.Column("merit", sa.BigInteger(), nullable=False),
        sa.Column("adopted", sa.Integer(), nullable=False),
        sa.Column("helpful", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_search_entries")),
    )
    op.create_index(op.f("ix_search_entries_moment"), "search_entries", ["moment"])
    op.create_index("ix_search_entries_terms", "search_entries", ["terms"], postgresql_using="gin")


def downgrade() -> None:
    op.drop_table("search_entries")
