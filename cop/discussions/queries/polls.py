"""Reads polls: as a page shows them, and for who votes or changes them."""
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import contains_eager

from cop.base.db import db, one
from cop.base.verdict import Verdict
from cop.discussions.models.polls import Ballot, BallotChoice, Poll, PollOption
from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import may_see_results, visible_topics
from cop.people.models import Person, Reader, Visitor
from cop.people.zones import zone_of_person

#: Of those who voted with their name, so many are named for each answer.
MOST_NAMED = 50


@dataclass
class Answer:
    """An answer with its votes, as far as the reader may see them."""

    option: PollOption
    votes: int
    is_mine: bool
    names: list[str] = field(default_factory=list)


@dataclass
class Count:
    """A poll as a page shows it. `results` says why there are none to see yet."""

    poll: Poll
    voters: int
    answers: list[Answer] = field(default_factory=list)
    results: Verdict = field(default_factory=Verdict)
    #: The last minute to vote, in the reader's time.
    last_minute: datetime | None = None

    @property
    def has_voted(self) -> bool:
        return any(answer.is_mine for answer in self.answers)

    def percent(self, answer: Answer) -> int:
        """The share of all who voted; with several answers they add up to more than 100."""
        return round(100 * answer.votes / self.voters) if self.voters else 0


def count_poll(reader: Person | Visitor, topic: Topic) -> Count | None:
    """The poll of a topic that was read with `get_topic`: one query."""
    if topic.poll is None:
        return None
    poll = topic.poll
    count = _count_named(poll, reader) if poll.is_named else _count_secret(poll, reader)
    if poll.closes_at and not poll.has_ended:
        count.last_minute = _last_minute(poll.closes_at, reader)
    count.results = may_see_results(poll, count.voters, has_voted=count.has_voted)
    return count


def get_poll(reader: Reader, topic_id: int) -> Poll:
    """A poll whose topic the reader may see, and whose opening post is still there."""
    opening = select(Post.id).where(
        Post.topic_id == Poll.topic_id, Post.number == 1, Post.deleted_at.is_(None))
    query = select(Poll).join(Poll.topic).where(
        Poll.topic_id == topic_id, visible_topics(reader), opening.correlate(Poll).exists())
    return one(query.options(contains_eager(Poll.topic)))


def find_ballot(poll: Poll, person: Person) -> Ballot | None:
    return db.session.scalar(
        select(Ballot).where(Ballot.poll_id == poll.id, Ballot.person_id == person.id))


def has_ballots(poll: Poll) -> bool:
    return db.session.scalar(select(exists().where(Ballot.poll_id == poll.id)))


def _count_secret(poll: Poll, reader: Person | Visitor) -> Count:
    """Counted by the database: who chose what does not leave it."""
    voters = select(func.count(Ballot.id)).where(Ballot.poll_id == poll.id).scalar_subquery()
    own = select(func.count(BallotChoice.option_id)).join(
        Ballot, Ballot.id == BallotChoice.ballot_id).where(
        BallotChoice.option_id == PollOption.id, Ballot.person_id == (reader.id or 0))
    votes = select(func.count(BallotChoice.ballot_id)).where(
        BallotChoice.option_id == PollOption.id)
    rows = db.session.execute(select(
        PollOption, votes.correlate(PollOption).scalar_subquery(),
        own.correlate(PollOption).scalar_subquery(), voters,
    ).where(PollOption.poll_id == poll.id).order_by(PollOption.id)).all()
    return Count(poll, rows[0][3] if rows else 0,
                 [Answer(option, number, bool(mine)) for option, number, mine, _voters in rows])


def _count_named(poll: Poll, reader: Person | Visitor) -> Count:
    """Every choice with the name behind it, in the order in which people voted."""
    query = select(PollOption, Ballot.id, Ballot.person_id, Person.name).select_from(
        PollOption).outerjoin(BallotChoice, BallotChoice.option_id == PollOption.id).outerjoin(
        Ballot, Ballot.id == BallotChoice.ballot_id).outerjoin(Ballot.person)
    rows = db.session.execute(
        query.where(PollOption.poll_id == poll.id).order_by(PollOption.id, Ballot.id)).all()
    answers = {option.id: Answer(option, 0, False) for option, *_rest in rows}
    for option, ballot_id, person_id, name in rows:
        answer = answers[option.id]
        answer.votes += ballot_id is not None
        answer.is_mine |= person_id is not None and person_id == reader.id
        if name and reader.is_signed_in and len(answer.names) < MOST_NAMED:
            answer.names.append(name)
    ballots = {ballot_id for _option, ballot_id, *_rest in rows} - {None}
    return Count(poll, len(ballots), list(answers.values()))


def _last_minute(end: datetime, reader: Person | Visitor) -> datetime:
    return (end - timedelta(minutes=1)).astimezone(zone_of_person(reader))
