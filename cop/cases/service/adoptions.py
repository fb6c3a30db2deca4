"""Telling that a case is used elsewhere. Who may is said in `policy/`."""
from flask_babel import gettext as _
from sqlalchemy import select

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.text import clean
from cop.base.verdict import require
from cop.cases.events import AdoptionRemoved, CaseAdopted
from cop.cases.models.adoptions import Adoption
from cop.cases.models.cases import Case
from cop.cases.policy.adoptions import may_adopt, may_remove_adoption
from cop.cases.queries.adoptions import find_adoption
from cop.cases.template import MONTH
from cop.people.models import Person
from cop.vocabulary.lists import REGIONS

LONGEST_WORDS = 1000


def adopt_case(person: Person, case: Case, *, region: str, since: str, changed: str = "",
               result: str = "") -> Adoption:
    """Say that one uses a case, or say it anew. Its author hears of it the first time."""
    require(may_adopt(person, case))
    told = {"region": region, "since": since.strip(), "changed": clean(changed).strip(),
            "result": clean(result).strip()}
    if problems := adoption_problems(**told):
        raise Invalid(problems)
    db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    if adoption := find_adoption(person, case):
        for name, value in told.items():
            setattr(adoption, name, value)
        return adoption
    adoption = add(Adoption(case_id=case.id, person_id=person.id,
                            organisation_id=person.organisation_id, **told))
    publish(CaseAdopted(case_id=case.id, adoption_id=adoption.id, person_id=person.id))
    return adoption


def remove_adoption(person: Person, adoption: Adoption) -> None:
    require(may_remove_adoption(person, adoption))
    if person.id != adoption.person_id:
        record(person.id, "adoption.removed", adoption, person=adoption.person_id)
    db.session.delete(adoption)
    publish(AdoptionRemoved(case_id=adoption.case_id))


def adoption_problems(*, region: str, since: str, changed: str, result: str) -> dict[str, str]:
    """field → why it cannot be taken; empty when all can."""
    problems = {
        "region": "" if region in REGIONS else _("Please name the region or the country."),
        "since": _since_problem(since), "changed": _too_long(changed), "result": _too_long(result),
    }
    return {field: sentence for field, sentence in problems.items() if sentence}


def _since_problem(since: str) -> str:
    if not MONTH.fullmatch(since):
        return _("Please write a year and a month, as 2026-03.")
    return _("This month has not come yet.") if since > now().strftime("%Y-%m") else ""


def _too_long(words: str) -> str:
    if len(words) <= LONGEST_WORDS:
        return ""
    return _("There is room for %(most)d characters.", most=LONGEST_WORDS)
