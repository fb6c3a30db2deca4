"""Reads of personal digests: for many people at once, in few queries whatever their number."""
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    column,
    exists,
    false,
    literal,
    select,
    true,
    union_all,
    values,
)
from sqlalchemy.orm import joinedload

from cop.base.clock import now
from cop.base.db import db
from cop.base.text import lead, running
from cop.cases.models.cases import Case, CaseRegion, CaseTheme
from cop.cases.policy.cases import visible_cases
from cop.discussions.models.reading import ReadingPosition
from cop.discussions.models.topics import Post, Topic, TopicRegion, TopicTheme
from cop.discussions.policy import visible_topics
from cop.discussions.queries.following import with_ancestors
from cop.notifications.best import Candidate, Key, Shelf, Taste
from cop.notifications.channels import Channel
from cop.notifications.models import Notice, Rhythm
from cop.notifications.queries.inbox import Line, list_lines_of_many
from cop.people.models import Person, PersonRegion, PersonTheme
from cop.spaces.levels import Choice, Level
from cop.spaces.models import Following, Space

#: What is older is no news, however long somebody was told nothing.
OLDEST = timedelta(days=31)
MOST_LINES, MOST_TOPICS, MOST_CASES = 10, 10, 5
#: So many more than are shown are asked for: some are out of sight.
SPARE = 5
#: A newest so many are looked at; a community that writes more reads less of it.
MOST_CANDIDATES = 2000
#: What candidates are filed under: themes and regions, by their key.
Labels = dict[tuple[str, int], dict[str, list[str]]]
#: What has no level that was chosen.
NO_LEVEL = (literal(0), true())
#: topic or case, its id, person.
Seen = tuple[str, int, int]


@dataclass
class Contents:
    """What stands in somebody's digest: what was written to them, what is new for them. `leads`
    are the first sentences of these posts, topics and cases, to decide by."""

    rhythm: Rhythm
    lines: Sequence[Line] = ()
    topics: list[Candidate] = field(default_factory=list)
    cases: list[Candidate] = field(default_factory=list)
    leads: Mapping[Key, str] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        return self.rhythm.person

    def __bool__(self) -> bool:
        return bool(self.lines or self.topics or self.cases)


def list_contents(people: Collection[int], until: datetime) -> list[Contents]:
    """For each of these people, what is new up to this moment; empty where there is nothing."""
    rhythms = _list_rhythms(people)
    lines = list_lines_of_many(
        [rhythm.person for rhythm in rhythms], *waits_for_digest(until), _may_be_mailed())
    tastes = {rhythm.person_id: _taste_of(rhythm) for rhythm in rhythms}
    since = min((taste.since for taste in tastes.values()), default=until)
    topics, cases, known = _look_up(tastes, _list_candidates(since, until))
    for who, some in lines.items():
        known[who].update(("topic", line.topic_id) for line in some)
    shelves = ((Shelf(topics), MOST_TOPICS), (Shelf(cases), MOST_CASES))
    wanted = {who: [shelf.best_for(taste, most + SPARE, known[who]) for shelf, most in shelves]
              for who, taste in tastes.items()}
    shown = {who: some[:MOST_LINES] for who, some in lines.items()}
    seen, leads = _list_seen(
        {(*each.key, who) for who, (some, more) in wanted.items() for each in (*some, *more)},
        {line.target_id for some in shown.values() for line in some if line.topic_id})
    return [Contents(rhythm, shown.get(rhythm.person_id, ()), *(
        [each for each in some if (*each.key, rhythm.person_id) in seen][:most]
        for some, (_, most) in zip(wanted[rhythm.person_id], shelves, strict=True)), leads=leads)
        for rhythm in rhythms]


@lru_cache(maxsize=4000)
def lead_of(html: str) -> str:
    """What is new is in many digests."""
    return lead(running(html))


def _list_rhythms(people: Collection[int]) -> Sequence[Rhythm]:
    query = select(Rhythm).join(Rhythm.person).where(
        Rhythm.person_id.in_(people), Person.active.is_(True), Person.confirmed_at.is_not(None))
    return db.session.scalars(query.options(
        joinedload(Rhythm.person)).order_by(Rhythm.person_id)).all()


