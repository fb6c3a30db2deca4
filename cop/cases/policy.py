"""Who may see a case, and who may take which step with it."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, true

from cop.base.verdict import ALLOW, Verdict, deny
from cop.cases.models import Case
from cop.people.models import Person, Reader, Visitor
from cop.people.policy import has_role

#: status → the statuses a curator may move it to
CURATOR_STEPS = {
    "submitted": ("in_review", "changes_requested", "published", "withdrawn"),
    "in_review": ("changes_requested", "published", "withdrawn"),
    "published": ("archived",),
    "archived": ("published",),
}
#: Statuses in which the author may still write.
EDITABLE = ("draft", "changes_requested", "published")


def visible_cases(reader: Reader) -> ColumnElement[bool]:
    """Published and archived cases (some for members only), and everybody's own.

    What curators and reviewers see besides stands in `workable_cases`.
    """
    out = Case.published_id.is_not(None) & Case.status.in_(
        ("published", "archived", "submitted", "in_review", "changes_requested"))
    open_to = true() if reader.is_signed_in else Case.members_only.is_(False)
    return or_(and_(out, open_to), Case.author_id == reader.id)


def workable_cases(person: Person | Visitor) -> ColumnElement[bool]:
    """Cases somebody sees as curator (all but drafts) or as the reviewer of one."""
    if is_curator(person):
        return or_(visible_cases(person), Case.status != "draft")
    return or_(visible_cases(person), and_(Case.reviewer_id == person.id, Case.status != "draft"))


def is_curator(person: Person | Visitor) -> bool:
    return has_role(person, "curator") or has_role(person, "administrator")


def works_on(person: Person | Visitor, case: Case) -> bool:
    """Author, curator or reviewer: they see what is not published yet."""
    return person.id is not None and (
        is_curator(person) or person.id in (case.author_id, case.reviewer_id))


def may_write_case(person: Person | Visitor) -> Verdict:
    return ALLOW if person.is_signed_in else deny(_("Sign in to write a case."))


def may_edit_case(person: Person | Visitor, case: Case) -> Verdict:
    if person.id is None or person.id != case.author_id:
        return deny(_("Only its author changes a case."))
    if case.status not in EDITABLE:
        return deny(_("This case is being reviewed: wait for the answer, or withdraw it."))
    return ALLOW


def may_submit(person: Person | Visitor, case: Case) -> Verdict:
    if not (verdict := may_edit_case(person, case)):
        return verdict
    if case.status == "published" and case.current_id == case.published_id:
        return deny(_("Nothing has changed since this case was published."))
    return ALLOW


def may_withdraw(person: Person | Visitor, case: Case) -> Verdict:
    if person.id is None or person.id != case.author_id:
        return deny(_("Only its author withdraws a case."))
    if case.status == "withdrawn":
        return deny(_("This case is withdrawn already."))
    return ALLOW


def may_review(person: Person | Visitor, case: Case) -> Verdict:
    """Two pairs of eyes: neither the author nor anybody of the author's organisation."""
    if not is_curator(person) and (person.id is None or person.id != case.reviewer_id):
        return deny(_("Only curators and the invited reviewer review a case."))
    if person.id == case.author_id:
        return deny(_("Nobody reviews their own case."))
    if case.organisation_id and person.organisation_id == case.organisation_id:
        return deny(_("You work for the author's organisation: somebody else must review this."))
    return ALLOW


def may_decide(person: Person | Visitor, case: Case, to_status: str) -> Verdict:
    if not is_curator(person):
        return deny(_("Only curators decide about a case."))
    if not (verdict := may_review(person, case)):
        return verdict
    if to_status not in CURATOR_STEPS.get(case.status, ()):
        return deny(_("This case cannot take that step now."))
    return ALLOW


def may_open_review_desk(person: Person | Visitor) -> Verdict:
    return ALLOW if is_curator(person) else deny(_("The review desk is for curators."))
