"""words of the community, searches in vain, edits of the thesaurus"""
import sqlalchemy as sa
from alembic import op

revision = "c1d7a0b35e42"
down_revision = "8b7fc1b02e14"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "words",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_words")))
    op.create_index(op.f("ix_words_word_language_audience"), "words",
                    ["word", "language", "audience"], unique=True)
    op.create_table(
        "missed_searches",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missed_searches")),
        sa.UniqueConstraint("digest", name=op.f("uq_missed_searches_digest")))
    op.create_table(
        "thesaurus_edits",
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("concept", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thesaurus_edits")))
    op.create_index(op.f("ix_thesaurus_edits_concept"), "thesaurus_edits", ["concept"])


def downgrade() -> None:
    op.drop_table("thesaurus_edits")
    op.drop_table("missed_searches")
    op.drop_table("words")
