"""keep what posts said before"""
import sqlalchemy as sa
from alembic import op

revision = "a1c0e5d2b701"
down_revision = "be37e5401dbc"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("posts") as posts:
        posts.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        posts.add_column(sa.Column("edited_by_id", sa.Integer(), nullable=True))
        posts.add_column(sa.Column("is_wiki", sa.Boolean(), nullable=False,
                                   server_default=sa.false()))
        posts.create_foreign_key(op.f("fk_posts_edited_by_id"), "people", ["edited_by_id"], ["id"])
        posts.create_index(op.f("ix_posts_edited_by_id"), ["edited_by_id"])
    with op.batch_alter_table("posts") as posts:
        posts.alter_column("version", server_default=None)
        posts.alter_column("is_wiki", server_default=None)
    op.create_table(
        "post_revisions",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_revisions_post_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"],
                                name=op.f("fk_post_revisions_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_revisions")),
        sa.UniqueConstraint("post_id", "number", name=op.f("uq_post_revisions_post_id_number")),
    )
    op.create_index(op.f("ix_post_revisions_written_by_id"), "post_revisions", ["written_by_id"])
    op.create_table(
        "taken_texts",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("deleted_by_id", sa.Integer(), nullable=False),
        sa.Column("was_accepted", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deleted_by_id"], ["people.id"],
                                name=op.f("fk_taken_texts_deleted_by_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_taken_texts_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_texts")),
        sa.UniqueConstraint("post_id", name=op.f("uq_taken_texts_post_id")),
    )
    op.create_index(op.f("ix_taken_texts_deleted_by_id"), "taken_texts", ["deleted_by_id"])


def downgrade() -> None:
    op.drop_table("taken_texts")
    op.drop_table("post_revisions")
    with op.batch_alter_table("posts") as posts:
        posts.drop_index(op.f("ix_posts_edited_by_id"))
        posts.drop_column("is_wiki")
        posts.drop_column("edited_by_id")
        posts.drop_column("version")
