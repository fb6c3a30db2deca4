"""Reads of personal digests: for many people at once, in few queries whatever their number."""
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, Integer, column, exists, literal, select, union_all, values
from sqlalchemy.orm import joinedload

from cop.base.clock import now
from cop.base.db import db
from cop.base.text import lead, plain
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
    tastes, lines = _list_tastes(rhythms), list_lines_of_many(
        [rhythm.person for rhythm in rhythms], *waits_for_digest(until), _may_be_mailed())
    since = min((taste.since for taste in tastes.values()), default=until)
    topics, cases = _list_candidates(since, until)
    known = _list_known(tastes, [each.id for each in topics])
    for who, some in lines.items():
        known[who].update(("topic", line.topic_id) for line in some)
    shelves = ((Shelf(topics), MOST_TOPICS), (Shelf(cases), MOST_CASES))
    wanted = {who: [shelf.best_for(taste, most + SPARE, known[who]) for shelf, most in shelves]
              for who, taste in tastes.items()}
    seen = _list_visible({(*each.key, who) for who, (some, more) in wanted.items()
                          for each in (*some, *more)})
    return _with_leads([Contents(rhythm, lines.get(rhythm.person_id, ())[:MOST_LINES], *(
        [each for each in some if (*each.key, rhythm.person_id) in seen][:most]
        for some, (_, most) in zip(wanted[rhythm.person_id], shelves, strict=True)))
        for rhythm in rhythms])


def _with_leads(found: Sequence[Contents]) -> list[Contents]:
    """One query for all of them."""
    posts = {line.target_id for each in found for line in each.lines if line.topic_id}
    topics, cases = ({it.id for each in found for it in getattr(each, kind)}
                     for kind in ("topics", "cases"))
    rows = db.session.execute(union_all(
        select(literal("post"), Post.id, Post.html).where(
            Post.id.in_(posts), Post.deleted_at.is_(None)),
        select(literal("topic"), Post.topic_id, Post.html).where(
            Post.topic_id.in_(topics), Post.number == 1, Post.deleted_at.is_(None)),
        select(literal("case"), Case.id, Case.summary).where(Case.id.in_(cases))))
    leads = {(kind, number): lead_of(html) for kind, number, html in rows}
    return [replace(each, leads=leads) for each in found]


@lru_cache(maxsize=4000)
def lead_of(html: str) -> str:
    """What is new is in many digests."""
    return lead(plain(html))


def _list_rhythms(people: Collection[int]) -> Sequence[Rhythm]:
    query = select(Rhythm).join(Rhythm.person).where(
        Rhythm.person_id.in_(people), Person.active.is_(True), Person.confirmed_at.is_not(None))
    return db.session.scalars(query.options(
        joinedload(Rhythm.person)).order_by(Rhythm.person_id)).all()


def _list_tastes(rhythms: Sequence[Rhythm]) -> dict[int, Taste]:
    """What these people care for, in one query."""
    oldest = now() - OLDEST
    tastes = {rhythm.person_id: Taste(
        rhythm.person_id, frozenset(rhythm.person.languages), max(rhythm.told_until, oldest))
        for rhythm in rhythms}
    nothing = (literal(0), literal(0), literal(True))
    rows = db.session.execute(union_all(
        select(PersonTheme.person_id, literal("own_theme"), PersonTheme.code, *nothing).where(
            PersonTheme.person_id.in_(tastes)),
        select(PersonRegion.person_id, literal("region"), PersonRegion.code, *nothing).where(
            PersonRegion.person_id.in_(tastes)),
        select(Following.person_id, Following.kind, Following.code, Following.target_id,
               Following.level, Following.is_chosen).where(Following.person_id.in_(tastes))))
    for who, kind, code, target_id, level, is_chosen in rows:
        if kind == "own_theme":
            tastes[who].themes.add(code)
        elif kind == "region":
            tastes[who].regions.add(code)
        else:
            tastes[who].choices[kind, code or target_id] = Choice(kind, Level(level), is_chosen)
    return tastes


def _may_be_mailed() -> ColumnElement[bool]:
    """Not about a post of a space that wants nothing of its own in e-mails."""
    kept_back = exists().where(
        Post.id == Notice.target_id, Topic.id == Post.topic_id, Space.id == Topic.space_id,
        Space.letters_without_content.is_(True)).correlate(Notice)
    return (Notice.target_kind != "post") | ~kept_back


def _list_candidates(since: datetime, until: datetime) -> tuple[list[Candidate], list[Candidate]]:
    """Topics in which something was written in this time, and cases published in it."""
    topics, cases = _list_topics(since, until), _list_cases(since, until)
    labels = _list_labels([each.id for each in topics], [each.id for each in cases])
    return ([_labelled(each, labels) for each in topics],
            [_labelled(each, labels) for each in cases])


