"""An upgrade of the schema that is killed, held up, or begun twice at once."""
import random
import sqlite3
import time

import pytest
from sqlalchemy import inspect, text

from cop import ROOT
from cop.base import schema
from cop.base.db import db
from cop.base.errors import Conflict
from tests.check.test_migrations import FIRST
from tests.faults.installation import Installation, in_background
from tests.faults.test_kills import LONG
from tests.servers import wait_until

MIGRATIONS = ROOT / "migrations"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request, tmp_path):
    """A database without tables, and its commands."""
    settings = {}
    if request.param == "postgresql":
        server = request.getfixturevalue("database_server")
        name = "m" + request.node.name.partition("[")[0][-40:]
        server.do(f'CREATE DATABASE "{name}"')
        settings = {"database_url": server.url(name)}
    community = Installation(tmp_path, **settings)
    yield community
    community.end()


def test_an_upgrade_that_is_killed_has_changed_nothing_and_the_next_one_works(empty):
    first = empty.start("db", "upgrade")
    wait_until(lambda: is_at_work(empty, first), seconds=60, every=0.01, what="the upgrade")
    time.sleep(random.random() * 0.3)
    assert first.is_running()
    first.kill()
    with empty.here():
        assert inspect(db.engine).get_table_names() == []

    assert empty.run("db", "upgrade")[0] == 0
    status, said = empty.run("db", "check")
    assert status == 0 and "matches the models" in said


def is_at_work(empty, process):
    """Does it hold what one who upgrades holds?"""
    assert process.is_running(), process.output.read_text()
    if empty.app.config["COP"].database.startswith("sqlite"):
        return is_held(empty.folder / "cop.sqlite")
    with empty.here():
        return db.session.scalar(text(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
            "WHERE locktype = 'advisory' AND granted AND datname = current_database()"))


def is_held(file):
    """Does somebody write it?"""
    connection = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False


@pytest.mark.skipif(not LONG, reason="long form: make faults")
def test_two_who_upgrade_at_once_do_it_once(empty):
    upgrades = [empty.start("db", "upgrade") for _ in range(2)]
    assert [each.popen.wait(timeout=120) for each in upgrades] == [0, 0]
    with empty.here():
        assert schema.differences(MIGRATIONS) == ""


@pytest.mark.postgres
@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
def test_a_step_does_not_wait_long_for_a_table_that_somebody_reads(empty, monkeypatch):
    """Whoever came after it would have to wait, too."""
    for name, value in {"LOCK_TIMEOUT": "400ms", "TRIES": 2, "PAUSE": 0.2}.items():
        monkeypatch.setattr(schema, name, value)
    waits = []

    def read_posts():
        with empty.app.app_context():
            for _turn in range(15):
                began = time.monotonic()
                db.session.execute(text("SELECT count(*) FROM posts"))
                db.session.rollback()
                waits.append(time.monotonic() - began)
                time.sleep(0.1)

    with empty.here():
        schema.upgrade_to(MIGRATIONS, FIRST)
        with db.engine.connect() as reader:
            reader.execute(text("SELECT * FROM posts"))
            others = in_background(read_posts)
            with pytest.raises(Conflict, match="Nothing was changed"):
                schema.upgrade(MIGRATIONS)
            others()
        assert max(waits) < 3
        schema.upgrade(MIGRATIONS)
        assert schema.differences(MIGRATIONS) == ""
