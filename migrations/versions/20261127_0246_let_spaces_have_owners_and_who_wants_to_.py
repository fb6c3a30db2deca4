"""Let spaces have owners, and who wants to join ask."""
import sqlalchemy as sa
from alembic import op

revision = '49044fc23fa6'
down_revision = 'df4cd08c485c'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('space_askings',
    sa.Column('space_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_space_askings_person_id')),
    sa.ForeignKeyConstraint(['space_id'], ['spaces.id'], name=op.f('fk_space_askings_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_space_askings')),
    sa.UniqueConstraint('space_id', 'person_id', name=op.f('uq_space_askings_space_id_person_id'))
    )
    with op.batch_alter_table('space_askings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_space_askings_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('spaces', schema=None) as batch_op:
        batch_op.add_column(sa.Column('joins_wait', sa.Boolean(), server_default=sa.false(), nullable=False))



def downgrade() -> None:
    op.execute("DELETE FROM grants WHERE role = 'owner'")
    with op.batch_alter_table('spaces', schema=None) as batch_op:
        batch_op.drop_column('joins_wait')

    with op.batch_alter_table('space_askings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_space_askings_person_id'))

    op.drop_table('space_askings')
