"""keep mentions"""
import sqlalchemy as sa
from alembic import op

revision = "a1c0e5d2b703"
down_revision = "d3f0a9c41e77"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mentions",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mentions_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_mentions_post_id")),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_mentions")),
    )
    op.create_index(op.f("ix_mentions_person_id"), "mentions", ["person_id"])


def downgrade() -> None:
    op.drop_table("mentions")
