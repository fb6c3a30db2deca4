"""`python -m bench.digests`: a run of personal digests for many members, its worker killed twice.

The worker is a real process, the mail server a real one (aiosmtpd). tests/http/notifications runs
the same with fewer members.
"""
import argparse
import os
import platform
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.parser import BytesHeaderParser
from pathlib import Path
from threading import Event

from aiosmtpd.controller import Controller
from sqlalchemy import insert

from config import Config
from cop import ROOT, create_app
from cop.base.clock import now
from cop.base.db import db
from cop.base.schema import upgrade
from cop.discussions.models.topics import Post, Topic, TopicTheme
from cop.notifications.models import Notice, Rhythm
from cop.people.models import Person, PersonRegion, PersonTheme
from cop.spaces.models import Following, Membership, Space

SPACES, TOPICS = 40, 300
THEMES = ("outreach", "apprenticeship", "neet", "employment-services")
WORDS = ("We call whoever missed an appointment within two days, and it works in the big offices. "
         "What do you do where nobody has the time to call? " * 3)
REGIONS = ("ITH3", "ITI1", "FI1B", "SE11")
READER = BytesHeaderParser()
PATIENCE = 60  # seconds without a letter: then something is wrong


@dataclass
class Office:
    """Takes letters as a mail server does, and kills the worker while it takes these ones."""

    kills: Sequence[int] = ()
    worker: subprocess.Popen | None = None
    taken: list[tuple[str, str]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    news: Event = field(default_factory=Event)

    async def handle_DATA(self, _server, _session, envelope):
        message = READER.parsebytes(envelope.content)
        self.taken.append((message["To"], message["Message-ID"]))
        self.sizes.append(len(envelope.content))
        self.news.set()
        if len(self.taken) in self.kills and self.worker:
            os.kill(self.worker.pid, signal.SIGKILL)
        return "250 OK"

    @property
    def repeated(self) -> int:
        return sum(Counter(self.taken).values()) - len(set(self.taken))


@dataclass(frozen=True)
class Run:
    seconds: float
    letters: int
    repeated: int
    restarts: int
    kilobytes: float
    busy: float  # seconds of processor time of all workers


@contextmanager
def mail_server(office: Office) -> Iterator[str]:
    """Its address, for COP_MAIL_URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


def run(environment: Mapping[str, str], members: int, kills: Sequence[int]) -> Run:
    """Let a worker send every member their digest; killed while it sends these letters, another
    one goes on."""
    office, busy = Office(kills), _busy()
    with mail_server(office) as address:
        begun = time.monotonic()
        office.worker = _start(environment | {"COP_MAIL_URL": address})
        try:
            restarts = _wait(office, members, environment | {"COP_MAIL_URL": address})
            seconds = time.monotonic() - begun
            time.sleep(1)  # would anything else come?
        finally:
            office.worker.terminate()
            office.worker.wait(timeout=30)
    return Run(seconds, len(set(office.taken)), office.repeated, restarts,
               sum(office.sizes) / max(len(office.sizes), 1) / 1000, _busy() - busy)


def _wait(office: Office, members: int, environment: Mapping[str, str]) -> int:
    """Until everybody has theirs, or nothing has come for long. How many workers were killed."""
    restarts, heard = 0, time.monotonic()
    while len(set(office.taken)) < members:
        office.news.clear()
        if office.worker.poll() is not None:
            office.worker = _start(environment)
            restarts += 1
        if office.news.wait(0.5):
            heard = time.monotonic()
        elif time.monotonic() - heard > PATIENCE:
            break
    return restarts


def fill(members: int) -> None:
    """Members whose digest is due, in three spaces each, with topics of the last days; a fifth of
    them has a notice for the digest. One more wrote all of it, and is due nothing."""
    dice, moment, author = random.Random(5), now(), members + 1
    db.session.execute(insert(Space), [
        {"id": n, "slug": f"room-{n}", "name": f"Room {n}",
         "visibility": "private" if n % 4 == 0 else "public"} for n in range(1, SPACES + 1)])
    db.session.execute(insert(Person), [
        {"id": n, "email": f"member{n}@example.org", "fs_uniquifier": f"member-{n}",
         "name": f"Member {n}", "confirmed_at": moment, "languages": ["it", "en"],
         "country": "IT", "interface_language": ("it", "en")[n % 2]}
        for n in range(1, author + 1)])
    _fill_interests(members, dice)
    _fill_topics(author, dice)
    db.session.execute(insert(Rhythm), [
        {"person_id": n, "stop_key": f"key-{n}", "next_at": moment - timedelta(minutes=1),
         "told_until": moment - timedelta(days=7)} for n in range(1, members + 1)])
    db.session.execute(insert(Notice), [
        {"person_id": n, "key": "post:1", "bundle": "new_post/post:1/post:1", "kind": "new_post",
         "target_kind": "post", "target_id": 1, "channel": "digest"}
        for n in range(5, members + 1, 5)])
    db.session.commit()


def _fill_interests(members: int, dice: random.Random) -> None:
    rooms = {n: dice.sample(range(1, SPACES + 1), 3) for n in range(1, members + 1)}
    rows = [{"person_id": n, "space_id": room} for n, some in rooms.items() for room in some]
    db.session.execute(insert(Membership), rows)
    db.session.execute(insert(Following), [
        {"person_id": row["person_id"], "kind": "space", "target_id": row["space_id"], "level": 2,
         "is_chosen": False} for row in rows])
    db.session.execute(insert(PersonTheme), [
        {"person_id": n, "code": THEMES[n % len(THEMES)]} for n in rooms])
    db.session.execute(insert(PersonRegion), [
        {"person_id": n, "code": REGIONS[n % len(REGIONS)]} for n in rooms])


def _fill_topics(author: int, dice: random.Random) -> None:
    """The first one is in an open room and older than any digest."""
    moments = [now() - timedelta(days=dice.uniform(0.1, 6.5)) for _ in range(TOPICS)]
    moments[0] = now() - timedelta(days=20)
    db.session.execute(insert(Topic), [
        {"id": n, "space_id": 1 + n % SPACES, "author_id": author, "language": ("it", "en")[n % 2],
         "kind": ("question", "discussion")[n % 2], "post_count": 1, "created_at": moment,
         "title": f"How do you keep in touch with people after a course, case {n}?",
         "last_post_at": moment} for n, moment in enumerate(moments, 1)])
    db.session.execute(insert(Post), [
        {"id": n, "topic_id": n, "number": 1, "path": "1", "author_id": author, "language": "it",
         "source": WORDS, "html": f"<p>{WORDS}</p>", "created_at": moment}
        for n, moment in enumerate(moments, 1)])
    db.session.execute(insert(TopicTheme), [
        {"topic_id": n, "code": THEMES[n % len(THEMES)]} for n in range(1, TOPICS + 1)])


def _busy() -> float:
    """Processor time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _start(environment: Mapping[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "wsgi", "work"], env=dict(os.environ) | dict(environment),
        cwd=ROOT, stdout=subprocess.DEVNULL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"COP_DATA_DIR": folder, "COP_SECRET_KEY": "for measuring only"}
        app = create_app(Config.from_environment(
            {}, secret_key="for measuring only", data_dir=Path(folder)))
        with app.app_context():
            upgrade(ROOT / "migrations")
            fill(given.members)
        done = run(environment, given.members, (given.members // 3, 2 * given.members // 3))
    print(f"{date.today():%d %B %Y}, {platform.machine()}, {os.cpu_count()} cores, "  # noqa: DTZ011
          f"Python {platform.python_version()}, SQLite")
    print(f"{given.members} members: {done.seconds:.1f} s, {done.letters} letters of "
          f"{done.kilobytes:.1f} kB, {done.repeated} repeated, {done.restarts} new workers, "
          f"{done.busy:.1f} s of processor time")


if __name__ == "__main__":
    main()
