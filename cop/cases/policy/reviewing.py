"""Who reviews and decides about a case. Two pairs of eyes, neither of them of who wrote it."""
from flask_babel import gettext as _

from cop.base.verdict import ALLOW, Verdict, deny
from cop.cases.models.cases import Case
from cop.cases.models.reviews import CaseReview
from cop.cases.policy.cases import curates, is_asked, is_curator
from cop.cases.rubric import allows_publishing, disputed
from cop.people.models import Person, Visitor
from cop.people.policy import has_role, may_write

#: status → the statuses a curator may move it to. A change of what is published already may be
#: published at once; a new case never without a review.
CURATOR_STEPS = {
    "submitted": ("in_review", "changes_requested", "published", "withdrawn"),
    "in_review": ("changes_requested", "published", "withdrawn"),
    "changes_requested": ("withdrawn",),
    "published": ("archived", "withdrawn"),
    "archived": ("published", "withdrawn"),
}
#: Statuses in which the case waits for curators and reviewers.
WAITING = ("submitted", "in_review")
#: Steps that say that a text is good enough, for its reviewers or its readers.
JUDGING = ("in_review", "published")


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


def may_review(person: Person | Visitor, case: Case) -> Verdict:
    """Two pairs of eyes: neither the author nor anybody of the author's organisation."""
    if person.id is None or not (is_asked(person, case) or curates(person, case)):
        return deny(_("Only its curators and the invited reviewer review a case."))
    if person.id in (case.author_id, *case.keeper_ids):
        return deny(_("Nobody reviews their own case."))
    if case.organisation_id and person.organisation_id == case.organisation_id:
        return deny(_("You work for the author's organisation: somebody else must review this."))
    return ALLOW


def may_judge(person: Person | Visitor, case: Case, *, others: int = 1) -> Verdict:
    """Say whether what it says is good enough. Who put in a word of their own does not; but an
    administrator, where nobody else is there who could (`others`)."""
    if not (verdict := may_review(person, case)):
        return verdict
    if person.id in case.writer_ids and (others or not has_role(person, "administrator")):
        return deny(_("You wrote on this case yourself: somebody else reviews and publishes it."))
    return ALLOW


def may_take_steps(person: Person | Visitor, case: Case) -> Verdict:
    """Decide about a case, whatever steps there are for it now."""
    if person.id is None or not curates(person, case):
        return deny(_("Only curators decide about a case."))
    return may_review(person, case)


def may_decide(person: Person | Visitor, case: Case, to_status: str, *,
               others: int = 1) -> Verdict:
    """What is in the archive was judged by others: it comes back as it was."""
    if not (verdict := may_take_steps(person, case)):
        return verdict
    if to_status in JUDGING and case.status != "archived" and not (
            verdict := may_judge(person, case, others=others)):
        return verdict
    if to_status not in steps_of(case):
        return deny(_("This case cannot take that step now."))
    return ALLOW


def may_publish(person: Person | Visitor, case: Case, *, others: int = 1) -> Verdict:
    """What reviewers scored must allow it, and who publishes is not who reviewed. A curator may
    let an earlier review stand for a change of what is published already."""
    if not (verdict := may_decide(person, case, "published", others=others)):
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
    if reviewer.id in case.writer_ids:
        return deny(_("%(name)s wrote on this case.", name=reviewer.name))
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
    if not (verdict := may_judge(person, case)):
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
    return may_write(person)


def may_redact(person: Person | Visitor, case: Case) -> Verdict:
    """Curators take what identifies somebody out of every version of a text."""
    if person.id is None or not curates(person, case):
        return deny(_("Only curators take personal data out of a case."))
    return may_review(person, case)


def may_open_review_desk(person: Person | Visitor) -> Verdict:
    return ALLOW if is_curator(person) else deny(_("The review desk is for curators."))
