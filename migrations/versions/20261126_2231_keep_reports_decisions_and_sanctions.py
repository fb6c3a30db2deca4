"""Keep reports, decisions and sanctions."""
import sqlalchemy as sa
from alembic import op

revision = '9d0d2a97b593'
down_revision = 'c41d5be0a9f2'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sanctions',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('space_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('given_by_id', sa.Integer(), nullable=True),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['given_by_id'], ['people.id'], name=op.f('fk_sanctions_given_by_id')),
    sa.ForeignKeyConstraint(['lifted_by_id'], ['people.id'], name=op.f('fk_sanctions_lifted_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_sanctions_person_id')),
    sa.ForeignKeyConstraint(['space_id'], ['spaces.id'], name=op.f('fk_sanctions_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sanctions'))
    )
    with op.batch_alter_table('sanctions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sanctions_given_by_id'), ['given_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sanctions_lifted_by_id'), ['lifted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sanctions_person_id'), ['person_id'], unique=False)

    op.create_table('review_items',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=False),
    sa.Column('open_key', sa.String(), nullable=True),
    sa.Column('post_id', sa.Integer(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('not_for_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('weight', sa.Double(), nullable=False),
    sa.Column('report_count', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('claimed_by_id', sa.Integer(), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_review_items_case_id')),
    sa.ForeignKeyConstraint(['claimed_by_id'], ['people.id'], name=op.f('fk_review_items_claimed_by_id')),
    sa.ForeignKeyConstraint(['file_id'], ['files.id'], name=op.f('fk_review_items_file_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['not_for_id'], ['people.id'], name=op.f('fk_review_items_not_for_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_review_items_person_id')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_review_items_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_items')),
    sa.UniqueConstraint('open_key', name=op.f('uq_review_items_open_key'))
    )
    with op.batch_alter_table('review_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_items_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_items_decided_at_created_at_id'), ['decided_at', 'created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_items_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_items_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_items_post_id'), ['post_id'], unique=False)

    op.create_table('withheld_texts',
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('was_accepted', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_withheld_texts_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_withheld_texts')),
    sa.UniqueConstraint('post_id', name=op.f('uq_withheld_texts_post_id'))
    )
    op.create_table('moderation_decisions',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('ground', sa.String(), nullable=False),
    sa.Column('law', sa.String(), nullable=False),
    sa.Column('facts', sa.String(), nullable=False),
    sa.Column('is_automated', sa.Boolean(), nullable=False),
    sa.Column('sanction_id', sa.Integer(), nullable=True),
    sa.Column('reversed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_moderation_decisions_decided_by_id')),
    sa.ForeignKeyConstraint(['item_id'], ['review_items.id'], name=op.f('fk_moderation_decisions_item_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_moderation_decisions_person_id')),
    sa.ForeignKeyConstraint(['sanction_id'], ['sanctions.id'], name=op.f('fk_moderation_decisions_sanction_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation_decisions'))
    )
    with op.batch_alter_table('moderation_decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moderation_decisions_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_moderation_decisions_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_moderation_decisions_person_id'), ['person_id'], unique=False)

    op.create_table('reports',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('reporter_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('weight', sa.Double(), nullable=False),
    sa.Column('is_of_new', sa.Boolean(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['review_items.id'], name=op.f('fk_reports_item_id')),
    sa.ForeignKeyConstraint(['reporter_id'], ['people.id'], name=op.f('fk_reports_reporter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reports')),
    sa.UniqueConstraint('item_id', 'reporter_id', name=op.f('uq_reports_item_id_reporter_id'))
    )
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reports_outcome'), ['outcome'], unique=False)
        batch_op.create_index(batch_op.f('ix_reports_reporter_id_created_at'), ['reporter_id', 'created_at'], unique=False)

    op.create_table('review_notes',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_review_notes_author_id')),
    sa.ForeignKeyConstraint(['item_id'], ['review_items.id'], name=op.f('fk_review_notes_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_notes'))
    )
    with op.batch_alter_table('review_notes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_notes_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_notes_item_id'), ['item_id'], unique=False)

    op.create_table('moderation_appeals',
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_moderation_appeals_decided_by_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['moderation_decisions.id'], name=op.f('fk_moderation_appeals_decision_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_moderation_appeals_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation_appeals')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_moderation_appeals_decision_id'))
    )
    with op.batch_alter_table('moderation_appeals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moderation_appeals_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_moderation_appeals_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('withheld', sa.String(), server_default='', nullable=False))

    with op.batch_alter_table('topics', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_waiting', sa.Boolean(), server_default=sa.false(), nullable=False))

    # Accessibility reports that wait stand in the queue from now on.
    op.execute("""
        INSERT INTO review_items
            (kind, target_id, open_key, reason, weight, report_count, due_on, created_at)
        SELECT 'barrier', id, 'barrier:' || id, 'accessibility', 0, 1, due_on, created_at
        FROM accessibility_reports WHERE done_at IS NULL""")


def downgrade() -> None:
    with op.batch_alter_table('topics', schema=None) as batch_op:
        batch_op.drop_column('is_waiting')

    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.drop_column('withheld')

    with op.batch_alter_table('moderation_appeals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_moderation_appeals_person_id'))
        batch_op.drop_index(batch_op.f('ix_moderation_appeals_decided_by_id'))

    op.drop_table('moderation_appeals')
    with op.batch_alter_table('review_notes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_notes_item_id'))
        batch_op.drop_index(batch_op.f('ix_review_notes_author_id'))

    op.drop_table('review_notes')
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reports_reporter_id_created_at'))
        batch_op.drop_index(batch_op.f('ix_reports_outcome'))

    op.drop_table('reports')
    with op.batch_alter_table('moderation_decisions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_moderation_decisions_person_id'))
        batch_op.drop_index(batch_op.f('ix_moderation_decisions_item_id'))
        batch_op.drop_index(batch_op.f('ix_moderation_decisions_decided_by_id'))

    op.drop_table('moderation_decisions')
    op.drop_table('withheld_texts')
    with op.batch_alter_table('review_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_items_post_id'))
        batch_op.drop_index(batch_op.f('ix_review_items_person_id'))
        batch_op.drop_index(batch_op.f('ix_review_items_file_id'))
        batch_op.drop_index(batch_op.f('ix_review_items_decided_at_created_at_id'))
        batch_op.drop_index(batch_op.f('ix_review_items_case_id'))

    op.drop_table('review_items')
    with op.batch_alter_table('sanctions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sanctions_person_id'))
        batch_op.drop_index(batch_op.f('ix_sanctions_lifted_by_id'))
        batch_op.drop_index(batch_op.f('ix_sanctions_given_by_id'))

    op.drop_table('sanctions')
