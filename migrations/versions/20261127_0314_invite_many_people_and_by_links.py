"""Invite many people, and by links."""
import sqlalchemy as sa
from alembic import op

revision = '1d2d7179775f'
down_revision = '7c57e2e19884'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('also', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('name', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('language', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('region', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('link_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('most_uses', sa.Integer(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('use_count', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('written_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column('space_id', existing_type=sa.Integer(), nullable=True)
        batch_op.create_index(batch_op.f('ix_invitations_link_id'), ['link_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_invitations_link_id'), 'invitations', ['link_id'], ['id'], ondelete='SET NULL')
    op.execute("UPDATE invitations SET written_at = created_at")



def downgrade() -> None:
    op.execute("DELETE FROM invitations WHERE space_id IS NULL OR email = ''")
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_invitations_link_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_invitations_link_id'))
        batch_op.alter_column('space_id', existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column('withdrawn_at')
        batch_op.drop_column('opened_at')
        batch_op.drop_column('written_at')
        batch_op.drop_column('use_count')
        batch_op.drop_column('most_uses')
        batch_op.drop_column('link_id')
        batch_op.drop_column('region')
        batch_op.drop_column('language')
        batch_op.drop_column('name')
        batch_op.drop_column('also')