def _taste_of(rhythm: Rhythm) -> Taste:
    """What else these people care for is looked up together with what they know."""
    return Taste(rhythm.person_id, frozenset(rhythm.person.languages),
                 max(rhythm.told_until, now() - OLDEST))


def _may_be_mailed() -> ColumnElement[bool]:
    """Not about a post of a space that wants nothing of its own in e-mails."""
    kept_back = exists().where(
        Post.id == Notice.target_id, Topic.id == Post.topic_id, Space.id == Topic.space_id,
        Space.letters_without_content.is_(True)).correlate(Notice)
    return (Notice.target_kind != "post") | ~kept_back


def _list_candidates(since: datetime, until: datetime) -> list[Candidate]:
    """Topics in which something was written in this time, and cases published in it; one query."""
    topics, cases = _topics(since, until).subquery(), _cases(since, until).subquery()
    rows = db.session.execute(union_all(select(topics), select(cases)))
    return sorted((Candidate(*row[:6], opened_at=row.opened_at, space_id=row.space_id,
                             space=row.space, is_question=row.is_question,
                             is_solved=row.is_solved, answers=row.answers) for row in rows),
                  key=lambda each: each.at, reverse=True)


def _topics(since: datetime, until: datetime) -> Select[Any]:
    query = select(
        literal("topic").label("kind"), Topic.id, Topic.title, Topic.language, Topic.author_id,
        Topic.last_post_at, Topic.created_at.label("opened_at"), Topic.space_id,
        Space.name.label("space"), (Topic.kind == "question").label("is_question"),
        Topic.accepted_post_id.is_not(None).label("is_solved"),
        (Topic.post_count - 1).label("answers"))
    return query.join(Space, Space.id == Topic.space_id).where(
        Topic.last_post_at > since, Topic.created_at <= until,
        Topic.archived_at.is_(None), Topic.merged_into_id.is_(None),
        Space.letters_without_content.is_(False),
    ).order_by(Topic.last_post_at.desc()).limit(MOST_CANDIDATES)


def _cases(since: datetime, until: datetime) -> Select[Any]:
    query = select(
        literal("case"), Case.id, Case.title, Case.language, Case.author_id, Case.published_at,
        Case.created_at, literal(0), literal(""), false(), false(), literal(0))
    return query.where(
        Case.published_at > since, Case.published_at <= until, Case.status == "published",
    ).order_by(Case.published_at.desc()).limit(MOST_CANDIDATES)


def _look_up(tastes: Mapping[int, Taste], found: Sequence[Candidate],
             ) -> tuple[list[Candidate], list[Candidate], dict[int, set[Key]]]:
    """Topics and cases with what they are filed under, and which of them these people know; their
    tastes are filled in. One query."""
    topics = [each.id for each in found if each.kind == "topic"]
    cases = [each.id for each in found if each.kind == "case"]
    labels: Labels = defaultdict(lambda: {"themes": [], "regions": []})
    known: dict[int, set[Key]] = defaultdict(set)
    for what, who, kind, number, code, level, is_chosen in db.session.execute(union_all(
            *_cared_for(tastes), *_labels(topics, cases), *_known(tastes, topics))):
        if what == "own":
            getattr(tastes[who], kind).add(code)
        elif what == "choice":
            tastes[who].choices[kind, code or number] = Choice(kind, Level(level), is_chosen)
        elif what == "known":
            known[who].add((kind, number))
        else:
            labels[kind, number][what].append(code)
    both = {"topic": [], "case": []}
    for each in found:
        both[each.kind].append(_labelled(each, labels))
    return both["topic"], both["case"], known


def _cared_for(people: Collection[int]) -> list[Select[Any]]:
    """What their profiles say, and what they chose to follow or not to."""
    own = [select(literal("own"), table.person_id, literal(part), literal(0), table.code, *NO_LEVEL)
           .where(table.person_id.in_(people))
           for part, table in (("themes", PersonTheme), ("regions", PersonRegion))]
    return [*own, select(
        literal("choice"), Following.person_id, Following.kind, Following.target_id,
        Following.code, Following.level, Following.is_chosen).where(
        Following.person_id.in_(people))]


