"""What everything stands on goes away while people write, and comes back. Nobody loses a word."""
import hashlib
import os
import sqlite3
import subprocess
import time
from functools import partial
from itertools import count

import pytest
import requests
from bs4 import BeautifulSoup

from cop.base.db import db
from cop.base.jobs import Job
from tests.faults.installation import Member, in_background
from tests.faults.load import all_is_well, prepare_people
from tests.faults.test_kills import LONG
from tests.servers import Bucket, MailServer, Redis, free_port, wait_until

WORDS = "What I thought about for an hour.\nAnd one line more."
TABLE = b"region;callers\nITH3;212\nITC4;180\n"


@pytest.fixture
def write(request):
    """Somebody with a topic to answer in: (member, topic, address)."""

    def sign_in(community, server):
        ((email, topic_id, address),) = prepare_people(community, 1)
        return Member(server.url, email), topic_id, address

    return sign_in


def page_says(answer, status, heading):
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == status, answer.text[:300]
    assert page.h1.get_text() == heading and "Traceback" not in answer.text
    return page


def stands_there(answer, status, heading):
    """What was typed stands on the page, to be sent again."""
    field = page_says(answer, status, heading).find("textarea", attrs={"name": "source"})
    assert field.get_text().split() == WORDS.split()


@pytest.mark.postgres
def test_the_database_goes_away_and_comes_back(install, database_server, write):
    database_server.do("CREATE DATABASE gone")
    community = install(database_url=database_server.url("gone"))
    server, worker = community.serve(), community.work()
    member, topic_id, address = write(community, server)
    assert member.answer(topic_id, "Before it went.").status_code == 302
    community.end_sessions()

    database_server.stop()
    try:
        member.session.headers["Accept-Language"] = "it"
        page_says(member.get(address), 503, "Non raggiungibile per un momento")
        stands_there(member.answer(topic_id, WORDS), 503, "Non raggiungibile per un momento")
        ready = requests.get(f"{server.url}/readyz", timeout=20)
        assert (ready.status_code, ready.text) == (
            503, "database: The database cannot be reached.\n")
        assert requests.get(f"{server.url}/healthz", timeout=5).status_code == 200
        late = community.work("late")  # one that begins now waits
        time.sleep(30 if LONG else 2)
    finally:
        database_server.start()

    began = time.monotonic()
    answer = member.answer(topic_id, WORDS)
    assert answer.status_code == 302 and time.monotonic() - began < 5
    assert server.is_running() and worker.is_running() and late.is_running()
    all_is_well(community, [member])


@pytest.fixture
def redis():
    server = Redis().start()
    yield server
    server.stop()


@pytest.fixture
def bucket(monkeypatch):
    server = Bucket()
    for name, value in server.keys.items():
        monkeypatch.setenv(name, value)
    server.start()
    yield server
    server.go_on()
    server.stop()


def test_redis_goes_away_and_nobody_notices(install, redis):
    community = install(redis_url=redis.url)
    server = community.serve()
    searches = (f"{server.url}/search?q=word{number}" for number in count())
    statuses = [requests.get(next(searches), timeout=10).status_code for _ in range(5)]
    redis.stop()
    answers = [requests.get(next(searches), timeout=10) for _ in range(61)]
    statuses += [answer.status_code for answer in answers[:55]]
    assert set(statuses) == {200}
    assert max(answer.elapsed.total_seconds() for answer in answers) < 5
    assert answers[-1].status_code == 429, "each process counts for itself meanwhile"
    redis.start()
    assert requests.get(f"{server.url}/spaces", timeout=10).status_code == 200


def test_the_mail_server_is_away_and_letters_wait(install, write):
    office = MailServer()
    community = install(mail_url=office.url)
    server = community.serve(worker=True)
    member, topic_id, _ = write(community, server)
    for turn in range(3):
        assert member.answer(topic_id, f"Answer {turn}.").status_code == 302
    with community.here():
        wait_until(lambda: waiting_after_a_try() == 3, what="a try to send")
    office.start()
    all_is_well(community, [member], office.letters)
    office.stop()


def waiting_after_a_try():
    db.session.rollback()
    return db.session.query(Job).filter(Job.name == "mail.send", Job.last_error != "").count()


