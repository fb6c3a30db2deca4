"""Work for later is done once, tried again when it fails, and survives whoever does it."""
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, text, update

from cop.base import jobs, workers
from cop.base.clock import at, now
from cop.base.db import add, begin_writing, db
from cop.base.jobs import (
    Clockwork,
    Job,
    count_parked,
    enqueue,
    free_orphans,
    wind_clockwork,
    work_once,
)
from cop.spaces.models import Space


@pytest.fixture
def handler(app, monkeypatch):
    """Register a job for one test."""
    monkeypatch.setattr(jobs, "_handlers", dict(jobs._handlers))

    def register(run, name="test.job", **how):
        jobs.job(name, **how)(run)
        return run

    return register


@pytest.fixture
def waiting(app):
    """The only job there is, as it stands in the database now."""

    def read():
        db.session.rollback()
        return db.session.scalars(select(Job)).one_or_none()

    return read


def order(job="test.job", **given):
    enqueue(job, **given)
    db.session.commit()


def rename_a_space(name="done"):
    add(Space(slug=name, name=name))


def count_spaces():
    db.session.rollback()
    return db.session.scalar(select(func.count(Space.id)))


def test_a_job_is_done_with_its_arguments_and_gone(handler, waiting):
    handler(rename_a_space)
    order(name="well done")
    assert work_once() is True
    assert db.session.scalar(select(Space.name)) == "well done" and waiting() is None
    assert work_once() is False


def test_an_order_that_is_rolled_back_was_never_given(handler, waiting):
    handler(rename_a_space)
    enqueue("test.job")
    db.session.rollback()
    assert work_once() is False and waiting() is None


def test_a_job_waits_until_it_is_due(handler, waiting):
    handler(rename_a_space)
    order(due_at=now() + timedelta(hours=1))
    assert work_once() is False
    with at(now() + timedelta(hours=2)):
        assert work_once() is True


def test_jobs_are_done_in_the_order_they_are_due(handler):
    done = []
    handler(lambda word: done.append(word))
    for word, hours in [("last", 1), ("first", 3), ("second", 2)]:
        order(word=word, due_at=now() - timedelta(hours=hours))
    while work_once():
        pass
    assert done == ["first", "second", "last"]


def test_a_failing_job_leaves_nothing_of_its_effects(handler, waiting):
    def fails():
        rename_a_space()
        raise RuntimeError("half way\0")

    handler(fails)
    order()
    assert work_once() is True
    assert count_spaces() == 0
    assert waiting().last_error == "RuntimeError: half way"


@pytest.mark.parametrize("outside", [False, True])
def test_a_failing_job_is_tried_again_after_growing_pauses_then_parked(
        handler, waiting, outside):
    handler(lambda: 1 / 0, outside=outside)
    order()
    moment, pauses = now(), []
    for _ in jobs.PAUSES:
        with at(moment):
            assert work_once() is True
            assert work_once() is False
        pauses.append(waiting().due_at - moment)
        moment = waiting().due_at
    assert pauses == jobs.PAUSES == sorted(pauses)
    assert count_parked() == 0
    with at(moment):
        work_once()
    job = waiting()
    assert job.parked_at == moment and job.attempts == len(jobs.PAUSES) + 1
    assert count_parked() == 1 and "ZeroDivisionError" in job.last_error
    with at(moment + timedelta(days=30)):
        assert work_once() is False


def test_a_job_nobody_knows_is_kept_for_who_will(handler, waiting):
    order("from.a.newer.version")
    assert work_once() is True
    assert "from.a.newer.version" in waiting().last_error
    handler(rename_a_space, "from.a.newer.version")
    with at(waiting().due_at):
        assert work_once() is True
    assert count_spaces() == 1


def test_the_next_job_does_not_wait_for_a_failed_one(handler):
    handler(lambda: 1 / 0, "test.fails")
    handler(rename_a_space)
    order("test.fails")
    order()
    assert work_once() and work_once() and not work_once()
    assert count_spaces() == 1