def _labels(topics: Collection[int], cases: Collection[int]) -> list[Select[Any]]:
    """What these topics and cases are filed under."""
    parts = (("themes", "topic", TopicTheme, TopicTheme.topic_id, topics),
             ("regions", "topic", TopicRegion, TopicRegion.topic_id, topics),
             ("themes", "case", CaseTheme, CaseTheme.case_id, cases),
             ("regions", "case", CaseRegion, CaseRegion.case_id, cases))
    return [select(literal(part), literal(0), literal(kind), owner, table.code, *NO_LEVEL).where(
        owner.in_(ids)) for part, kind, table, owner, ids in parts]


def _known(people: Collection[int], topics: Collection[int]) -> list[Select[Any]]:
    """Which of these topics each of them has read to the end, and about which of them, or of new
    cases, they were mailed since their last digest."""
    def as_known(who: Any, kind: str, number: Any) -> Select[Any]:
        return select(literal("known"), who, literal(kind), number, literal(""), *NO_LEVEL)

    return [
        as_known(ReadingPosition.person_id, "topic", ReadingPosition.topic_id).join(
            Topic, Topic.id == ReadingPosition.topic_id).where(
            ReadingPosition.person_id.in_(people), Topic.id.in_(topics),
            ReadingPosition.count >= Topic.post_count),
        as_known(Notice.person_id, "topic", Post.topic_id).join(
            Post, Post.id == Notice.target_id).join(
            Rhythm, Rhythm.person_id == Notice.person_id).where(
            Notice.person_id.in_(people), Notice.target_kind == "post",
            Notice.mailed_at > Rhythm.told_until, Post.topic_id.in_(topics)),
        as_known(Notice.person_id, "case", Notice.target_id).join(
            Rhythm, Rhythm.person_id == Notice.person_id).where(
            Notice.person_id.in_(people), Notice.kind == "new_case",
            Notice.mailed_at > Rhythm.told_until)]


def _labelled(candidate: Candidate, labels: Labels) -> Candidate:
    own = labels[candidate.key]
    return replace(candidate, themes=frozenset(with_ancestors(own["themes"])),
                   regions=tuple(own["regions"]))


def _list_seen(wanted: Collection[Seen], posts: Collection[int],
               ) -> tuple[set[Seen], dict[Key, str]]:
    """Of these topics and cases, those that these people may see, and the first sentences of all
    and of these posts; one query."""
    seen: set[Seen] = set()
    leads: dict[Key, str] = {}
    for kind, number, who, html in db.session.execute(union_all(
            *_visible(wanted), *_begun(wanted, posts))):
        if who:
            seen.add((kind, number, who))
        else:
            leads[kind, number] = lead_of(html)
    return seen, leads


def _visible(wanted: Collection[Seen]) -> Iterator[Select[Any]]:
    """Begins with the pairs: a database that does not know its tables yet would try every topic
    with everybody."""
    for kind, table, rule in (("topic", Topic, visible_topics), ("case", Case, visible_cases)):
        if pairs := sorted((which, who) for each, which, who in wanted if each == kind):
            asked = values(  # numbers of ours: written out, they need not be bound one by one
                column("which", Integer), column("who", Integer), name=f"asked_{kind}",
                literal_binds=True).data(pairs).cte(f"asked_{kind}")
            yield select(literal(kind), table.id, Person.id, literal("")).select_from(asked).join(
                table, table.id == asked.c.which).join(
                Person, Person.id == asked.c.who).where(rule(Person))


def _begun(wanted: Collection[Seen], posts: Collection[int]) -> list[Select[Any]]:
    topics, cases = ({number for each, number, _ in wanted if each == kind}
                     for kind in ("topic", "case"))
    return [
        select(literal("post"), Post.id, literal(0), Post.html).where(
            Post.id.in_(posts), Post.deleted_at.is_(None)),
        select(literal("topic"), Post.topic_id, literal(0), Post.html).where(
            Post.topic_id.in_(topics), Post.number == 1, Post.deleted_at.is_(None)),
        select(literal("case"), Case.id, literal(0), Case.summary).where(Case.id.in_(cases))]


def waits_for_digest(until: datetime) -> tuple[ColumnElement[bool], ...]:
    """New cases stand in a digest by themselves."""
    return (Notice.kind != "new_case", Notice.channel == Channel.DIGEST.value,
            Notice.read_at.is_(None), Notice.mailed_at.is_(None), Notice.created_at <= until,
            Notice.created_at > until - OLDEST)
