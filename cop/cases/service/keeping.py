"""What happens to a case after it is published: it is confirmed, and handed over.

How it is changed stands in `writing.py`, how it goes to the archive in `reviewing.py`.
"""
from cop.base.audit import record
from cop.base.clock import now
from cop.base.events import publish
from cop.base.verdict import require
from cop.cases.deadlines import CONFIRM_AFTER
from cop.cases.events import CaseHandedOver, ConfirmationDue
from cop.cases.models.cases import Case
from cop.cases.models.decisions import CaseDecision
from cop.cases.policy.cases import may_confirm, may_hand_over, may_keep
from cop.cases.queries.reviewing import list_due_for_confirmation
from cop.cases.service.steps import clean_reason, lock, write_step
from cop.people.models import Person


def confirm_case(person: Person, case: Case, words: str) -> CaseDecision:
    """Say that a published case is still true, and how one knows. It is asked again later."""
    lock(case)
    require(may_confirm(person, case))
    case.confirm_by, case.asked_to_confirm_at = now() + CONFIRM_AFTER, None
    return write_step(person, case, case.status, clean_reason(words), act="case.confirmed")


def name_owner(person: Person | None, case: Case, successor: Person) -> None:
    """From now on somebody else keeps the case up to date. Its author stays its author. `person`
    is None where its keeper asked the successor, who said yes."""
    _hand_over(person, case, successor)
    case.owner, case.owner_id = successor, successor.id
    if case.deputy_id == successor.id:
        case.deputy = case.deputy_id = None
    record(person.id if person else None, "case.owner_named", case, owner=successor.id)


def name_deputy(person: Person, case: Case, deputy: Person) -> None:
    """Somebody keeps the case up to date beside its owner."""
    _hand_over(person, case, deputy)
    if deputy.id != (case.owner_id or case.author_id):
        case.deputy, case.deputy_id = deputy, deputy.id
    record(person.id, "case.deputy_named", case, deputy=deputy.id)


def ask_to_confirm() -> int:
    """Ask who keeps the cases whose day has come, once. How many that are."""
    cases = list_due_for_confirmation()
    for case in cases:
        case.asked_to_confirm_at = now()
        publish(ConfirmationDue(case_id=case.id))
    return len(cases)


def _hand_over(person: Person | None, case: Case, successor: Person) -> None:
    lock(case)
    require(may_keep(successor, case))
    if person is not None:
        require(may_hand_over(person, case))
        publish(CaseHandedOver(case_id=case.id, person_id=successor.id, by_id=person.id))
