"""What reviewers do: accept or decline, score, say field by field what should change.

Whom to ask is decided by curators, and so is what follows (`reviewing.py`).
"""
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import update

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.cases.events import OpinionGiven, ReviewDeclined, ReviewerInvited
from cop.cases.models.cases import Case
from cop.cases.models.comments import CaseComment
from cop.cases.models.decisions import CaseDecision
from cop.cases.models.reviews import CaseReview
from cop.cases.policy.reviewing import (
    may_be_invited,
    may_comment,
    may_invite_reviewer,
    may_score,
    open_review,
)
from cop.cases.rubric import NEWEST, SCORES, get_rubric
from cop.cases.service.steps import clean_reason, lock, refuse_problems, write_step
from cop.cases.template import get_template
from cop.people.models import Person
from cop.vocabulary.lists import EVIDENCE_LEVELS


def invite_reviewer(curator: Person, case: Case, reviewer: Person) -> CaseReview:
    """Ask somebody who knows the subject; they see the case from now on."""
    lock(case)
    require(may_invite_reviewer(curator, case))
    require(may_be_invited(reviewer, case))
    record(curator.id, "case.reviewer_invited", case, reviewer=reviewer.id)
    return _ask(case, reviewer.id, curator.id)


def score_case(reviewer: Person, case: Case, *, scores: Mapping[str, int], evidence_level: str,
               opinion: str, no_conflict: bool) -> CaseDecision:
    """Score every criterion, set the level of evidence and say why. It moves nothing: curators
    and author read it. Until a curator has decided, it may be said anew."""
    lock(case)
    require(may_score(reviewer, case))
    refuse_problems(review_problems(case, scores, evidence_level, no_conflict=no_conflict))
    review = open_review(reviewer, case)
    review.opinion = clean_reason(opinion)
    review.scores, review.rubric_version = dict(scores), NEWEST
    review.evidence_level, review.scored_at = evidence_level, review.scored_at or now()
    decision = write_step(reviewer, case, case.status, review.opinion, act="case.opinion_given",
                          evidence_level=evidence_level)
    publish(OpinionGiven(case_id=case.id, decision_id=decision.id))
    return decision


def decline_review(reviewer: Person, case: Case, reason: str) -> None:
    """Say no: for want of time, or for a conflict of interest. The case is out of sight then."""
    lock(case)
    require(may_score(reviewer, case))
    review = open_review(reviewer, case)
    review.opinion, review.declined_at, review.scored_at = clean_reason(reason), now(), None
    record(reviewer.id, "case.review_declined", case, review=review.id)
    publish(ReviewDeclined(case_id=case.id, review_id=review.id))


def comment(person: Person, case: Case, field: str, text: str) -> CaseComment:
    """Say what should change in one field. The author reads it with the decision."""
    lock(case)
    require(may_comment(person, case))
    if get_template(case.current.template_version).field(field) is None:
        raise Invalid({"field": _("Please choose a field of the case.")})
    return add(CaseComment(case_id=case.id, revision_id=case.current_id, field=field,
                           author_id=person.id, text=clean_reason(text)))


def take_back_comment(person: Person, case: Case, said: CaseComment) -> None:
    """Take back what one said, as long as its author has not read it."""
    require(may_comment(person, case))
    if said.author_id != person.id or said.decision_id:
        raise Invalid({"comment": _("Only what you said and was not sent yet can be taken back.")})
    db.session.delete(said)


def send_comments(case: Case, decision: CaseDecision) -> None:
    """Let the author read what was said field by field, as part of this decision."""
    db.session.execute(
        update(CaseComment).where(CaseComment.case_id == case.id,
                                  CaseComment.decision_id.is_(None))
        .values(decision_id=decision.id))


def ask_again(case: Case, reviews: Sequence[CaseReview]) -> None:
    """After a change, those who reviewed the text before look at what changed; but nobody at what
    they wrote themselves."""
    for review in (each for each in reviews if each.reviewer_id not in case.writer_ids):
        _ask(case, review.reviewer_id, review.invited_by_id)


def review_problems(case: Case, scores: Mapping[str, int], evidence_level: str, *,
                    no_conflict: bool) -> dict[str, str]:
    """What a review lacks: field → sentence."""
    found = {} if no_conflict else {"no_conflict": _(
        "Please declare that you have no conflict of interest, or decline the review.")}
    wanted = {criterion.name: criterion.label for criterion in get_rubric()}
    found |= {name: _("Please score %(criterion)s.", criterion=label)
              for name, label in wanted.items() if scores.get(name) not in SCORES}
    if evidence_level not in EVIDENCE_LEVELS:
        return found | {"evidence_level": _("Please choose a level of evidence.")}
    template = get_template(case.current.template_version)
    lacking = template.problems(
        {**case.current.values, "evidence_level": evidence_level}, "publish")
    if evidence_level >= "E2" and {"evaluation_method", "sources"} & set(lacking):
        found["evidence_level"] = _(
            "From evidence E2 on, the case must say how it was evaluated and name a source.")
    return found


def _ask(case: Case, reviewer_id: int, curator_id: int | None) -> CaseReview:
    review = CaseReview(revision_id=case.current_id, reviewer_id=reviewer_id,
                        invited_by_id=curator_id)
    case.reviews.append(review)
    db.session.flush()
    publish(ReviewerInvited(case_id=case.id, reviewer_id=reviewer_id))
    return review