def _list_topics(since: datetime, until: datetime) -> list[Candidate]:
    rows = db.session.execute(
        select(Topic.id, Topic.title, Topic.language, Topic.author_id, Topic.last_post_at,
               Topic.created_at, Topic.space_id, Space.name, Topic.kind, Topic.accepted_post_id,
               Topic.post_count).join(Space, Space.id == Topic.space_id)
        .where(Topic.last_post_at > since, Topic.created_at <= until,
               Topic.archived_at.is_(None), Topic.merged_into_id.is_(None),
               Space.letters_without_content.is_(False))
        .order_by(Topic.last_post_at.desc()).limit(MOST_CANDIDATES))
    return [Candidate(
        "topic", row.id, row.title, row.language, row.author_id, row.last_post_at,
        opened_at=row.created_at, space_id=row.space_id, space=row.name,
        is_question=row.kind == "question", is_solved=row.accepted_post_id is not None,
        answers=row.post_count - 1) for row in rows]


def _list_cases(since: datetime, until: datetime) -> list[Candidate]:
    rows = db.session.execute(
        select(Case.id, Case.title, Case.language, Case.author_id, Case.published_at)
        .where(Case.published_at > since, Case.published_at <= until, Case.status == "published")
        .order_by(Case.published_at.desc()).limit(MOST_CANDIDATES))
    return [Candidate("case", *row) for row in rows]


def _list_labels(topics: Sequence[int], cases: Sequence[int]) -> Labels:
    """What they are filed under, in one query."""
    parts = ((TopicTheme, TopicTheme.topic_id, "topic", "themes", topics),
             (TopicRegion, TopicRegion.topic_id, "topic", "regions", topics),
             (CaseTheme, CaseTheme.case_id, "case", "themes", cases),
             (CaseRegion, CaseRegion.case_id, "case", "regions", cases))
    rows = db.session.execute(union_all(*(
        select(literal(kind), owner, literal(part), table.code).where(owner.in_(ids))
        for table, owner, kind, part, ids in parts)))
    labels: Labels = defaultdict(lambda: {"themes": [], "regions": []})
    for kind, owner, part, code in rows:
        labels[kind, owner][part].append(code)
    return labels


def _labelled(candidate: Candidate, labels: Labels) -> Candidate:
    own = labels[candidate.key]
    return replace(candidate, themes=frozenset(with_ancestors(own["themes"])),
                   regions=tuple(own["regions"]))


def _list_known(tastes: Mapping[int, Taste], topics: Sequence[int]) -> dict[int, set[Key]]:
    """Which of these topics each of them has read to the end, and about which of them, or of new
    cases, they were mailed since their last digest; one query."""
    read = select(literal("topic"), ReadingPosition.person_id, ReadingPosition.topic_id).join(
        Topic, Topic.id == ReadingPosition.topic_id).where(
        ReadingPosition.person_id.in_(tastes), Topic.id.in_(topics),
        ReadingPosition.count >= Topic.post_count)
    mailed = select(literal("topic"), Notice.person_id, Post.topic_id).join(
        Post, Post.id == Notice.target_id).join(
        Rhythm, Rhythm.person_id == Notice.person_id).where(
        Notice.person_id.in_(tastes), Notice.target_kind == "post",
        Notice.mailed_at > Rhythm.told_until, Post.topic_id.in_(topics))
    cases = select(literal("case"), Notice.person_id, Notice.target_id).join(
        Rhythm, Rhythm.person_id == Notice.person_id).where(
        Notice.person_id.in_(tastes), Notice.kind == "new_case",
        Notice.mailed_at > Rhythm.told_until)
    known: dict[int, set[Key]] = defaultdict(set)
    for kind, who, number in db.session.execute(union_all(read, mailed, cases)):
        known[who].add((kind, number))
    return known


def _list_visible(wanted: Collection[Seen]) -> set[Seen]:
    """Of these topics and cases, those that these people may see; one query that begins with the
    pairs: a database that does not know its tables yet would try every topic with everybody."""
    parts = []
    for kind, table, rule in (("topic", Topic, visible_topics), ("case", Case, visible_cases)):
        pairs = sorted((which, who) for each, which, who in wanted if each == kind)
        if pairs:
            asked = values(  # numbers of ours: written out, they need not be bound one by one
                column("which", Integer), column("who", Integer), name=f"asked_{kind}",
                literal_binds=True).data(pairs).cte(f"asked_{kind}")
            parts.append(select(literal(kind), table.id, Person.id).select_from(asked).join(
                table, table.id == asked.c.which).join(
                Person, Person.id == asked.c.who).where(rule(Person)))
    return set(map(tuple, db.session.execute(union_all(*parts)))) if parts else set()


def waits_for_digest(until: datetime) -> tuple[ColumnElement[bool], ...]:
    """New cases stand in a digest by themselves."""
    return (Notice.kind != "new_case", Notice.channel == Channel.DIGEST.value,
            Notice.read_at.is_(None), Notice.mailed_at.is_(None), Notice.created_at <= until,
            Notice.created_at > until - OLDEST)
