"""How any step of a case is written down: the lock, the reason, the decision, the audit entry.

Which steps there are stands in `writing.py` and `reviewing.py`.
"""
from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from cop.base.audit import record
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.text import clean
from cop.cases.models.cases import Case
from cop.cases.models.decisions import CaseDecision
from cop.people.models import Person

SHORTEST_REASON, LONGEST_REASON = 10, 5000


def lock(case: Case) -> None:
    """Read the case and its text anew and hold it, so that two at once act one after the other."""
    db.session.flush()  # what is not stored yet would be forgotten by reading anew
    db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    db.session.refresh(case)
    if case.current:
        db.session.refresh(case.current)


def refuse_problems(problems: Mapping[str, str]) -> None:
    """Raise Invalid unless there is no problem."""
    if problems:
        raise Invalid(problems)


def clean_reason(reason: str, *, shortest: int = SHORTEST_REASON) -> str:
    """A reason its author will read: not a nod."""
    reason = clean(reason).strip()
    if len(reason) < shortest:
        raise Invalid({"reason": _("Please give a reason of at least %(count)s characters.",
                                   count=shortest)})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("A reason has at most %(count)s characters.",
                                   count=LONGEST_REASON)})
    return reason


def write_step(actor: Person, case: Case, to_status: str, reason: str, *, act: str,
               evidence_level: str = "") -> CaseDecision:
    """Move the case and keep who did it and why. `act` is its name in the audit log."""
    decision = add(CaseDecision(
        case_id=case.id, revision_id=case.current_id, decided_by_id=actor.id,
        from_status=case.status, to_status=to_status, reason=reason,
        evidence_level=evidence_level))
    case.status = to_status
    record(actor.id, act, case, decision=decision.id)
    return decision
