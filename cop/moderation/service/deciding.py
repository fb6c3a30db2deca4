"""Deciding about what waits: what becomes of it, and the reason its author reads."""
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from cop.base.audit import record
from cop.base.db import add, db
from cop.base.errors import Conflict, Invalid
from cop.base.events import publish
from cop.cases.service.reviewing import take_down_case
from cop.discussions.models.attachments import PostFile
from cop.discussions.models.topics import Post
from cop.discussions.service.attaching import attach, files_of
from cop.discussions.service.holding import hold_post
from cop.discussions.service.withholding import redact_post, show_post, withhold_post
from cop.files.service.files import remove_file
from cop.messages.queries import find_written
from cop.messages.service.taking_part import remove_message
from cop.moderation.events import ItemDecided
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.models.items import ReviewItem
from cop.moderation.reasons import GROUNDS
from cop.moderation.service.queue import close_item, hold_item
from cop.moderation.service.sanctions import Penalty, give_sanction, penalty_problems
from cop.people.models import Person

SHORTEST_FACTS, LONGEST_FACTS = 10, 3000
LONGEST_LAW = 300
#: What can be decided about each kind, the mildest first.
OUTCOMES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "post": ("keep", "remove", "redact"), "first_post": ("release", "remove", "redact"),
    "case": ("keep", "remove"), "file": ("keep", "remove"), "person": ("keep", "warn"),
    "message": ("keep", "remove", "warn")})
OUTCOME_NAMES: Mapping[str, LazyString] = MappingProxyType({
    "keep": _l("Let it stand"), "release": _l("Show it"), "remove": _l("Take out of sight"),
    "redact": _l("Take personal data out"), "warn": _l("The report is right"),
    "hidden": _l("Hidden until a moderator looks")})
#: What is found right that was reported.
AGAINST = ("remove", "redact", "warn")


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What a moderator decides, and what they say of it. `source` and `title` are the words of a
    post without personal data."""

    outcome: str
    ground: str = ""
    law: str = ""
    facts: str = ""
    source: str = ""
    title: str = ""
    penalty: Penalty | None = None


def decide_item(moderator: Person, item: ReviewItem, ruling: Ruling) -> ModerationDecision:
    """End what waits. Author and reporters are told; what is against the author, with reasons."""
    hold_item(moderator, item)
    if problems := ruling_problems(item.kind, ruling, asks_again=item.asks_again):
        raise Invalid(problems)
    _ACTS[ruling.outcome](moderator, item, ruling)
    is_answer = item.asks_again and ruling.outcome not in AGAINST  # not for the author's eyes
    decision = add(ModerationDecision(
        item_id=item.id, outcome=ruling.outcome, person_id=item.person_id,
        decided_by_id=moderator.id, ground=ruling.ground, law=ruling.law,
        facts="" if is_answer else ruling.facts))
    if ruling.penalty and item.person:
        decision.sanction = give_sanction(moderator, item.person, ruling.penalty, ruling.facts)
    for report in item.reports:
        report.outcome = "upheld" if ruling.outcome in AGAINST else "not_upheld"
        if report.is_again and is_answer:
            report.answer = ruling.facts
    close_item(item)
    record(moderator.id, f"review.{ruling.outcome}", item, decision=decision.id)
    publish(ItemDecided(item_id=item.id, decision_id=decision.id))
    return decision


def decide_many(moderator: Person, items: Sequence[ReviewItem],
                ruling: Ruling) -> tuple[int, list[ReviewItem]]:
    """The same about several. How many were decided, and those that somebody else has, or about
    which this cannot be decided."""
    if problems := many_problems(ruling):
        raise Invalid(problems)
    left = []
    for item in items:
        own = replace(ruling, outcome="release" if (item.kind, ruling.outcome) == (
            "first_post", "keep") else ruling.outcome)
        if ruling_problems(item.kind, own).get("outcome") or item.asks_again:
            left.append(item)
            continue
        try:
            decide_item(moderator, item, own)
        except Conflict:
            left.append(item)
    return len(items) - len(left), left


def ruling_problems(kind: str, ruling: Ruling, *, asks_again: bool = False) -> dict[str, str]:
    """What is wrong with a decision about such an item, by field. Who asked for a second look is
    answered."""
    problems = {}
    if asks_again and not SHORTEST_FACTS <= len(ruling.facts) <= LONGEST_FACTS:
        problems["facts"] = _("Please answer in %(least)s to %(most)s characters.",
                              least=SHORTEST_FACTS, most=LONGEST_FACTS)
    if ruling.outcome not in OUTCOMES.get(kind, ()):
        problems["outcome"] = _("Please choose what can be decided here.")
    if ruling.outcome in AGAINST:
        problems |= reason_problems(ruling)
    if ruling.penalty:
        problems |= penalty_problems(ruling.penalty)
        if ruling.outcome not in AGAINST:
            problems["sanction"] = _("What stands is no reason for a sanction.")
    if ruling.outcome == "redact" and not ruling.source.strip():
        problems["source"] = _("Please write something.")
    return problems


def many_problems(ruling: Ruling) -> dict[str, str]:
    """What is wrong with it, whatever it is about."""
    if ruling.outcome == "keep":
        return {}
    wrong = {} if ruling.outcome == "remove" else {
        "outcome": _("Please choose what can be decided here.")}
    return wrong or reason_problems(ruling)


def reason_problems(ruling: Ruling) -> dict[str, str]:
    """A statement of reasons says on what it stands, and what happened."""
    problems = {}
    if ruling.ground not in GROUNDS:
        problems["ground"] = _("Please choose the rule or the law this stands on.")
    if ruling.ground == "law" and not 0 < len(ruling.law) <= LONGEST_LAW:
        problems["law"] = _("Please name the law.")
    if not SHORTEST_FACTS <= len(ruling.facts) <= LONGEST_FACTS:
        problems["facts"] = _(
            "Please tell the author in %(least)s to %(most)s characters what this is about.",
            least=SHORTEST_FACTS, most=LONGEST_FACTS)
    return problems


def _post_of(item: ReviewItem) -> Post:
    return db.session.get_one(Post, item.post_id)


def _let_stand(_moderator: Person, item: ReviewItem, _ruling: Ruling) -> None:
    if item.kind in ("post", "first_post") and _post_of(item).withheld != "removed":
        show_post(_post_of(item))


def _take_out(moderator: Person, item: ReviewItem, ruling: Ruling) -> None:
    if item.kind == "case":
        take_down_case(moderator, item.case, reason=ruling.facts)
    elif item.kind == "file":
        _remove_file(item)
    elif item.kind == "message":
        if message := find_written(item.target_id):
            remove_message(message)
    else:
        withhold_post(_post_of(item), "removed")


def _remove_file(item: ReviewItem) -> None:
    """From the posts that hold it, and for good."""
    file_id, file = item.file_id, item.file
    posts = select(Post).join(PostFile, PostFile.post_id == Post.id)
    for post in db.session.scalars(posts.where(PostFile.file_id == file_id)).all():
        hold_post(post)
        attach(post, [each for each in files_of(post) if each.file.id != file_id])
        post.version += 1
    if file and file not in db.session.deleted:
        remove_file(file)


def _redact(moderator: Person, item: ReviewItem, ruling: Ruling) -> None:
    redact_post(moderator, _post_of(item), source=ruling.source, title=ruling.title)


_ACTS: Mapping[str, Callable[[Person, ReviewItem, Ruling], None]] = MappingProxyType({
    "keep": _let_stand, "release": _let_stand, "remove": _take_out, "redact": _redact,
    "warn": lambda moderator, item, ruling: None})
