"""Published cases in somebody's care (see `base/care.py`): they keep them up to date."""
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from cop.base.care import Held
from cop.base.verdict import Verdict
from cop.cases.models.cases import Case
from cop.cases.policy.cases import may_keep
from cop.cases.queries.keeping import get_any_case, list_kept_alone, list_unkept
from cop.cases.service.keeping import name_owner
from cop.people.models import Person

NAME = _l("Practice")


def held_by(person: Person, thing_id: int | None = None) -> Iterable[Held]:
    return map(_held, list_kept_alone(person, thing_id))


def left_alone(thing_id: int | None = None) -> Iterable[Held]:
    return map(_held, list_unkept(thing_id))


def may_take(successor: Person, thing_id: int) -> Verdict:
    return may_keep(successor, get_any_case(thing_id))


def name_successor(actor: Person | None, thing_id: int, successor: Person) -> None:
    """They own it; its author stays its author."""
    name_owner(actor, get_any_case(thing_id), successor)


def _held(case: Case) -> Held:
    return Held(kind="case", id=case.id, title=case.title, language=case.language,
                address=f"/cases/{case.id}", regions=tuple(case.regions) or (case.country,))
