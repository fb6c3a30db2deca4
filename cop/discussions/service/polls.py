"""Everything that changes polls. Who may do it, and who sees results, is said in `policy.py`."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.verdict import require
from cop.discussions.models.polls import Ballot, BallotChoice, Poll, PollOption
from cop.discussions.models.topics import Topic
from cop.discussions.policy import may_close_poll, may_remove_poll, may_set_poll, may_vote
from cop.discussions.queries.polls import find_ballot, has_ballots
from cop.discussions.texts import line_problem, tidy_title
from cop.people.models import Person
from cop.people.zones import zone_of_person
from cop.vocabulary.zones import begin_of

FEWEST_OPTIONS, MOST_OPTIONS = 2, 12
LONGEST_QUESTION, LONGEST_OPTION = 200, 150


@dataclass(frozen=True, kw_only=True)
class PollPlan:
    """A poll as somebody wants it to be. It closes at the end of `closes_on` in their time.
    Without a question of its own it asks what the title of its topic asks."""

    options: Sequence[str]
    question: str = ""
    is_multiple: bool = False
    is_named: bool = False
    shown_at_end: bool = False
    closes_on: date | None = None


def set_poll(author: Person, topic: Topic, plan: PollPlan) -> Poll:
    """Ask something in a topic; it takes the place of a poll in which nobody has voted."""
    _hold_topic(topic)
    old = db.session.scalar(select(Poll).where(Poll.topic_id == topic.id))
    require(may_set_poll(author, topic, has_votes=old is not None and has_ballots(old)))
    problems = poll_problems(author, plan)
    if problems:
        raise Invalid(problems)
    if old:
        db.session.delete(old)
        db.session.flush()
    ends = plan.closes_on and begin_of(plan.closes_on + timedelta(days=1),
                                        zone_of_person(author))
    poll = add(Poll(
        topic_id=topic.id, question=tidy_title(plan.question), is_multiple=plan.is_multiple,
        is_named=plan.is_named, shown_at_end=plan.shown_at_end, closes_at=ends))
    db.session.add_all(PollOption(poll_id=poll.id, words=words) for words in _tidy(plan.options))
    db.session.expire(topic, ["poll"])
    return poll


def vote(person: Person, poll: Poll, option_ids: Iterable[int]) -> Ballot:
    """Choose, or choose anew. Of two at once, the second waits until the first is counted."""
    _hold(poll)
    require(may_vote(person, poll))
    chosen = set(option_ids) & {option.id for option in poll.options}
    if not chosen:
        raise Invalid({"option": _("Please choose an answer.")})
    if len(chosen) > 1 and not poll.is_multiple:
        raise Invalid({"option": _("This poll takes one answer.")})
    ballot = find_ballot(poll, person) or add(Ballot(poll_id=poll.id, person_id=person.id))
    ballot.choices = [choice for choice in ballot.choices if choice.option_id in chosen]
    known = {choice.option_id for choice in ballot.choices}
    ballot.choices += [BallotChoice(option_id=option_id) for option_id in sorted(chosen - known)]
    return ballot


def close_poll(person: Person, poll: Poll) -> None:
    """Let nobody vote any more; what came of it is shown."""
    _hold(poll)
    require(may_close_poll(person, poll))
    poll.closed_at = now()
    if person.id != poll.topic.author_id:
        record(person.id, "poll.closed", poll)
    forget_voters()


def remove_poll(person: Person, poll: Poll) -> None:
    _hold(poll)
    require(may_remove_poll(person, poll, has_votes=has_ballots(poll)))
    if person.id != poll.topic.author_id:
        record(person.id, "poll.removed", poll)
    db.session.delete(poll)


def forget_voters() -> None:
    """Cut the link between ballots and people in anonymous polls that have ended."""
    ended = select(Poll.id).where(
        Poll.is_named.is_(False), Poll.closed_at.is_not(None) | (Poll.closes_at <= now()))
    db.session.flush()
    db.session.execute(update(Ballot).where(
        Ballot.poll_id.in_(ended), Ballot.person_id.is_not(None)).values(person_id=None))


def poll_problems(author: Person, plan: PollPlan) -> dict[str, str]:
    """field → why this cannot be a poll; empty when it can."""
    today = now().astimezone(zone_of_person(author)).date()
    problems = {
        "question": line_problem(tidy_title(plan.question), most=LONGEST_QUESTION, missing=""),
        "options": _options_problem(_tidy(plan.options)),
        "closes_on": _("This day is over.") if plan.closes_on and plan.closes_on < today else "",
    }
    return {field: sentence for field, sentence in problems.items() if sentence}


def _options_problem(options: Sequence[str]) -> str:
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        return _("A poll has %(fewest)s to %(most)s answers, one on each line.",
                 fewest=FEWEST_OPTIONS, most=MOST_OPTIONS)
    if len({words.casefold() for words in options}) < len(options):
        return _("The same answer stands there twice.")
    long = max(options, key=len)
    return line_problem(long, most=LONGEST_OPTION, missing="")


def _tidy(options: Iterable[str]) -> list[str]:
    return [words for option in options if (words := tidy_title(option))]


def _hold(poll: Poll) -> None:
    """Nobody else votes or changes the poll until this is stored."""
    db.session.execute(select(Poll.id).where(Poll.id == poll.id).with_for_update())
    db.session.refresh(poll)


def _hold_topic(topic: Topic) -> None:
    db.session.execute(select(Topic.id).where(Topic.id == topic.id).with_for_update())
