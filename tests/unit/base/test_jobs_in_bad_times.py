"""Jobs while the clock is wrong, and jobs that kill whoever does them."""
import os
import signal
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from cop.base import jobs
from cop.base.clock import at, now
from cop.base.db import db
from cop.base.jobs import Clockwork, Job, enqueue, free_orphans, live_with_the_clock, work_once
from cop.base.jobs import wind_clockwork as wind


@pytest.fixture
def done(app, monkeypatch):
    """What the job «test.job» was told to do, in its order."""
    monkeypatch.setattr(jobs, "_handlers", dict(jobs._handlers))
    words = []
    jobs.job("test.job")(lambda word: words.append(word))
    jobs.job("test.fails")(lambda: 1 / 0)
    return words


def order(name="test.job", **given):
    enqueue(name, **given)
    db.session.commit()


def work_all():
    while work_once():
        pass


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=400)])
def test_what_was_ordered_before_the_clock_was_put_back_is_done_now_and_once(done, jump):
    with at(now() + jump):
        order(word="ordered too early")
    work_all()
    assert done == []
    live_with_the_clock()
    work_all()
    live_with_the_clock()
    work_all()
    assert done == ["ordered too early"]


def test_what_is_to_wait_waits_whatever_the_hosts_think_of_seconds(done):
    with at(now() + timedelta(seconds=20)):  # another host, a little ahead
        order(word="later", due_at=now() + timedelta(hours=1))
    live_with_the_clock()
    work_all()
    assert done == []


def test_a_failed_job_waits_for_its_pause_and_not_for_a_time_that_was_wrong(done):
    with at(now() + timedelta(days=30)):
        order("test.fails")
        work_all()
    live_with_the_clock()
    work_all()
    db.session.rollback()
    job = db.session.scalars(select(Job)).one()
    assert job.attempts == 2 and job.due_at < now() + timedelta(hours=1)
    live_with_the_clock()
    work_all()
    db.session.rollback()
    assert job.attempts == 2, "it is not tried without a pause"


def test_a_lease_from_a_time_that_was_wrong_ends(done):
    order(word="done")
    db.session.execute(update(Job).values(
        leased_until=now() + timedelta(days=2), leased_by="elsewhere|1@1", attempts=1))
    db.session.commit()
    work_all()
    assert done == []
    live_with_the_clock()
    work_all()
    assert done == ["done"]


def test_clockwork_goes_on_when_the_clock_jumps_and_never_runs_wild(done, monkeypatch):
    monkeypatch.setattr(jobs, "_clockwork", {"test.tick": timedelta(hours=1)})
    ticks = []
    jobs.job("test.tick")(lambda: ticks.append(now()))
    began = now()
    for minutes in (0, 1, 24 * 60, 24 * 60 + 1, 2, 3, 70):  # a day ahead, and back again
        with at(began + timedelta(minutes=minutes)):
            live_with_the_clock()
            wind()
            wind()
            work_all()
    assert [round((moment - began).total_seconds() / 60) for moment in ticks] == [
        0, 24 * 60, 2, 70]
    assert db.session.scalar(select(func.count(Clockwork.id))) == 1


def test_a_job_that_kills_its_worker_is_parked_and_the_others_are_done(app, done):
    jobs.job("test.kills")(lambda: os.kill(os.getpid(), signal.SIGKILL))
    order("test.kills", due_at=now() - timedelta(hours=1))
    order(word="innocent")
    moment = now()
    for _try in range(len(jobs.PAUSES) + 1):
        with at(moment):
            assert let_a_worker_work(app) == -signal.SIGKILL
            free_orphans()
        moment += max(jobs.PAUSES)
    db.session.rollback()
    poison = db.session.scalars(select(Job)).one()  # the other one is done
    assert poison.parked_at and poison.last_error == jobs.KILLED
    with at(moment):
        assert work_once() is False


def test_a_job_whose_worker_was_killed_once_is_done_again_at_once(app, done):
    jobs.job("test.kills")(lambda: os.kill(os.getpid(), signal.SIGKILL))
    order("test.kills")
    let_a_worker_work(app)
    free_orphans()
    jobs.job("test.kills")(lambda: done.append("done"))
    work_all()
    assert done == ["done"]


def let_a_worker_work(app):
    """A process of its own does what is due; how it ended."""
    db.session.remove()
    db.engine.dispose()
    child = os.fork()
    if not child:
        with app.app_context():
            work_all()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
