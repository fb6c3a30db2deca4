"""Find topics of long lists, and count posts of a month."""
import sqlalchemy as sa
from alembic import op

revision = 'b61f0c2a7d54'
down_revision = '54dc0e826607'
branch_labels = None
depends_on = None

#: Table, name, columns, of which rows.
INDEXES = (
    ('topics', 'ix_topics_kind_last_post_at', ['kind', 'last_post_at', 'id'], None),
    ('topics', 'ix_topics_solved_last_post_at', ['last_post_at', 'id'],
     'accepted_post_id IS NOT NULL'),
    ('topics', 'ix_topics_unanswered', ['post_count', 'last_post_at', 'id'], 'post_count = 1'),
    ('topics', 'ix_topics_archived', ['last_post_at', 'id'], 'archived_at IS NOT NULL'),
    ('topics', 'ix_topics_merged', ['merged_into_id'], 'merged_into_id IS NOT NULL'),
    ('posts', 'ix_posts_written', ['created_at', 'topic_id', 'author_id'], 'deleted_at IS NULL'),
    ('posts', 'ix_posts_deleted', ['deleted_at', 'created_at'], 'deleted_at IS NOT NULL'),
)


def upgrade() -> None:
    """An index of all topics that were not merged was taken for what finds most lists: all of them
    were read, and put in order, for the first page."""
    for table, name, columns, rows in INDEXES:
        where = sa.text(rows) if rows else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where,
                        if_not_exists=True)
    op.drop_index('ix_topics_merged_into_id', 'topics')


def downgrade() -> None:
    op.create_index('ix_topics_merged_into_id', 'topics', ['merged_into_id'])
    for table, name, _columns, _rows in INDEXES:
        op.drop_index(name, table)
