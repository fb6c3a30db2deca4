"""Who may see a case, and who may take which step with it."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, or_, true

from cop.base.verdict import ALLOW, Verdict, deny
from cop.cases.models.adoptions import Adoption
from cop.cases.models.cases import Case, CaseRevision, CaseTheme
from cop.cases.models.reviews import CaseReview
from cop.cases.rubric import allows_publishing, disputed
from cop.people.models import Person, Reader, Visitor
from cop.people.policy import has_role

#: status → the statuses a curator may move it to. A change of what is published already may be
#: published at once; a new case never without a review.
CURATOR_STEPS = {
    "submitted": ("in_review", "changes_requested", "published", "withdrawn"),
    "in_review": ("changes_requested", "published", "withdrawn"),
    "changes_requested": ("withdrawn",),
    "published": ("archived", "withdrawn"),
    "archived": ("published", "withdrawn"),
}
#: Statuses in which the author may still write. What was withdrawn may be taken up again.
EDITABLE = ("draft", "changes_requested", "published", "withdrawn")
#: Statuses in which a published text stays in sight; withdrawing takes it out of sight.
IN_SIGHT = ("published", "archived", "submitted", "in_review", "changes_requested")
#: Statuses in which the case waits for curators and reviewers.
WAITING = ("submitted", "in_review")


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
    asked = or_(_in_care_of(person), Case.reviews.any(
        (CaseReview.reviewer_id == person.id) & CaseReview.declined_at.is_(None)))
    return or_(visible_cases(person), and_(asked, Case.status != "draft"))


def visible_revisions(person: Person | Visitor, case: Case) -> ColumnElement[bool]:
    """Of a case somebody sees: all once published; those at work also all that was submitted;
    the author every word."""
    if keeps(person, case):
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


def open_review(person: Person | Visitor, case: Case) -> CaseReview | None:
    """The review of the current text that is asked of somebody; they may score it anew until a
    curator has decided."""
    return next((review for review in case.round if review.reviewer_id == person.id), None)


def steps_of(case: Case) -> tuple[str, ...]:
    """The statuses a curator may move the case to now."""
    steps = CURATOR_STEPS.get(case.status, ())
    if case.status == "submitted" and case.published_id is None:
        return tuple(step for step in steps if step != "published")
    return steps


def may_write_case(person: Person | Visitor) -> Verdict:
    return ALLOW if person.is_signed_in else deny(_("Sign in to write a case."))


def may_edit_case(person: Person | Visitor, case: Case) -> Verdict:
    if not keeps(person, case):
        return deny(_("Only its author changes a case."))
    if case.status == "archived":
        return deny(_("This case is archived: a curator can publish it again."))
    if case.status not in EDITABLE:
        return deny(_("This case is being reviewed: wait for the answer, or withdraw it."))
    return ALLOW


def may_adopt(person: Person | Visitor, case: Case) -> Verdict:
    """Everybody but its author: an adoption is elsewhere."""
    if not person.is_signed_in:
        return deny(_("Sign in to say that you use this case."))
    if case.published_id is None or case.status not in IN_SIGHT:
        return deny(_("This case is not published."))
    if case.author_id == person.id:
        return deny(_("You wrote this case: what you do belongs in its text."))
    return ALLOW


def may_remove_adoption(person: Person | Visitor, adoption: Adoption) -> Verdict:
    if adoption.person_id != person.id and not curates(person, adoption.case):
        return deny(_("Only who wrote this entry, or a curator, removes it."))
    return ALLOW


def may_submit(person: Person | Visitor, case: Case) -> Verdict:
    if not (verdict := may_edit_case(person, case)):
        return verdict
    if case.status == "published" and not case.has_news:
        return deny(_("Nothing has changed since this case was published."))
    return ALLOW


def may_withdraw(person: Person | Visitor, case: Case) -> Verdict:
    if not keeps(person, case):
        return deny(_("Only its author withdraws a case."))
    if case.status == "withdrawn":
        return deny(_("This case is withdrawn already."))
    return ALLOW


def may_review(person: Person | Visitor, case: Case) -> Verdict:
    """Two pairs of eyes: neither the author nor anybody of the author's organisation."""
    if person.id is None or not (is_asked(person, case) or curates(person, case)):
        return deny(_("Only its curators and the invited reviewer review a case."))
    if person.id in (case.author_id, *case.keeper_ids):
        return deny(_("Nobody reviews their own case."))
    if case.organisation_id and person.organisation_id == case.organisation_id:
        return deny(_("You work for the author's organisation: somebody else must review this."))
    return ALLOW


