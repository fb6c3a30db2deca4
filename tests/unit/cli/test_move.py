"""`cop move`: every row arrives once, whatever happens on the way; nothing else is touched."""
import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from sqlalchemy import func, select

from cop import ROOT
from cop.base import moving
from cop.base.db import begin_writing, db
from cop.base.jobs import Job
from cop.base.row_sums import sum_of
from cop.base.site import decide, fresh_site
from cop.demo.service import Storyteller
from cop.discussions.models.topics import Post
from cop.discussions.service import posts
from cop.people.models import Person
from tests.browser_client import sign_in
from tests.make import Make
from tests.unit.cli.conftest import Installation

pytestmark = pytest.mark.postgres
PATIENCE = 60  # seconds
#: What a process does that is to be killed in the middle: small steps with pauses, so that there is
#: a middle.
SLOWLY = """
import time, wsgi
from cop.base import moving, row_sums
row_sums.BATCH, store = 10, moving._store
moving._store = lambda *given: (time.sleep(0.1), store(*given))
wsgi.main()
"""

#: Where its index is and that it is to be filled, that one may write again, words for spelling.
CHANGED_AT_THE_END = {"index_homes", "jobs", "site_decisions", "words"}


@pytest.fixture
def community(tmp_path):
    made = Installation(tmp_path)
    with made.opened(new=True):
        make = Make()
        room = make.space("Inside", visibility="private")
        topic = make.topic(room, make.member(room, "Ada Rossi", email="ada@example.org"))
        for number in range(60):
            make.post(topic, source=f"Answer {number}: «così», 🙂 \\ 'quoted' \t tab")
    return made


@pytest.fixture
def target(new_database):
    return new_database()


def moved(community, target):
    """The same community, with its settings as the command says."""
    return Installation(community.folder, target)


def rows_of(installation):
    with installation.opened(), db.engine.connect() as connection:
        return {table.name: str(sum_of(connection, table))
                for table in moving.tables()}


def test_the_demo_community_arrives_as_it_was(tmp_path, target):
    """All kinds of things: polls, cases, digests, files, meetings."""
    community = Installation(tmp_path)
    with community.opened(new=True) as app, app.test_request_context():
        for _story in Storyteller().tell():
            pass
    pages = ("/", "/topics", "/cases", "/spaces", "/digests", "/guides", "/people/1")
    seen = read_pages(community, pages)
    before = rows_of(community)
    said = community.run("move", target)
    assert "equal" in said and f"posts: {before['posts']}\n" in said
    after = moved(community, target)
    assert read_pages(after, pages) == seen
    differing = {name for name, held in rows_of(after).items() if held != before[name]}
    assert differing <= CHANGED_AT_THE_END
    assert after.run("db", "check") == "The database matches the models.\n"
    assert '"whole": true' in after.run("search", "status", "--json")


def read_pages(installation, pages):
    with installation.opened() as app:
        reader = db.session.scalars(select(Person).order_by(Person.id)).first()
        client = app.test_client()
        sign_in(client, reader, token="the reader's")
        answers = [client.get(page) for page in pages]
        return [(a.status_code, without_what_changes(a.text)) for a in answers]


def without_what_changes(page):
    """Tokens of forms are new each time; what is next to a moment of time may be too."""
    return [line for line in page.splitlines() if "csrf" not in line and "nonce" not in line]


def test_who_was_killed_in_the_middle_goes_on_and_nothing_comes_twice(community, target):
    before = rows_of(community)
    process = start(community, target)
    wait_until(lambda: count(target, "posts") >= 20)
    process.send_signal(signal.SIGKILL)
    process.wait()
    there = count(target, "posts")
    assert 20 <= there < 61, "it was not killed in the middle"

    with community.opened():
        assert fresh_site().read_only, "somebody could write between the two halves"
    community.run("move", target)
    after = rows_of(moved(community, target))
    assert {name for name in after if after[name] != before[name]} <= CHANGED_AT_THE_END
    with moved(community, target).opened():
        assert not fresh_site().read_only
        begin_writing()
        author = db.session.scalars(select(Person).where(Person.email == "ada@example.org")).one()
        topic = db.session.scalars(select(Post)).first().topic
        posts.write_post(author, topic, source="The first one here.", language="en")
        db.session.commit()
        assert db.session.scalar(select(func.count(Post.id))) == 62
    with community.opened():
        assert fresh_site().read_only, "somebody could write what nobody will find"