def test_the_bucket_does_not_answer_and_only_files_are_missed(install, write, bucket):
    community = install(storage_url=bucket.url)
    server = community.serve(worker=True)
    member, topic_id, address = write(community, server)
    assert attach(member, topic_id, "With a table.").status_code == 302
    page = BeautifulSoup(member.get(address).text, "html.parser")
    file = page.select_one(".post a[href*='/files/']")["href"]
    assert member.get(file).status_code == 200

    upload = begin_upload(member)
    bucket.pause()
    assert member.get(address).status_code == 200
    assert member.answer(topic_id, "Without a table.").status_code == 302
    began, sent = time.monotonic(), {}
    joins = [in_background(partial(keep_answer, sent, "form", attach, member, topic_id, WORDS)),
             in_background(partial(keep_answer, sent, "part", send_part, member, upload))]
    time.sleep(1)
    answered = member.answer(topic_id, "While files wait for the bucket.")
    assert answered.status_code == 302 and answered.elapsed.total_seconds() < 4 and not sent
    page_says(member.session.get(member.url + file, timeout=60), 503, "Out of reach for a moment")
    for join in joins:
        join()
    stands_there(sent["form"], 503, "Out of reach for a moment")
    assert sent["part"].status_code == 503 and time.monotonic() - began < 45
    ready = requests.get(f"{server.url}/readyz", timeout=10)
    assert ready.status_code == 200 and "files: The files cannot be reached." in ready.text

    bucket.go_on()
    assert send_part(member, upload).status_code == 204
    assert member.session.post(f"{upload}/finish", headers=token_of(member)).status_code == 201
    assert attach(member, topic_id, WORDS).status_code == 302
    assert member.get(file).status_code == 200
    all_is_well(community, [member])


def attach(member, topic_id, words):
    return member.session.post(
        f"{member.url}/topics/{topic_id}/posts", timeout=60, allow_redirects=False,
        data={"csrf_token": member.token, "source": words, "language": "en"},
        files={"files": ("callers.csv", TABLE, "text/csv")})


def keep_answer(answers, name, send, *given):
    answers[name] = send(*given)


def begin_upload(member):
    """Its address, where parts are sent."""
    begun = member.post("/uploads", {
        "name": "callers.csv", "size": len(TABLE), "digest": hashlib.sha256(TABLE).hexdigest()})
    return member.url + begun.headers["Location"]


def send_part(member, upload):
    return member.session.patch(upload, data=TABLE, timeout=60,
                                headers={"Upload-Offset": "0", **token_of(member)})


def token_of(member):
    return {"X-CSRFToken": member.token, "Accept": "application/problem+json"}


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own with 120 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=120m", "tmpfs", folder], check=False,
        capture_output=True).returncode == 0
    if not mounted:
        pytest.skip("a small disk can only be mounted by root, and not in every container")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_the_disk_is_full_and_nothing_is_lost(small_disk, write):
    """Database, index and files lie on it."""
    from tests.faults.installation import Installation
    community = Installation(small_disk).prepare()
    try:
        server = community.serve(free_port(), worker=True)
        member, topic_id, address = write(community, server)
        assert member.answer(topic_id, "While there was room.").status_code == 302
        ballast = small_disk / "ballast"
        with sqlite3.connect(small_disk / "cop.sqlite", timeout=30) as connection:
            connection.execute("CREATE TABLE ballast (x)")
        fill(ballast)
        fill_database(small_disk / "cop.sqlite")

        stands_there(member.answer(topic_id, WORDS), 507, "There is no room left")
        page_says(attach(member, topic_id, WORDS), 507, "There is no room left")
        assert member.get(address).status_code == 200
        ready = requests.get(f"{server.url}/readyz", timeout=10)
        assert ready.status_code == 503 and "is full" in ready.text

        ballast.unlink()
        assert member.answer(topic_id, "There is room again.").status_code == 302
        all_is_well(community, [member])
    finally:
        community.end()


def fill(ballast):
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return


def fits(connection, size):
    try:
        connection.execute("INSERT INTO ballast VALUES (randomblob(?))", [size])
    except sqlite3.OperationalError:
        return False
    return True


def fill_database(file):
    """What it has room for in its own files, too."""
    connection = sqlite3.connect(file, isolation_level=None, timeout=30)
    for size in (1_000_000, 100_000, 10_000, 1_000, 100):
        while fits(connection, size):
            pass
    connection.close()
