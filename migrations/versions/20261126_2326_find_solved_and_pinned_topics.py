"""Find solved and pinned topics, and posts that wait."""
import sqlalchemy as sa
from alembic import op

revision = 'df4cd08c485c'
down_revision = '57e02ecd82fb'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('topics', schema=None) as batch_op:
        batch_op.create_index('ix_topics_pinned', ['space_id'], unique=False, sqlite_where=sa.text('pinned_at IS NOT NULL'), postgresql_where=sa.text('pinned_at IS NOT NULL'))
        batch_op.create_index('ix_topics_solved', ['solved_at', 'id'], unique=False, sqlite_where=sa.text('accepted_post_id IS NOT NULL'), postgresql_where=sa.text('accepted_post_id IS NOT NULL'))
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.create_index('ix_posts_waiting', ['topic_id'], unique=False, sqlite_where=sa.text("withheld = 'waits'"), postgresql_where=sa.text("withheld = 'waits'"))


def downgrade() -> None:
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.drop_index('ix_posts_waiting', sqlite_where=sa.text("withheld = 'waits'"), postgresql_where=sa.text("withheld = 'waits'"))
    with op.batch_alter_table('topics', schema=None) as batch_op:
        batch_op.drop_index('ix_topics_solved', sqlite_where=sa.text('accepted_post_id IS NOT NULL'), postgresql_where=sa.text('accepted_post_id IS NOT NULL'))
        batch_op.drop_index('ix_topics_pinned', sqlite_where=sa.text('pinned_at IS NOT NULL'), postgresql_where=sa.text('pinned_at IS NOT NULL'))