def test_a_job_outside_is_claimed_before_it_acts(handler, waiting):
    seen = []

    def acts():
        job = waiting()
        seen.append((job.attempts, job.leased_until > now()))
        seen.append(work_once())  # nobody else takes it meanwhile

    handler(acts, outside=True)
    order()
    work_once()
    assert seen == [(1, True), False]
    assert waiting() is None


def test_a_job_outside_holds_no_transaction_while_it_acts(handler, app):
    def acts():
        with app.app_context():  # somebody else writes
            begin_writing()
            rename_a_space("while it acts")
            db.session.commit()

    handler(acts, outside=True)
    order()
    work_once()
    assert count_spaces() == 1


class Killed(BaseException):
    """As kill -9: nothing of ours runs after it."""


def test_a_job_outside_survives_whoever_was_killed_doing_it(handler, waiting):
    done = []

    def acts():
        done.append(now())
        if len(done) == 1:
            raise Killed

    handler(acts, outside=True)
    order()
    with pytest.raises(Killed):
        work_once()
    db.session.remove()
    assert work_once() is False, "it is leased still"
    with at(now() + jobs.LEASE + timedelta(seconds=1)):
        assert work_once() is True
    assert len(done) == 2 and waiting() is None


def test_a_job_that_kills_everybody_who_does_it_is_parked(handler, waiting):
    def kills():
        raise Killed

    handler(kills, outside=True)
    order()
    moment = now()
    for _ in range(len(jobs.PAUSES) + 1):
        with at(moment), pytest.raises(Killed):
            work_once()
        db.session.remove()
        moment += jobs.LEASE + timedelta(seconds=1)
    with at(moment):
        assert work_once() is True
    assert waiting().parked_at == moment and "did not live" in waiting().last_error


@pytest.mark.parametrize("fails", [False, True])
def test_who_comes_back_after_the_lease_does_no_harm(handler, waiting, app, fails):
    """The first doer sleeps past its lease; a second does it all before the first wakes."""
    turns = []

    def acts():
        turns.append(len(turns))
        if len(turns) == 1:
            with app.app_context(), at(now() + jobs.LEASE + timedelta(seconds=1)):
                assert work_once() is True
            if fails:
                raise RuntimeError("too late")

    handler(acts, outside=True)
    order()
    assert work_once() is True
    assert turns == [0, 1] and waiting() is None


def test_who_fails_after_the_lease_does_not_take_it_from_the_second(handler, waiting, app):
    def acts():
        db.session.execute(update(Job).values(  # a second doer has claimed it meanwhile
            attempts=2, leased_until=now() + timedelta(minutes=20)))
        db.session.commit()
        raise RuntimeError("too late")

    handler(acts, outside=True)
    order()
    work_once()
    assert waiting().attempts == 2 and waiting().leased_until > now() + timedelta(minutes=15)


def test_looking_for_work_writes_nothing(handler, app, count_queries):
    order(due_at=now() + timedelta(days=1))
    wind_clockwork()
    while work_once():
        pass
    begun = []

    def note(connection):
        begun.append(connection.get_execution_options().get("writes"))

    event.listen(db.engine, "begin", note)
    with count_queries(at_most=3) as seen:
        assert work_once() is False
        wind_clockwork()
    event.remove(db.engine, "begin", note)
    assert seen and all(statement.startswith("SELECT") for statement in seen)
    assert begun and not any(begun)


def test_clockwork_is_ordered_once_in_each_pause(handler, app, monkeypatch):
    monkeypatch.setattr(jobs, "_clockwork", {})
    jobs.every(timedelta(minutes=5))(test_clockwork_is_ordered_once_in_each_pause)
    name = next(iter(jobs._clockwork))
    done = []
    handler(lambda: done.append(now()), name)
    began = now()
    for seconds in (0, 10, 299, 301, 310, 601, 602):
        with at(began + timedelta(seconds=seconds)):
            wind_clockwork()
            wind_clockwork()
            while work_once():
                pass
    assert [(moment - began).seconds for moment in done] == [0, 301, 601]
    assert db.session.scalar(select(func.count(Clockwork.id))) == 1


