"""kill -9 of everything, again and again, while people write: what was acknowledged is there."""
import os
import threading
from contextlib import contextmanager
from functools import partial

import pytest

from tests.faults.installation import in_background, wait_until_it_answers
from tests.faults.load import Answers, ThroughProxy, all_is_well, prepare_people, write_and_read
from tests.faults.supervisor import Supervisor
from tests.servers import MailServer, free_port

LONG = os.environ.get("COP_FAULTS") == "long"
#: Together they write about as often as two processes can do well on two cores.
WRITERS = 24


@pytest.fixture
def post_office():
    server = MailServer().start()
    yield server
    server.stop()


class Load:
    """Writers at work on all web processes, until `stop`."""

    def __init__(self, supervisor, people):
        webs = [process for process in supervisor.running.values() if hasattr(process, "url")]
        for web in webs:
            wait_until_it_answers(web)
        self.supervisor, self.over, self.answers = supervisor, threading.Event(), Answers()
        self.members = [ThroughProxy([web.url for web in webs], email, self.answers)
                        for email, *_ in people]
        self.joins = [
            in_background(partial(write_and_read, member, topic_id, path, self.over))
            for member, (_, topic_id, path) in zip(self.members, people, strict=True)]

    def stop(self):
        self.over.set()
        for join in self.joins:
            join()

    @property
    def most_errors(self):
        """One in a hundred; more where all are killed in seconds, beside the rest of the suite."""
        return (0.01 if LONG else 0.05) * self.answers.good

    def __str__(self):
        answers, back = self.answers, self.supervisor.back_after
        written = sum(len(member.acknowledged) for member in self.members)
        return (f"{self.supervisor.kills} kills, {answers.good} good answers, "
                f"{len(answers.errors)} errors ({answers.rate:.2%}), {written} writes "
                f"acknowledged, longest wait {answers.longest_wait:.2f} s, web processes ready "
                f"again after {', '.join(f'{seconds:.1f}' for seconds in back)} s")


@contextmanager
def under_load(community, services):
    people = prepare_people(community, WRITERS)
    supervisor = Supervisor(services)
    try:
        load = Load(supervisor, people)
        try:
            yield supervisor, load
        finally:
            load.over.set()
    finally:
        supervisor.end()


@pytest.mark.postgres
@pytest.mark.timeout(600)
def test_two_web_processes_and_two_workers_are_killed_once_a_minute(
        install, database_server, post_office, capsys):
    database_server.do("CREATE DATABASE killed")
    community = install(database_url=database_server.url("killed"), mail_url=post_office.url)
    services = {f"web {port}": partial(community.serve, port, wait=False)
                for port in (free_port(), free_port())}
    services |= {f"worker {n}": partial(community.work, f"work-{n}") for n in range(2)}
    with under_load(community, services) as (supervisor, load):
        supervisor.kill_each(within=60 if LONG else 12, rounds=2 if LONG else 1)
        load.stop()
        with capsys.disabled():
            print(f"\ntwo web processes, two workers: {load}")
        assert len(load.answers.errors) <= load.most_errors, load.answers.errors
        assert load.answers.longest_wait < (5 if LONG else 10)  # beside the rest of the suite
        all_is_well(community, load.members, post_office.letters, supervisor.kills)


@pytest.mark.timeout(600)
def test_one_host_with_everything_in_it_is_killed_at_random_moments(
        install, post_office, capsys):
    """Web process and worker on SQLite: while they are away, everybody waits."""
    community = install(mail_url=post_office.url)
    services = {"all": partial(community.serve, free_port(), worker=True, wait=False)}
    with under_load(community, services) as (supervisor, load):
        supervisor.kill_each(within=15 if LONG else 5, rounds=12 if LONG else 1)
        load.stop()
        with capsys.disabled():
            print(f"\none host: {load}")
        assert sum(len(member.acknowledged) for member in load.members) > 0
        all_is_well(community, load.members, post_office.letters, supervisor.kills)
