"""Objections: who a decision is about has a word, and somebody else decides whether it stands."""
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.text import clean
from cop.base.verdict import require
from cop.cases.service.reviewing import give_back_case
from cop.discussions.models.topics import Post
from cop.discussions.service.withholding import show_post
from cop.messages.queries import find_written
from cop.messages.service.taking_part import give_back_message
from cop.moderation.events import AppealDecided, AppealMade
from cop.moderation.models.decisions import Appeal, ModerationDecision
from cop.moderation.models.items import ReviewItem
from cop.moderation.policy import may_appeal
from cop.moderation.service.queue import close_item, hold_item, open_item
from cop.moderation.service.sanctions import end_sanction
from cop.people.models import Person

SHORTEST, LONGEST = 10, 3000
OUTCOMES = ("upheld", "reversed")


def make_appeal(decision: ModerationDecision, text: str) -> Appeal:
    """By who it is about: signed in, or with the letter in hand. It waits for a moderator who had
    no part in it."""
    require(may_appeal(decision))
    text = clean(text).strip()
    if problems := appeal_problems(text):
        raise Invalid(problems)
    appeal = add(Appeal(decision_id=decision.id, person_id=decision.person_id, text=text))
    about = decision.item
    item = open_item("appeal", decision.id, post_id=about.post_id, case_id=about.case_id,
                     person_id=decision.person_id, not_for_id=decision.decided_by_id,
                     reason=about.reason)
    db.session.expire(decision, ["appeal"])
    record(decision.person_id, "appeal.made", item, decision=decision.id)
    publish(AppealMade(appeal_id=appeal.id, item_id=item.id))
    return appeal


def decide_appeal(moderator: Person, item: ReviewItem, decision: ModerationDecision, *,
                  outcome: str, answer: str) -> None:
    """It stands, or everything it did is undone that can be."""
    hold_item(moderator, item)
    if problems := answer_problems(outcome, answer):
        raise Invalid(problems)
    appeal = decision.appeal
    appeal.outcome, appeal.answer = outcome, answer
    appeal.decided_by_id, appeal.decided_at = moderator.id, now()
    if outcome == "reversed":
        _reverse(moderator, decision)
    close_item(item)
    record(moderator.id, f"appeal.{outcome}", item, decision=decision.id)
    publish(AppealDecided(appeal_id=appeal.id))


def appeal_problems(text: str) -> dict[str, str]:
    if SHORTEST <= len(text) <= LONGEST:
        return {}
    return {"text": _("Please say in %(least)s to %(most)s characters why it is wrong.",
                      least=SHORTEST, most=LONGEST)}


def answer_problems(outcome: str, answer: str) -> dict[str, str]:
    problems = {}
    if outcome not in OUTCOMES:
        problems["outcome"] = _("Please choose whether the decision stands.")
    if not SHORTEST <= len(answer) <= LONGEST:
        problems["answer"] = _("Please answer in %(least)s to %(most)s characters.",
                               least=SHORTEST, most=LONGEST)
    return problems


def _reverse(moderator: Person, decision: ModerationDecision) -> None:
    """Posts and practices come back, sanctions end, the reports were wrong. Words that were taken
    out and files that were removed are gone: their author may bring them again."""
    decision.reversed_at = now()
    item = decision.item
    if item.kind in ("post", "first_post") and decision.outcome == "remove":
        show_post(db.session.get_one(Post, item.post_id))
    if item.kind == "message" and (message := find_written(item.target_id)):
        give_back_message(message)
    if item.kind == "case" and item.case.status == "withdrawn":
        give_back_case(moderator, item.case, decision.appeal.answer)
    if decision.sanction:
        end_sanction(moderator, decision.sanction)
    for report in item.reports:
        report.outcome = "not_upheld"
