"""keep order: pin, archive, merge topics; notes in them"""
import sqlalchemy as sa
from alembic import op

revision = "6b1f0d5c2a90"
down_revision = "35b81683ef06"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns one by one: SQLite cannot make a table anew that others point at.
    op.add_column("topics", sa.Column("last_number", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("topics", sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("topics", sa.Column("pinned_until", sa.Date(), nullable=True))
    op.add_column("topics", sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("topics", sa.Column(
        "merged_into_id", sa.Integer(), sa.ForeignKey("topics.id"), nullable=True), inline_references=True)
    op.create_index("ix_topics_merged_into_id", "topics", ["merged_into_id"])
    op.execute("UPDATE topics SET last_number = post_count")

    op.create_table(
        "topic_notes",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_topic_notes_topic_id")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_topic_notes_space_id")),
        sa.ForeignKeyConstraint(["other_id"], ["topics.id"], name=op.f("fk_topic_notes_other_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_topic_notes_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_notes")),
    )
    op.create_index(op.f("ix_topic_notes_topic_id"), "topic_notes", ["topic_id"])