def start(community, target):
    environment = os.environ | {
        "COP_DATA_DIR": str(community.folder), "COP_SECRET_KEY": "for tests only",
        "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", SLOWLY, "move", target], env=environment,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_until(is_so):
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() < begun + PATIENCE
        time.sleep(0.02)


def count(target, table):
    with psycopg.connect(target.replace("+psycopg", "")) as connection:
        try:
            return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        except psycopg.errors.UndefinedTable:
            return 0


def test_what_was_written_between_the_halves_arrives_too(community, target, monkeypatch):
    """By an administrator who let others write meanwhile."""
    monkeypatch.setattr("cop.base.moving.compare", lambda *_: 1 / 0)  # ends after the copying
    community.run("move", target, status=1)
    monkeypatch.undo()
    with community.opened():
        begin_writing()
        db.session.scalars(select(Person).where(Person.email == "ada@example.org")
                           ).one().name = "Ada Bianchi"
        db.session.add(Job(name="of.a.test", arguments={}))
        db.session.delete(db.session.get(Post, 61))
        db.session.commit()
    before = rows_of(community)
    said = community.run("move", target)
    assert "people: " in said and ", differs: copied anew" in said
    after = rows_of(moved(community, target))
    assert after["people"] == before["people"] and after["posts"] == before["posts"]
    with moved(community, target).opened():
        assert db.session.scalars(select(Job.name)).all().count("of.a.test") == 1


def test_a_move_that_is_cancelled_lets_people_write_again(community, target, monkeypatch):
    with community.opened():
        begin_writing()
        decide("read_only_reason", {"en": "From before."})
        db.session.commit()
    monkeypatch.setattr("cop.base.moving.compare", lambda *_: 1 / 0)
    community.run("move", target, status=1)
    monkeypatch.undo()
    community.run("move", "--cancel")
    with community.opened():
        assert not fresh_site().read_only
        assert fresh_site().read_only_reason_in("en") == "From before."
    assert "No move was begun" in community.run("move", "--cancel", status=1)
    assert "whose move was cancelled" in community.run("move", target, status=1)


@pytest.mark.parametrize("url, words", [
    ("postgresql://nobody@127.0.0.1:1/nothing", "cannot be reached"),
    ("postgresql://nobody@256.1.1.1/nothing", "cannot be reached"),
])
def test_a_wrong_address_is_refused_with_a_sentence(community, url, words):
    assert words in community.run("move", url, status=1)
    with community.opened():
        assert not fresh_site().read_only


def test_a_target_that_holds_anything_is_refused(community, target):
    with psycopg.connect(target.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE of_somebody_else (id int)")
    assert "not empty: it has a table “of_somebody_else”" in community.run(
        "move", target, status=1)
    with community.opened():
        assert not fresh_site().read_only


def test_a_copy_that_an_older_version_began_is_refused(community, target, monkeypatch):
    monkeypatch.setattr("cop.base.moving.compare", lambda *_: 1 / 0)
    community.run("move", target, status=1)
    monkeypatch.undo()
    with psycopg.connect(target.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'of_an_older_one'")
    assert "another version of cop" in community.run("move", target, status=1)


def test_what_is_in_postgresql_stays_there(tmp_path, target):
    there = Installation(tmp_path, target)
    assert "in PostgreSQL already" in there.run("move", target, status=1)


def test_an_older_schema_is_upgraded_first(tmp_path, target):
    assert "run cop db upgrade" in Installation(tmp_path).run("move", target, status=1)


def test_it_is_said_where_to(community):
    assert "Say where to" in community.run("move", status=2)
