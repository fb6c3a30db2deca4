"""Who writes on SQLite waits for the others of this process, and for other processes."""
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError

from cop.base import connecting
from cop.base.db import begin_writing, db
from cop.base.site import SiteDecision

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def other_process(app):
    connection = sqlite3.connect(db.engine.url.database, isolation_level=None,
                                 check_same_thread=False)
    yield connection
    connection.close()


def write(app, name):
    with app.app_context():
        begin_writing()
        db.session.add(SiteDecision(name=name, value=1))
        db.session.commit()


def test_of_many_at_once_each_has_its_turn(app):
    db.session.rollback()
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda number: write(app, f"turn {number}"), range(120)))
    assert SiteDecision.query.filter(SiteDecision.name.like("turn %")).count() == 120


def test_who_waited_too_long_for_another_process_keeps_nobody_from_writing(
        app, other_process, monkeypatch):
    db.session.rollback()
    monkeypatch.setattr(connecting, "LONGEST_WAIT", 0.2)
    other_process.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        write(app, "too late")
    other_process.execute("ROLLBACK")
    with ThreadPoolExecutor(1) as threads:
        threads.submit(write, app, "in time").result(timeout=5)
    assert SiteDecision.query.filter_by(name="in time").count() == 1


def test_nobody_waits_for_a_turn_and_then_as_long_for_the_lock(app, monkeypatch):
    db.session.rollback()
    monkeypatch.setattr(connecting, "LONGEST_WAIT", 0.5)
    begin_writing()
    began = time.monotonic()
    with ThreadPoolExecutor(1) as threads, pytest.raises(OperationalError, match="locked"):
        threads.submit(write, app, "too late").result(timeout=5)
    assert time.monotonic() - began < 0.8
    db.session.rollback()


def test_who_fails_within_it_ends_the_turn(app):
    db.session.rollback()
    write(app, "twice")
    with pytest.raises(Exception, match="UNIQUE"):
        write(app, "twice")
    with ThreadPoolExecutor(1) as threads:
        threads.submit(write, app, "after it").result(timeout=5)
    assert SiteDecision.query.filter_by(name="after it").count() == 1
