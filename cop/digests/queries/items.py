"""The things a digest can show, of every kind in one query. Which are shown: `contents.py`."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from cop.base.db import UtcDateTime, db
from cop.base.text import excerpt, running
from cop.cases.models.cases import Case, CaseRegion, CaseTheme
from cop.digests.contents import PARTS, Item
from cop.digests.models import Digest
from cop.digests.period import Period
from cop.digests.policy import cases_shown, topics_shown
from cop.discussions.models.topics import Post, Topic, TopicRegion, TopicTheme
from cop.discussions.queries.topics import is_archived
from cop.meetings.models import Meeting
from cop.people.models import Organisation, Person

#: So long after its period a digest tells of dates.
DATES_AHEAD = timedelta(days=62)
MOST_FROM_ELSEWHERE = 8
#: So many more of each part are read, to tell what a limit left out.
BEYOND = 20
#: An answer in two lines.
ANSWER, SUMMARY = 180, 600
LATEST, EARLIEST = "latest", "earliest"


@dataclass(frozen=True)
class Wanted:
    """Some things of one kind: `where` they are chosen, in which order, at most how many."""

    part: ColumnElement[str]
    where: ColumnElement[bool]
    first: str = LATEST
    most: int = 0


@dataclass(frozen=True)
class Found:
    """A thing, the themes it has, and whether all readers of the digest may see it."""

    item: Item
    themes: frozenset[str]
    shown: bool


def from_regions(digest: Digest, kind: type[Any], code: ColumnElement[str]) -> ColumnElement[bool]:
    """About a region of the digest or a part of it; about anything, where it has none."""
    if not digest.regions:
        return literal(True)
    return kind.region_rows.any(or_(*(code.startswith(each) for each in digest.regions)))


def topics_of(digest: Digest) -> ColumnElement[bool]:
    """Of its regions, and of the themes and languages it is narrowed to."""
    return and_(from_regions(digest, Topic, TopicRegion.code),
                *_narrowed(digest, Topic, TopicTheme))


def cases_of(digest: Digest) -> ColumnElement[bool]:
    return and_(from_regions(digest, Case, CaseRegion.code), *_narrowed(digest, Case, CaseTheme))


def list_found(digest: Digest, *, cases: Sequence[Wanted], topics: Sequence[Wanted],
               dates: Sequence[Wanted],
               also: tuple[ColumnElement[bool], ColumnElement[bool]] | None = None) -> list[Found]:
    """`also`: cases and topics that are looked at although not all its readers may see them."""
    of_cases, of_topics = cases_shown(digest), topics_shown(digest)
    more_cases, more_topics = also or (of_cases, of_topics)
    parts = [*(_chosen(_case(of_cases, w.part), w, Case.updated_at, of_cases, more_cases, Case.id)
               for w in cases),
             *(_chosen(_topic(of_topics, w.part), w, _moment(), of_topics, more_topics, Topic.id)
               for w in topics),
             *(_chosen(_date(of_topics), w, Meeting.starts_at, of_topics, more_topics, Topic.id)
               for w in dates)]
    found = [_found(row) for row in db.session.execute(union_all(*parts))]
    return sorted(found, key=_place)


def wanted_by_rule(digest: Digest, period: Period,
                   themes: Iterable[str]) -> dict[str, list[Wanted]]:
    """What the published rules choose, in the order of their parts."""
    within = and_(Case.updated_at >= period.begin, Case.updated_at < period.end)
    elsewhere = and_(~from_regions(digest, Case, CaseRegion.code),
                     Case.theme_rows.any(CaseTheme.code.in_(list(themes))),
                     *_narrowed(digest, Case, CaseTheme))
    solved = and_(topics_of(digest), Topic.solved_at >= period.begin,
                  Topic.solved_at < period.end, Post.deleted_at.is_(None))
    waiting = and_(topics_of(digest), Topic.kind == "question", Topic.solved_at.is_(None),
                   Topic.locked_at.is_(None), ~is_archived(), Topic.created_at < period.end)
    ahead = and_(or_(from_regions(digest, Topic, TopicRegion.code), ~Topic.region_rows.any()),
                 Meeting.cancelled_at.is_(None), Meeting.starts_at >= period.end,
                 Meeting.starts_at < period.end + DATES_AHEAD)
    return {
        "cases": [Wanted(literal("cases"), and_(within, cases_of(digest)), most=digest.most),
                  *([Wanted(literal("cases_elsewhere"), and_(within, elsewhere),
                            most=MOST_FROM_ELSEWHERE)] if digest.regions else [])],
        "topics": [Wanted(literal("solved"), solved, most=digest.most),
                   Wanted(literal("open_questions"), waiting, EARLIEST, digest.most)],
        "dates": [Wanted(literal("dates"), ahead, EARLIEST, digest.most)],
    }


def wanted_by_hand(digest: Digest, case_ids: Sequence[int],
                   topic_ids: Sequence[int]) -> dict[str, list[Wanted]]:
    """These cases and topics, each in the part it belongs to."""
    of_region = case((from_regions(digest, Case, CaseRegion.code), "cases"),
                     else_="cases_elsewhere")
    state = case((Topic.solved_at.is_not(None), "solved"),
                 (Topic.kind == "question", "open_questions"), else_="discussions")
    dates = [Wanted(literal("dates"), Topic.id.in_(topic_ids))] if topic_ids else []
    return {
        "cases": [Wanted(of_region, Case.id.in_(case_ids))] if case_ids else [],
        "topics": [Wanted(state, and_(Topic.id.in_(topic_ids), Topic.kind != "event"))]
        if topic_ids else [],
        "dates": dates,
    }


def _narrowed(digest: Digest, kind: type[Any], theme: type[Any]) -> list[ColumnElement[bool]]:
    clauses = []
    if digest.themes:
        clauses.append(kind.theme_rows.any(theme.code.in_(digest.themes)))
    if digest.text_languages:
        clauses.append(kind.language.in_(digest.text_languages))
    return clauses


def _chosen(query: Select[Any], wanted: Wanted, moment: ColumnElement[Any],
            shown: ColumnElement[bool], seen: ColumnElement[bool],
            row_id: ColumnElement[int]) -> Select[Any]:
    """What is shown comes first, so that a limit never hides it behind what is not."""
    order = moment.asc() if wanted.first == EARLIEST else moment.desc()
    query = query.where(wanted.where, or_(shown, seen))
    query = query.order_by(case((shown, 0), else_=1), order, row_id)
    if wanted.most:
        query = query.limit(wanted.most + BEYOND)
    return select(query.subquery())


def _case(shown: ColumnElement[bool], part: ColumnElement[str]) -> Select[Any]:
    return _row("case", Case, part, shown, moment=Case.updated_at, text=Case.summary,
                text_language=Case.language, organisation=Organisation.name,
                by=case((Case.organisation_only, ""), else_=_name()),
                evidence=Case.evidence_level, outcome=Case.outcome_type,
                regions=_codes(CaseRegion, CaseRegion.case_id == Case.id),
                themes=_codes(CaseTheme, CaseTheme.case_id == Case.id),
                ).join(Person, Person.id == Case.author_id).outerjoin(
                    Organisation, Organisation.id == Case.organisation_id)


def _topic(shown: ColumnElement[bool], part: ColumnElement[str]) -> Select[Any]:
    return _row("topic", Topic, part, shown, moment=_moment(), text=Post.html,
                text_language=Post.language, by=_name(), replies=Topic.post_count - 1,
                **_of_topic()).outerjoin(Post, Post.id == Topic.accepted_post_id).outerjoin(
                    Person, Person.id == Post.author_id)


def _date(shown: ColumnElement[bool]) -> Select[Any]:
    return _row("topic", Topic, literal("dates"), shown, moment=Meeting.starts_at,
                by=_name(), ends_at=Meeting.ends_at, closes_on=Meeting.closes_on,
                place=Meeting.place, uid=Meeting.uid, changed_at=Meeting.changed_at,
                **_of_topic()).join(Meeting, Meeting.topic_id == Topic.id).join(
                    Person, Person.id == Topic.author_id)


def _of_topic() -> dict[str, Any]:
    return {"regions": _codes(TopicRegion, TopicRegion.topic_id == Topic.id),
            "themes": _codes(TopicTheme, TopicTheme.topic_id == Topic.id)}


def _moment() -> ColumnElement[Any]:
    """When a question was solved, or asked."""
    return func.coalesce(Topic.solved_at, Topic.created_at, type_=UtcDateTime())


def _row(kind: str, model: type[Any], part: ColumnElement[str], shown: ColumnElement[bool],
         **given: Any) -> Select[Any]:
    """The same columns for every kind; what a kind has not is empty."""
    empty = {"text": literal(""), "text_language": literal(""), "organisation": literal(""),
             "evidence": literal(""), "outcome": literal(""), "replies": literal(0),
             "ends_at": cast(null(), UtcDateTime()), "closes_on": cast(null(), Date()),
             "place": literal(""), "uid": literal(""), "changed_at": cast(null(), UtcDateTime())}
    columns = {"kind": literal(kind), "id": model.id, "part": cast(part, String),
               "title": model.title, "language": model.language,
               "shown": case((shown, 1), else_=0)} | empty | given
    return select(*(columns[name].label(name) for name in sorted(columns))).select_from(model)


def _codes(table: type[Any], where: ColumnElement[bool]) -> ColumnElement[str]:
    joined = select(func.aggregate_strings(table.code, ",")).where(where)
    return joined.correlate(Case, Topic).scalar_subquery()


def _name() -> ColumnElement[str]:
    """Of who agreed to stand in digests under their name, and is still here."""
    agreed = and_(Person.named_in_digests, Person.active)
    return case((agreed, Person.name), else_="")


def _place(found: Found) -> tuple[int, float, int]:
    """The newest first; what waits and what is to come, the earliest."""
    moment, part = found.item.moment.timestamp(), found.item.part
    earliest = part in ("open_questions", "dates")
    return PARTS.index(part), moment if earliest else -moment, found.item.id


def _found(row: Any) -> Found:
    values = {name: value for name, value in row._mapping.items() if value is not None}
    themes, shown = values.pop("themes", ""), values.pop("shown")
    values["regions"] = tuple(sorted(filter(None, values.get("regions", "").split(","))))
    if row.kind == "topic":
        values["text"] = excerpt(running(row.text or ""), ANSWER)
    else:
        values["text"] = excerpt(row.text or "", SUMMARY)
    return Found(Item(**values), frozenset(themes.split(",")), bool(shown))
