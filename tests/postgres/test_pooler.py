"""Behind PgBouncer each transaction may have another connection: nothing may be left on one."""
import threading
import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cop.base import listen_notify
from cop.base.db import db
from cop.base.jobs import enqueue, wind_clockwork, work_once
from cop.people.models import Person
from cop.search.service import keeping
from tests.browser_client import sign_in
from tests.make import Make
from tests.servers import pooler

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def pool_port(server):
    with pooler(server) as port:
        yield port


@pytest.fixture(params=["told", "untold"])
def told_of_it(request):
    """Does the administrator say that there is one?"""
    return request.param == "told"


@pytest.fixture
def app(install, server, database, pool_port, told_of_it):
    """It cannot reach the server but through the pooler, and hears the bell past it."""
    with install(
            database_url=f"postgresql+psycopg://postgres@127.0.0.1:{pool_port}/{database}",
            database_url_direct=server.url(database) if told_of_it else "") as app:
        yield app


def test_many_read_and_write_at_once_over_few_connections(app):
    topic = Make().topic()
    person, number = topic.author, 6
    db.session.commit()
    keeping.reindex()
    address, person_id = f"/topics/{topic.id}", person.id
    statuses = []

    def read_and_write():
        window = app.test_client()
        with app.app_context():
            sign_in(window, db.session.get(Person, person_id))
        for turn in range(3):
            statuses.append(window.get("/spaces").status_code)
            statuses.append(window.post(f"{address}/posts", data={
                "source": f"Answer {turn} of {threading.get_ident()}.", "language": "en"},
            ).status_code)

    threads = [threading.Thread(target=read_and_write) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) == {200, 302}
    db.session.rollback()
    assert topic.post_count == 1 + 3 * number
    wind_clockwork()
    while work_once():
        pass
    assert not any(keeping.compare().values())


def test_nothing_is_left_on_the_connections(app, server, database):
    window = app.test_client()
    for number in range(8):  # often enough for statements to be prepared
        assert window.get(f"/spaces?x={number}").status_code == 200
    left = set()
    for _ in range(8):
        with db.engine.connect() as connection:
            settings = connection.execute(text(
                "SELECT name FROM pg_settings WHERE source = 'session'")).scalars().all()
            prepared = connection.scalar(text("SELECT count(*) FROM pg_prepared_statements"))
            locks = connection.scalar(text(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
            left |= {*settings, *(["prepared"] if prepared else []), *(["lock"] if locks else [])}
    assert left - OF_EVERY_CONNECTION == set()


#: What PgBouncer itself keeps in step with each client.
OF_EVERY_CONNECTION = {"client_encoding", "DateStyle", "TimeZone", "standard_conforming_strings",
                       "application_name", "IntervalStyle"}


@pytest.mark.parametrize("told_of_it", [True])
def test_the_bell_is_heard_past_the_pooler(app, told_of_it):
    sleep = listen_notify.sleeper(app.config["COP"].database_url_direct, time.sleep)
    sleep()
    enqueue("cop.nothing")
    db.session.commit()
    began = time.monotonic()
    sleep()
    assert time.monotonic() - began < 0.5 < listen_notify.LONGEST_SLEEP


def test_without_a_pooler_plans_are_kept(server, database, install):
    with install(database_url=server.url(database)) as app:
        window = app.test_client()
        for number in range(8):
            assert window.get(f"/spaces?x={number}").status_code == 200
        assert db.session.scalar(text("SELECT count(*) FROM pg_prepared_statements"))
        assert db.session.scalar(text("SHOW jit")) == "off"


def test_plans_of_before_a_migration_hurt_one_request_at_most(server, database, install):
    with install(database_url=server.url(database)):
        for _ in range(8):
            db.session.execute(text("SELECT name FROM people"))
        db.session.commit()
        server.do("ALTER TABLE people ALTER name TYPE text", database)
        with pytest.raises(DBAPIError) as failure:
            db.session.execute(text("SELECT name FROM people"))
        assert failure.value.connection_invalidated
        db.session.rollback()
        assert db.session.execute(text("SELECT name FROM people")).all() is not None
