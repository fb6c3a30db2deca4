"""Say what shows that somebody works for their organisation."""
import sqlalchemy as sa
from alembic import op

revision = '7c57e2e19884'
down_revision = '49044fc23fa6'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('organisation_domains',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('domain', sa.String().with_variant(sa.String(collation='C'), 'postgresql'),
              nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_organisation_domains_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_domains')),
    sa.UniqueConstraint('domain', name=op.f('uq_organisation_domains_domain')),
    info={'unseen': True}
    )
    with op.batch_alter_table('organisation_domains', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_domains_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('confirmation_requests',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('is_confirmed', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['people.id'], name=op.f('fk_confirmation_requests_answered_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_confirmation_requests_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_confirmation_requests_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmation_requests')),
    info={'unseen': True}
    )
    with op.batch_alter_table('confirmation_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confirmation_requests_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_confirmation_requests_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_confirmation_requests_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_organisations_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_organisations_merged_into_id'), 'organisations', ['merged_into_id'], ['id'])

    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('organisation_proof', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('is_organisation_contact', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index(batch_op.f('ix_people_organisation_id'), ['organisation_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_people_organisation_id'))
        batch_op.drop_column('is_organisation_contact')
        batch_op.drop_column('organisation_proof')

    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_organisations_merged_into_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_organisations_merged_into_id'))
        batch_op.drop_column('merged_into_id')

    with op.batch_alter_table('confirmation_requests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_confirmation_requests_person_id'))
        batch_op.drop_index(batch_op.f('ix_confirmation_requests_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_confirmation_requests_answered_by_id'))

    op.drop_table('confirmation_requests')
    with op.batch_alter_table('organisation_domains', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_domains_organisation_id'))

    op.drop_table('organisation_domains')
