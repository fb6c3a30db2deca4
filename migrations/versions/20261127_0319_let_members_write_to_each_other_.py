"""Let members write to each other privately."""
import sqlalchemy as sa
from alembic import op

revision = '76dd608b168e'
down_revision = '1d2d7179775f'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('conversations',
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('last_written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversations')),
    info={'unseen': True}
    )
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversations_last_written_at'), ['last_written_at'], unique=False)

    op.create_table('conversation_messages',
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('html', sa.String(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_conversation_messages_author_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_conversation_messages_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation_messages')),
    sa.UniqueConstraint('conversation_id', 'number', name=op.f('uq_conversation_messages_conversation_id_number')),
    info={'unseen': True}
    )
    with op.batch_alter_table('conversation_messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversation_messages_author_id_created_at'), ['author_id', 'created_at'], unique=False)

    op.create_table('conversation_places',
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('read_number', sa.Integer(), nullable=False),
    sa.Column('is_muted', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_conversation_places_conversation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_conversation_places_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation_places')),
    sa.UniqueConstraint('conversation_id', 'person_id', name=op.f('uq_conversation_places_conversation_id_person_id')),
    info={'unseen': True}
    )
    with op.batch_alter_table('conversation_places', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversation_places_person_id'), ['person_id'], unique=False)

    op.create_table('message_blocks',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('blocked_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['blocked_id'], ['people.id'], name=op.f('fk_message_blocks_blocked_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_message_blocks_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_blocks')),
    sa.UniqueConstraint('person_id', 'blocked_id', name=op.f('uq_message_blocks_person_id_blocked_id')),
    info={'unseen': True}
    )
    with op.batch_alter_table('message_blocks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_blocks_blocked_id'), ['blocked_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('message_blocks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_blocks_blocked_id'))

    op.drop_table('message_blocks')
    with op.batch_alter_table('conversation_places', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversation_places_person_id'))

    op.drop_table('conversation_places')
    with op.batch_alter_table('conversation_messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversation_messages_author_id_created_at'))

    op.drop_table('conversation_messages')
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversations_last_written_at'))

    op.drop_table('conversations')
