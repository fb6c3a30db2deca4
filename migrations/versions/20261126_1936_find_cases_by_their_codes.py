"""Find cases by their codes, each with what is broader."""
import json

import sqlalchemy as sa
from alembic import op

from cop.vocabulary import lists

revision = 'fe0ae66f3b15'
down_revision = "33e6ec2bc332"
branch_labels = None
depends_on = None

#: facet → its list and the field of a case it is about, as of this step
FACETS = {
    "theme": (lists.THEMES, "themes"), "group": (lists.TARGET_GROUPS, "target_groups"),
    "outcome": (lists.OUTCOMES, "outcome_type"), "country": (lists.COUNTRIES, "country"),
    "practice": (lists.PRACTICE_STATUSES, "status_of_practice"),
    "region": (lists.REGIONS, "regions"), "lmp": (lists.LMP_CATEGORIES, "lmp_category"),
    "section": (lists.BENCHLEARNING_SECTIONS, "benchlearning"),
    "lang": (lists.LANGUAGES, "language"),
}


def upgrade() -> None:
    op.create_table('case_codes',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('facet', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_codes_case_id')),
    sa.PrimaryKeyConstraint('case_id', 'facet', 'code', name=op.f('pk_case_codes'))
    )
    with op.batch_alter_table('case_codes', schema=None) as batch_op:
        batch_op.create_index('ix_case_codes_facet_code', ['facet', 'code', 'case_id'], unique=False)
    _fill()


def _fill() -> None:
    """From what readers see of each case, or from its only text."""
    bind = op.get_bind()
    shown = sa.text("SELECT c.id, r.fields, r.regions, r.themes FROM cases c JOIN case_revisions r"
                    " ON r.id = coalesce(c.published_id, c.current_id)")
    insert = sa.text("INSERT INTO case_codes (case_id, facet, code) VALUES (:case_id, :facet, :code)")
    for case_id, *said in bind.execute(shown).all():
        fields, regions, themes = (json.loads(s) if isinstance(s, str) else s for s in said)
        codes = set(_codes({**fields, "regions": regions, "themes": themes}))
        if codes:
            bind.execute(insert, [{"case_id": case_id, "facet": facet, "code": code}
                                  for facet, code in sorted(codes)])


def _codes(said):
    for facet, (vocabulary, field) in FACETS.items():
        value = said.get(field) or ()
        for code in [value] if isinstance(value, str) else value:
            yield facet, code
            for broader in vocabulary.ancestors(code):
                yield facet, broader.code


def downgrade() -> None:
    with op.batch_alter_table('case_codes', schema=None) as batch_op:
        batch_op.drop_index('ix_case_codes_facet_code')

    op.drop_table('case_codes')
