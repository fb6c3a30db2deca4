"""Keep where and when people want to hear of what."""
import sqlalchemy as sa
from alembic import op

revision = '65cc5d860c0a'
down_revision = "30771ea4a284"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('notice_rhythms',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('frequency', sa.String(), nullable=False),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('quiet_from', sa.Integer(), nullable=False),
    sa.Column('quiet_until', sa.Integer(), nullable=False),
    sa.Column('rests_on_weekends', sa.Boolean(), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stop_key', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_notice_rhythms_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_notice_rhythms')),
    sa.UniqueConstraint('stop_key', name=op.f('uq_notice_rhythms_stop_key'))
    )
    with op.batch_alter_table('notice_rhythms', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_rhythms_next_at'), ['next_at'], unique=False)

    op.create_table('notice_wishes',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_notice_wishes_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_wishes')),
    sa.UniqueConstraint('person_id', 'subject', 'kind', 'target_id', 'code', name=op.f('uq_notice_wishes_person_id_subject_kind_target_id_code'))
    )
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.add_column(sa.Column('channel', sa.String(), server_default='inbox', nullable=False))
        batch_op.add_column(sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_column('mailed_at')
        batch_op.drop_column('channel')

    op.drop_table('notice_wishes')
    with op.batch_alter_table('notice_rhythms', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_rhythms_next_at'))

    op.drop_table('notice_rhythms')
