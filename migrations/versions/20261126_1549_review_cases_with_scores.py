"""review cases with scores"""
import sqlalchemy as sa
from alembic import op

revision = 'a1e42ede4c4f'
down_revision = "c1d7a0b35e42"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('case_reviews',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=False),
    sa.Column('invited_by_id', sa.Integer(), nullable=True),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('scored_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rubric_version', sa.String(), nullable=False),
    sa.Column('scores', sa.JSON(), nullable=False),
    sa.Column('evidence_level', sa.String(), nullable=False),
    sa.Column('opinion', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_reviews_case_id')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['people.id'], name=op.f('fk_case_reviews_invited_by_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['people.id'], name=op.f('fk_case_reviews_reviewer_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['case_revisions.id'], name=op.f('fk_case_reviews_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_reviews')),
    sa.UniqueConstraint('revision_id', 'reviewer_id', name=op.f('uq_case_reviews_revision_id_reviewer_id'))
    )
    with op.batch_alter_table('case_reviews', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_reviews_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_reviews_reviewer_id'), ['reviewer_id'], unique=False)

    op.create_table('case_comments',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=True),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_case_comments_author_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_comments_case_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['case_decisions.id'], name=op.f('fk_case_comments_decision_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['case_revisions.id'], name=op.f('fk_case_comments_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_comments'))
    )
    with op.batch_alter_table('case_comments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_comments_case_id'), ['case_id'], unique=False)

    # who was asked for an opinion is asked about the current text
    op.execute("""
        INSERT INTO case_reviews (case_id, revision_id, reviewer_id, rubric_version, scores,
                                  evidence_level, opinion, created_at)
        SELECT id, current_id, reviewer_id, '', '{}', '', '', updated_at FROM cases
        WHERE reviewer_id IS NOT NULL AND current_id IS NOT NULL""")

    with op.batch_alter_table('case_decisions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('checks', sa.JSON(), nullable=False, server_default='[]'))

    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_inspiring', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_constraint(batch_op.f('fk_cases_reviewer_id'), type_='foreignkey')
        batch_op.drop_column('reviewer_id')



def downgrade() -> None:
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reviewer_id', sa.INTEGER(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_cases_reviewer_id'), 'people', ['reviewer_id'], ['id'])
        batch_op.drop_column('is_inspiring')

    with op.batch_alter_table('case_decisions', schema=None) as batch_op:
        batch_op.drop_column('checks')

    with op.batch_alter_table('case_comments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_comments_case_id'))

    op.drop_table('case_comments')
    with op.batch_alter_table('case_reviews', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_reviews_reviewer_id'))
        batch_op.drop_index(batch_op.f('ix_case_reviews_case_id'))

    op.drop_table('case_reviews')
