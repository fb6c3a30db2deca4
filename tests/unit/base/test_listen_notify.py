"""Workers on PostgreSQL wake when an order is stored, and look each second where they cannot."""
import threading
import time

import pytest

from cop.base import listen_notify
from cop.base.db import begin_writing, db
from cop.base.jobs import enqueue


@pytest.mark.parametrize("app", [pytest.param("postgresql", marks=pytest.mark.postgres)],
                         indirect=True)
class TestOnPostgres:
    def test_who_sleeps_is_woken_when_the_order_is_stored_and_not_before(self, app):
        sleep = listen_notify.sleeper(app.config["COP"].database, time.sleep)
        sleep()
        woken = []
        sleeper = threading.Thread(target=lambda: [sleep(), woken.append(time.monotonic())])
        begin_writing()
        enqueue("cop.nothing")
        enqueue("cop.nothing")
        db.session.flush()
        sleeper.start()
        time.sleep(0.1)
        assert not woken
        stored = time.monotonic()
        db.session.commit()
        sleeper.join(timeout=5)
        assert woken[0] - stored < 0.5 < listen_notify.LONGEST_SLEEP

    def test_what_rang_while_one_worked_is_heard_afterwards(self, app):
        sleep = listen_notify.sleeper(app.config["COP"].database, time.sleep)
        sleep()
        enqueue("cop.nothing")
        db.session.commit()
        began = time.monotonic()
        sleep()
        assert time.monotonic() - began < 0.5


def test_without_a_connection_one_looks_each_second_and_tries_again_later(app):
    slept = []
    sleep = listen_notify.sleeper("postgresql+psycopg://nobody@127.0.0.1:1/nothing", slept.append)
    sleep()
    sleep()
    assert slept == [listen_notify.LONGEST_SLEEP] * 2


def test_another_database_has_no_bell(app):
    slept = []
    listen_notify.sleeper("sqlite:///cop.sqlite", slept.append)()
    enqueue("cop.nothing")
    assert slept == [listen_notify.LOOK_EVERY]