def may_decide(person: Person | Visitor, case: Case, to_status: str) -> Verdict:
    if person.id is None or not curates(person, case):
        return deny(_("Only curators decide about a case."))
    if not (verdict := may_review(person, case)):
        return verdict
    if to_status not in steps_of(case):
        return deny(_("This case cannot take that step now."))
    return ALLOW


def may_publish(person: Person | Visitor, case: Case) -> Verdict:
    """What reviewers scored must allow it, and who publishes is not who reviewed. A curator may
    let an earlier review stand for a change of what is published already."""
    if not (verdict := may_decide(person, case, "published")):
        return verdict
    if case.status == "archived" or (case.published_id and not case.round):
        return ALLOW
    if any(review.reviewer_id == person.id for review in case.round):
        return deny(_("You reviewed this case: another curator publishes it."))
    return allows_publishing([review.scores for review in case.round if review.scored_at])


def may_restore(person: Person | Visitor, case: Case) -> Verdict:
    if case.status != "archived":
        return deny(_("This case is not in the archive."))
    return may_decide(person, case, "published")


def may_invite_reviewer(person: Person | Visitor, case: Case) -> Verdict:
    if person.id is None or not curates(person, case):
        return deny(_("Only curators invite reviewers."))
    if not (verdict := may_review(person, case)):
        return verdict
    if case.status not in WAITING:
        return deny(_("This case is not waiting for a review."))
    scored = [review.scores for review in case.round if review.scored_at]
    enough = 3 if disputed(scored) else 2
    if len(case.round) >= enough:
        return deny(_("Enough people are asked. A third decides where two differ by two points "
                      "or more."))
    return ALLOW


def may_be_invited(reviewer: Person, case: Case) -> Verdict:
    """Said to the curator who looks for a reviewer."""
    if reviewer.id in (case.author_id, *case.keeper_ids):
        return deny(_("%(name)s wrote this case.", name=reviewer.name))
    if case.organisation_id and reviewer.organisation_id == case.organisation_id:
        return deny(_("%(name)s works for the author's organisation: please ask somebody else.",
                      name=reviewer.name))
    if any(review.reviewer_id == reviewer.id for review in case.reviews
           if review.revision_id == case.current_id):
        return deny(_("%(name)s was asked already.", name=reviewer.name))
    return ALLOW


def may_score(person: Person | Visitor, case: Case) -> Verdict:
    if open_review(person, case) is None:
        return deny(_("Only an invited reviewer scores a case."))
    if not (verdict := may_review(person, case)):
        return verdict
    if case.status not in WAITING:
        return deny(_("This case is not waiting for a review."))
    return ALLOW


def may_comment(person: Person | Visitor, case: Case) -> Verdict:
    """Who reviews says field by field what should change."""
    if not (verdict := may_review(person, case)):
        return verdict
    if case.status not in WAITING:
        return deny(_("This case is not waiting for a review."))
    return ALLOW


def may_answer(person: Person | Visitor, case: Case) -> Verdict:
    """An author has a word on what was decided about their case."""
    if not keeps(person, case):
        return deny(_("Only its author answers a decision."))
    if case.status == "draft":
        return deny(_("Nothing has been decided yet."))
    return ALLOW


def may_redact(person: Person | Visitor, case: Case) -> Verdict:
    """Curators take what identifies somebody out of every version of a text."""
    if person.id is None or not curates(person, case):
        return deny(_("Only curators take personal data out of a case."))
    return may_review(person, case)


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


def may_open_review_desk(person: Person | Visitor) -> Verdict:
    return ALLOW if is_curator(person) else deny(_("The review desk is for curators."))


def own_cases(reader: Reader) -> ColumnElement[bool]:
    """What somebody keeps, and what they wrote, whoever keeps it now."""
    if reader.id is None:
        return false()
    return or_(Case.author_id == reader.id, Case.owner_id == reader.id,
               Case.deputy_id == reader.id)


def _cares_for_all(person: Person | Visitor) -> bool:
    return has_role(person, "administrator") or has_role(person, "curator", "everywhere")


def _in_care_of(person: Person) -> ColumnElement[bool]:
    if _cares_for_all(person):
        return true()
    themes = [grant.scope_code for grant in person.grants
              if grant.role == "curator" and grant.scope_kind == "theme"]
    return Case.theme_rows.any(CaseTheme.code.in_(themes)) if themes else false()
