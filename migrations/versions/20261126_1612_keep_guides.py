"""keep guides"""
import sqlalchemy as sa
from alembic import op

revision = 'edfdc5a517ab'
down_revision = "4a1aea5cfa5a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('guides',
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('subtitle', sa.String(), nullable=False),
    sa.Column('foreword', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('editor_id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('save_count', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['guide_editions.id'], name='fk_guides_edition_id', use_alter=True),
    sa.ForeignKeyConstraint(['editor_id'], ['people.id'], name=op.f('fk_guides_editor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guides')),
    sa.UniqueConstraint('slug', name=op.f('uq_guides_slug'))
    )
    with op.batch_alter_table('guides', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guides_editor_id'), ['editor_id'], unique=False)

    op.create_table('guide_editions',
    sa.Column('guide_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('published_by_id', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['guide_id'], ['guides.id'], name=op.f('fk_guide_editions_guide_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['people.id'], name=op.f('fk_guide_editions_published_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guide_editions')),
    sa.UniqueConstraint('guide_id', 'number', name=op.f('uq_guide_editions_guide_id_number'))
    )
    op.create_table('guide_items',
    sa.Column('guide_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_guide_items_case_id')),
    sa.ForeignKeyConstraint(['guide_id'], ['guides.id'], name=op.f('fk_guide_items_guide_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guide_items'))
    )
    with op.batch_alter_table('guide_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guide_items_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_guide_items_guide_id'), ['guide_id'], unique=False)

    # editions point at guides and guides at editions: this key comes when both are there
    with op.batch_alter_table('guides', schema=None) as batch_op:
        batch_op.create_foreign_key(
            'fk_guides_edition_id', 'guide_editions', ['edition_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('guides', schema=None) as batch_op:
        batch_op.drop_constraint('fk_guides_edition_id', type_='foreignkey')
    with op.batch_alter_table('guide_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_guide_items_guide_id'))
        batch_op.drop_index(batch_op.f('ix_guide_items_case_id'))

    op.drop_table('guide_items')
    op.drop_table('guide_editions')
    with op.batch_alter_table('guides', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_guides_editor_id'))

    op.drop_table('guides')
