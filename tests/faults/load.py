"""Writers and readers as they come through a proxy, and what must be true after all they did.

As nginx does by itself: each request on a connection of its own; where a process refuses it, or a
page that only reads is cut off before it begins, the next one is asked; a page cut off in its
middle is an error for the person, and so is a deed, of which nobody knows whether it was done.
"""
import random
import secrets
import threading
import time
from dataclasses import dataclass, field

import requests
from sqlalchemy import func, select

from cop.base import counts
from cop.base.clock import now
from cop.base.db import add, begin_writing, db
from cop.base.jobs import Job
from cop.base.mail_tables import Letter
from cop.base.site import decide
from cop.discussions.models.topics import Post, Topic
from cop.notifications.models import Rhythm
from cop.search.service import keeping
from tests.faults.installation import Member
from tests.tree_check import is_sound

#: Seconds between what one person writes. Whoever writes fifteen times a minute is refused (429).
WRITES_EVERY = 5


@dataclass
class Answers:
    """What came of all requests."""

    good: int = 0
    errors: list[str] = field(default_factory=list)
    longest_wait: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def rate(self):
        return len(self.errors) / max(self.good + len(self.errors), 1)

    def note(self, took, error=""):
        with self.lock:
            self.longest_wait = max(self.longest_wait, took)
            if error:
                self.errors.append(error)
            else:
                self.good += 1


class ThroughProxy(Member):
    """Somebody who is served by whichever web process is there."""

    def __init__(self, urls, email, answers):
        self.urls, self.answers = list(urls), answers
        super().__init__(urls[0], email)

    def ask(self, method, path, *, is_ok, **more):
        """The answer, or None where it was an error. `is_ok` judges the status."""
        began = time.monotonic()
        for url in random.sample(self.urls, len(self.urls)):
            try:
                answer = self.session.request(
                    method, url + path, timeout=(3, 20), allow_redirects=False,
                    headers={"Connection": "close"}, **more)
            except (requests.ConnectionError, requests.Timeout) as problem:
                was_begun = "refused" not in str(problem)
                if method == "POST" and was_begun:
                    return self.answers.note(time.monotonic() - began, f"POST cut: {problem}"[:120])
                continue
            except requests.RequestException as problem:  # in the middle of the page: half is shown
                return self.answers.note(
                    time.monotonic() - began, f"{method} half answered: {problem}"[:120])
            ok = is_ok(answer.status_code)
            said = "" if ok else f"{method} {path}: {answer.status_code}"
            self.answers.note(time.monotonic() - began, said)
            return answer if ok else None
        time.sleep(0.3)  # as people do
        return self.answers.note(time.monotonic() - began, f"{method} {path}: nobody there")


def prepare_people(community, number):
    """So many writers with a topic each, whose author gets a letter for each answer."""
    with community.here() as make:
        begin_writing()  # a worker may be at work
        decide("letters_a_day", 1000)
        space, found = make.space(), []
        for turn in range(number):
            opener = make.member(space, f"Olga {turn}")
            add(Rhythm(person_id=opener.id, frequency="never", quiet_from=0, quiet_until=0,
                       rests_on_weekends=False, stop_key=secrets.token_hex(8)))
            topic = make.topic(space, opener, title=f"Question {turn}")
            writer = community.member(space, f"Ada {turn}")
            db.session.flush()
            found.append((writer.email, topic.id, f"/topics/{topic.id}-{topic.slug}"))
        return found


def write_and_read(member, topic_id, path, over):
    """One answer, and its page on whichever process; then three pages of others; then a rest."""
    over.wait(random.uniform(0, WRITES_EVERY))
    while not over.is_set():
        began = time.monotonic()
        words = f"An answer {secrets.token_hex(8)} of mine."
        answer = member.ask("POST", f"/topics/{topic_id}/posts", is_ok=lambda status: status == 302,
                            data={"csrf_token": member.token, "source": words, "language": "en"})
        if answer is not None:
            member.acknowledged.append(words)
            page = member.ask("GET", f"{path}?page=last", is_ok=lambda status: status == 200)
            assert page is None or words in page.text, "who wrote does not see it"
        for other in ("/", "/topics", path):
            member.ask("GET", other, is_ok=lambda status: status == 200)
        over.wait(max(began + WRITES_EVERY - time.monotonic(), 0))


def all_is_well(community, members, letters=None, kills=0):
    """Wait until everything ordered is done; then look at everything. What failed meanwhile is
    tried again at once, as an administrator does who does not want to wait."""
    with community.here():
        try_again_now()
        wait_until_everything_is_done()
        written = [words for member in members for words in member.acknowledged]
        there = db.session.scalars(select(Post.source)).all()
        lost = [words for words in set(written) if there.count(words) != written.count(words)]
        assert not lost, f"{len(lost)} of {len(written)} acknowledged are not there, once"
        assert counts.list_wrong() == []
        for topic in db.session.scalars(select(Topic)):
            assert is_sound(topic)
        differing = {kind: found for kind, found in keeping.compare().items() if found}
        # made by the test itself, which tells nobody:
        differing = {kind: found for kind, found in differing.items() if kind in ("topic", "post")}
        assert not differing, differing
        if letters is not None:
            check_letters(letters, kills)


def try_again_now():
    db.session.rollback()
    begin_writing()
    db.session.query(Job).filter(Job.attempts > 0, Job.leased_until.is_(None)).update(
        {"due_at": now()})
    db.session.commit()


def wait_until_everything_is_done(patience=60):
    """However much that is on a busy machine; within a minute some of it has to be."""
    left, fewest, until = count_waiting(), float("inf"), time.monotonic() + patience
    while left:
        if left < fewest:
            fewest, until = left, time.monotonic() + patience
        assert time.monotonic() < until, f"of {left} orders none was done for {patience} s"
        time.sleep(0.3)
        left = count_waiting()


def count_waiting():
    db.session.rollback()
    if db.session.query(Job).filter(Job.attempts > 0, Job.due_at > now()).count():
        try_again_now()
    assert not db.session.scalar(select(func.count(Job.id)).where(Job.parked_at.is_not(None)))
    return db.session.scalar(select(func.count(Job.id)).where(
        Job.parked_at.is_(None), Job.due_at <= now()))


def check_letters(letters, kills):
    """One for each answer, sent; at most the one in flight twice for each kill."""
    answers = db.session.scalar(select(func.count(Post.id)).where(Post.number > 1))
    outcomes = dict(db.session.execute(
        select(Letter.outcome, func.count(Letter.id)).group_by(Letter.outcome)).all())
    assert outcomes == {"sent": answers}, (outcomes, answers)
    ids = db.session.scalars(select(Letter.message_id)).all()
    assert set(ids) == set(letters), (len(set(ids) - set(letters)), len(set(letters) - set(ids)))
    twice = sum(letters.values()) - len(letters)
    assert twice <= kills, f"{twice} were repeated, with {kills} kills"