def test_clockwork_that_still_waits_is_not_ordered_again(handler, app, monkeypatch):
    monkeypatch.setattr(jobs, "_clockwork", {"test.tick": timedelta(minutes=1)})
    handler(lambda: 1 / 0, "test.tick")
    moment = now()
    for minutes in range(30):
        with at(moment + timedelta(minutes=minutes)):
            wind_clockwork()
            work_once()
    db.session.rollback()
    assert db.session.scalar(select(func.count(Job.id))) == 1


def in_threads(app, number, act):
    """Let so many do it at the same time, each with a session of its own."""
    problems = []

    def one():
        try:
            with app.app_context():
                act()
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=one) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def test_eight_who_write_at_once_lose_nothing(app, make):
    space = make.space()
    db.session.commit()

    def count_up():
        for _ in range(25):
            begin_writing()
            found = db.session.get(Space, space_id, with_for_update=True)
            found.member_count = found.member_count + 1
            db.session.commit()

    space_id = space.id
    db.session.remove()
    in_threads(app, 8, count_up)
    assert db.session.get(Space, space_id).member_count == 200


@pytest.mark.parametrize("outside", [False, True])
def test_several_workers_never_do_one_job_twice(app, handler, outside):
    done = []

    def acts(number):
        done.append(number)
        time.sleep(0.002)

    handler(acts, outside=outside)
    for number in range(60):
        enqueue("test.job", number=number)
    db.session.commit()
    workers = 4 if db.engine.dialect.name == "postgresql" else 2
    seen = []

    def work():
        while work_once():
            seen.append(threading.get_ident())

    in_threads(app, workers, work)
    while work_once():
        pass
    assert sorted(done) == list(range(60))
    if db.engine.dialect.name == "postgresql":  # on SQLite the quicker one may take them all
        assert len(set(seen)) > 1


def test_several_who_wind_order_once(app, handler, monkeypatch):
    monkeypatch.setattr(jobs, "_clockwork", {"test.tick": timedelta(minutes=1)})
    handler(lambda: None, "test.tick")
    in_threads(app, 4, wind_clockwork)
    assert db.session.scalar(select(func.count(Job.id))) == 1


@pytest.mark.postgres
@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_a_worker_passes_over_what_another_holds(app, handler):
    done = []
    handler(lambda number: done.append(number))
    for number in range(2):
        order(number=number, due_at=now() - timedelta(hours=2 - number))
    with db.engine.connect() as other, other.begin():
        other.execute(text("SELECT id FROM jobs ORDER BY due_at LIMIT 1 FOR UPDATE"))
        assert work_once() is True
        assert work_once() is False
    assert done == [1]


def test_quick_jobs_do_not_wait_behind_slow_ones(handler):
    done = []
    handler(lambda: done.append("slow"), "test.slow", slow=True)
    handler(lambda: done.append("quick"), "test.quick")
    order("test.slow", due_at=now() - timedelta(hours=1))
    order("test.quick")
    assert work_once(slow=False) is True and done == ["quick"]
    assert work_once(slow=False) is False
    assert work_once(slow=True) is True and done == ["quick", "slow"]


@pytest.fixture
def claimed(handler, waiting):
    """A job that a worker of that name claimed, and did not finish."""
    def claim(name):
        handler(lambda: None, outside=True)
        order()
        db.session.execute(update(Job).values(
            leased_until=now() + jobs.LEASE, leased_by=name, attempts=1))
        db.session.commit()

    return claim


def process_that_ended():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    name = workers._name(process.pid)
    process.communicate(b"\n")
    return name


def test_what_a_killed_worker_of_this_host_claimed_is_done_at_once(claimed, waiting):
    claimed(process_that_ended())
    assert work_once() is False
    free_orphans()
    assert work_once() is True and waiting() is None


@pytest.mark.parametrize("name", [
    lambda: workers.own_name(), lambda: "elsewhere|1@1", lambda: "", lambda: "nonsense"])
def test_what_others_have_claimed_is_left_to_them(claimed, name):
    claimed(name())
    free_orphans()
    assert work_once() is False


def test_a_number_that_is_given_again_is_another_process():
    own = workers.own_name()
    assert not workers.is_gone(own)
    assert workers.is_gone(own.rpartition("@")[0] + "@1")
