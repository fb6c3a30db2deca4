"""The figures of a digest, in one query: what they mean is said beside them (`words.py`).

DOMAIN 5.4 gives the definitions; what is counted is what the digest's readers may see.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, String, and_, cast, exists, func, select
from sqlalchemy.orm import aliased

from cop.base.clock import now
from cop.base.db import db
from cop.base.small_numbers import FEWEST
from cop.cases.models.cases import Case, CaseTheme
from cop.digests.contents import Number
from cop.digests.models import Digest
from cop.digests.period import Period
from cop.digests.policy import cases_shown, topics_shown
from cop.digests.queries.items import cases_of, topics_of
from cop.discussions.models.topics import Post, Topic, TopicTheme

MOST_THEMES = 10
#: A question with no answer by another person for so long is unanswered.
PATIENCE = timedelta(hours=72)


@dataclass(frozen=True)
class Counted:
    """The figures, the themes of the regions and the signs of what could be done."""

    numbers: Sequence[Number]
    themes: Sequence[str]
    signs: Mapping[str, int]


def count(digest: Digest, period: Period) -> Counted:
    """Five figures of the period and of the one before, the themes that topics and cases of the
    regions had most up to its end, and the signs."""
    now_, before = _counts(digest, period), _counts(digest, period.before())
    signs = _signs(digest, period)
    row = db.session.execute(select(
        *now_.values(), *before.values(), *signs.values(), _themes(digest, period))).one()
    size = len(now_)
    pairs = zip(now_, row[:size], row[size:2 * size], strict=True)
    numbers = [Number(name, value, earlier, hidden=name == "people" and value < FEWEST)
               for name, value, earlier in pairs]
    themes = digest.themes or _ordered(row[-1])
    return Counted(numbers, themes, dict(zip(signs, row[2 * size:-1], strict=True)))


def _counts(digest: Digest, period: Period) -> dict[str, ScalarSelect[int]]:
    """What was written in the period and still stands; an opening post is no answer."""
    topics, cases = topics_shown(digest) & topics_of(digest), cases_shown(digest) & cases_of(digest)
    written = and_(topics, period.holds(Post.created_at), Post.deleted_at.is_(None))
    posts = select(func.count(Post.id)).join(Topic, Topic.id == Post.topic_id).where(written)
    fresh = and_(cases, period.holds(Case.updated_at))
    people = posts.with_only_columns(Post.author_id).union(
        select(Case.author_id).where(fresh)).subquery()
    opened = select(func.count(Topic.id)).where(topics)
    return {
        "people": select(func.count()).select_from(people).scalar_subquery(),
        "topics": opened.where(period.holds(Topic.created_at)).scalar_subquery(),
        "answers": posts.where(Post.number > 1).scalar_subquery(),
        "solved": opened.where(period.holds(Topic.solved_at)).scalar_subquery(),
        "cases": select(func.count(Case.id)).where(fresh).scalar_subquery(),
    }


def _signs(digest: Digest, period: Period) -> dict[str, ScalarSelect[int]]:
    """Questions asked, those of them unanswered, and cases nobody confirmed in time."""
    asked = and_(topics_shown(digest), topics_of(digest), Topic.kind == "question",
                 period.holds(Topic.created_at))
    reply = aliased(Post)
    answered = exists().where(reply.topic_id == Topic.id, reply.author_id != Topic.author_id,
                              reply.deleted_at.is_(None)).correlate(Topic)
    silent = and_(asked, ~answered, Topic.created_at < now() - PATIENCE)
    due = and_(cases_shown(digest), cases_of(digest), Case.confirm_by < now())
    return {
        "asked": select(func.count(Topic.id)).where(asked).scalar_subquery(),
        "silent": select(func.count(Topic.id)).where(silent).scalar_subquery(),
        "due": select(func.count(Case.id)).where(due).scalar_subquery(),
    }


def _themes(digest: Digest, period: Period) -> ScalarSelect[str]:
    """As one text: how often, a colon and the code, for each."""
    topics = select(TopicTheme.code).join(Topic, Topic.id == TopicTheme.topic_id).where(
        topics_shown(digest), topics_of(digest), Topic.created_at < period.end)
    cases = select(CaseTheme.code).join(Case, Case.id == CaseTheme.case_id).where(
        cases_shown(digest), cases_of(digest), Case.published_at < period.end)
    both = topics.union_all(cases).subquery()
    often: ColumnElement[Any] = func.count()
    most = select(often.label("often"), both.c.code).group_by(both.c.code).order_by(
        often.desc(), both.c.code).limit(MOST_THEMES).subquery()
    text = func.aggregate_strings(cast(most.c.often, String) + ":" + most.c.code, ",")
    return select(text).scalar_subquery()


def _ordered(text: str | None) -> list[str]:
    pairs = [each.split(":", 1) for each in (text or "").split(",") if each]
    return [code for _often, code in sorted(pairs, key=lambda pair: (-int(pair[0]), pair[1]))]
