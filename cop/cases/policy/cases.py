"""Who may see a case, and what who wrote or keeps it may do. Reviewing: `reviewing.py`."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, or_, true

from cop.base.verdict import ALLOW, Verdict, deny
from cop.cases.consents import consent_problems
from cop.cases.models.cases import Case, CaseRevision, CaseTheme
from cop.cases.models.reviews import CaseReview
from cop.people.models import Person, Reader, Visitor
from cop.people.policy import has_role, may_write

#: Statuses in which the author may still write. What was withdrawn may be taken up again.
EDITABLE = ("draft", "changes_requested", "published", "withdrawn")
#: Statuses in which a published text stays in sight; withdrawing takes it out of sight.
IN_SIGHT = ("published", "archived", "submitted", "in_review", "changes_requested")


def visible_cases(reader: Reader) -> ColumnElement[bool]:
    """Published and archived cases (some for members only), and everybody's own.

    What curators and reviewers see besides stands in `workable_cases`.
    """
    out = Case.published_id.is_not(None) & Case.status.in_(IN_SIGHT)
    open_to = true() if reader.is_signed_in else Case.members_only.is_(False)
    return or_(and_(out, open_to), own_cases(reader))


def workable_cases(person: Person | Visitor) -> ColumnElement[bool]:
    """Besides what all see: what a curator looks after, and what somebody was asked to review."""
    if person.id is None:
        return visible_cases(person)
    asked = or_(in_care_of(person), Case.reviews.any(
        (CaseReview.reviewer_id == person.id) & CaseReview.declined_at.is_(None)))
    return or_(visible_cases(person), and_(asked, Case.status != "draft"))


def visible_revisions(person: Person | Visitor, case: Case) -> ColumnElement[bool]:
    """Of a case somebody sees: all once published; those at work also all that was submitted;
    the author, and who writes with them, every word."""
    if keeps(person, case) or writes_with(person, case):
        return true()
    published = CaseRevision.published_at.is_not(None)
    return or_(published, CaseRevision.submitted_at.is_not(None)) if works_on(
        person, case) else published


def is_curator(person: Person | Visitor) -> bool:
    """Of all cases, or of those on some theme."""
    return has_role(person, "curator") or has_role(person, "administrator")


def curates(person: Person | Visitor, case: Case) -> bool:
    """Is this case in the person's care: everything, or one of its themes?"""
    return _cares_for_all(person) or any(
        has_role(person, "curator", "theme", theme) for theme in case.themes)


def works_on(person: Person | Visitor, case: Case) -> bool:
    """Author, curator or reviewer: they see what is not published yet."""
    return person.id is not None and (
        keeps(person, case) or is_asked(person, case) or curates(person, case))


def keeps(person: Person | Visitor, case: Case) -> bool:
    """Is it theirs to keep up to date? Its author's until it has another owner."""
    return person.id is not None and person.id in case.keeper_ids


def is_asked(person: Person | Visitor, case: Case) -> bool:
    """Was somebody asked to review this case, and did not decline?"""
    return person.id is not None and any(
        review.reviewer_id == person.id and not review.declined_at for review in case.reviews)


def writes_with(person: Person | Visitor, case: Case) -> bool:
    """While the author works on what was asked for, curators and reviewers may put in a word."""
    return case.status == "changes_requested" and works_on(person, case)


def may_write_case(person: Person | Visitor) -> Verdict:
    return may_write(person) if person.is_signed_in else deny(_("Sign in to write a case."))


def may_edit_case(person: Person | Visitor, case: Case) -> Verdict:
    if not (keeps(person, case) or writes_with(person, case)):
        return deny(_("Only its author changes a case."))
    if case.status == "archived":
        return deny(_("This case is archived: a curator can publish it again."))
    if case.status not in EDITABLE:
        return deny(_("This case is being reviewed: wait for the answer, or withdraw it."))
    return may_write(person)


def may_submit(person: Person | Visitor, case: Case) -> Verdict:
    if not keeps(person, case):
        return deny(_("Only its author submits a case."))
    if not (verdict := may_edit_case(person, case)):
        return verdict
    if case.status == "published" and not case.has_news:
        return deny(_("Nothing has changed since this case was published."))
    return deny(next(iter(consent_problems(case).values()), ""))


def may_withdraw(person: Person | Visitor, case: Case) -> Verdict:
    if not keeps(person, case):
        return deny(_("Only its author withdraws a case."))
    if case.status == "withdrawn":
        return deny(_("This case is withdrawn already."))
    return ALLOW


def may_answer(person: Person | Visitor, case: Case) -> Verdict:
    """An author has a word on what was decided about their case."""
    if not keeps(person, case):
        return deny(_("Only its author answers a decision."))
    if case.status == "draft":
        return deny(_("Nothing has been decided yet."))
    return ALLOW


def may_confirm(person: Person | Visitor, case: Case) -> Verdict:
    """Say that a published case is still true."""
    if not (keeps(person, case) or curates(person, case)):
        return deny(_("Only who keeps this case up to date confirms it."))
    if case.status != "published":
        return deny(_("Only a published case is confirmed."))
    return ALLOW


def may_hand_over(person: Person | Visitor, case: Case) -> Verdict:
    """Name a new owner or a deputy: who owns it, or a curator where nobody does any more."""
    if keeps(person, case) or curates(person, case):
        return ALLOW
    return deny(_("Only who keeps this case up to date, or a curator, hands it over."))


def may_keep(successor: Person, case: Case) -> Verdict:
    """Said to who looks for an owner or a deputy."""
    if not successor.active:
        return deny(_("%(name)s has no open account.", name=successor.name))
    if any(review.reviewer_id == successor.id and not review.declined_at
           for review in case.reviews if review.revision_id == case.current_id):
        return deny(_("%(name)s reviews this case.", name=successor.name))
    return ALLOW


def own_cases(reader: Reader) -> ColumnElement[bool]:
    """What somebody keeps, and what they wrote, whoever keeps it now."""
    if reader.id is None:
        return false()
    return or_(Case.author_id == reader.id, Case.owner_id == reader.id,
               Case.deputy_id == reader.id)


def in_care_of(person: Person) -> ColumnElement[bool]:
    """What a curator looks after: everything, or the cases on some themes."""
    if _cares_for_all(person):
        return true()
    themes = [grant.scope_code for grant in person.grants
              if grant.role == "curator" and grant.scope_kind == "theme"]
    return Case.theme_rows.any(CaseTheme.code.in_(themes)) if themes else false()


def _cares_for_all(person: Person | Visitor) -> bool:
    return has_role(person, "administrator") or has_role(person, "curator", "everywhere")
