"""follow by levels and keep positions"""
import sqlalchemy as sa
from alembic import op

revision = "d3f0a9c41e77"
down_revision = "59e9a32d7732"
branch_labels = None
depends_on = None

#: Who followed a space was told of it: 3 is watching. Who belongs to one, or wrote in a topic,
#: counts what is new there: 2 is tracking. Who opened a topic watches it. Accounts that nobody
#: can use, of imported authors, follow nothing.
FOLLOW = """
INSERT INTO followings (person_id, kind, target_id, code, level, is_chosen, created_at)
SELECT DISTINCT found.person_id, '{kind}', found.target_id, '', {level}, {no}, CURRENT_TIMESTAMP
FROM (SELECT {columns} FROM {table}) AS found
JOIN people ON people.id = found.person_id AND people.active = {yes}
WHERE NOT EXISTS (SELECT 1 FROM followings WHERE followings.kind = '{kind}'
  AND followings.target_id = found.target_id AND followings.person_id = found.person_id)
"""
BY_TAKING_PART = (
    ("space", 2, "person_id AS person_id, space_id AS target_id", "memberships"),
    ("topic", 3, "author_id AS person_id, id AS target_id", "topics"),
    ("topic", 2, "author_id AS person_id, topic_id AS target_id", "posts"),
)


def upgrade() -> None:
    with op.batch_alter_table("followings") as followings:
        followings.add_column(sa.Column("code", sa.String(), nullable=False, server_default="")
                              if op.get_bind().dialect.name == "sqlite" else
                              sa.Column("code", sa.String(collation="C"), nullable=False,
                                        server_default=""))
        followings.add_column(sa.Column("level", sa.Integer(), nullable=False,
                                        server_default="3"))
        followings.add_column(sa.Column("is_chosen", sa.Boolean(), nullable=False,
                                        server_default=sa.true()))
        followings.add_column(sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
        followings.drop_constraint(op.f("uq_followings_kind_target_id_person_id"), type_="unique")
        followings.create_unique_constraint(
            op.f("uq_followings_kind_target_id_code_person_id"),
            ["kind", "target_id", "code", "person_id"])
    with op.batch_alter_table("followings") as followings:
        for name in ("code", "level", "is_chosen"):
            followings.alter_column(name, server_default=None)
    yes, no = ("1", "0") if op.get_bind().dialect.name == "sqlite" else ("true", "false")
    for kind, level, columns, table in BY_TAKING_PART:
        op.execute(FOLLOW.format(kind=kind, level=level, columns=columns, table=table, yes=yes,
                                 no=no))
    op.create_table(
        "reading_positions",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"],
                                name=op.f("fk_reading_positions_person_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"],
                                name=op.f("fk_reading_positions_topic_id")),
        sa.PrimaryKeyConstraint("person_id", "topic_id", name=op.f("pk_reading_positions")),
    )
    op.create_index(op.f("ix_reading_positions_topic_id"), "reading_positions", ["topic_id"])
    op.create_index("ix_topics_created_at_id", "topics", ["created_at", "id"])
    op.create_index("ix_topics_post_count_id", "topics", ["post_count", "id"])


def downgrade() -> None:
    op.drop_index("ix_topics_post_count_id", table_name="topics")
    op.drop_index("ix_topics_created_at_id", table_name="topics")
    op.drop_table("reading_positions")
    op.execute("DELETE FROM followings WHERE code != ''")
    with op.batch_alter_table("followings") as followings:
        followings.drop_constraint(
            op.f("uq_followings_kind_target_id_code_person_id"), type_="unique")
        followings.create_unique_constraint(
            op.f("uq_followings_kind_target_id_person_id"), ["kind", "target_id", "person_id"])
        for name in ("read_at", "is_chosen", "level", "code"):
            followings.drop_column(name)
