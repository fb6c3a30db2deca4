"""/metrics: who may read it, and that the numbers are those of what happened."""
import subprocess
import sys
from dataclasses import replace

import pytest
from flask_security.utils import hash_password
from prometheus_client.parser import text_string_to_metric_families

from cop import ROOT
from cop.base.db import db
from cop.base.jobs import enqueue, job
from cop.base.mail import write_letter

TOKEN = "a-token-of-sixteen-or-more"


@pytest.fixture
def read(browse):
    """The numbers by name and labels (in the order of their names), as this machine reads them."""

    def numbers(**headers):
        answer = browse().get("/metrics", headers=headers)
        assert answer.status_code == 200
        return {(sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
                for family in text_string_to_metric_families(answer.text)
                for sample in family.samples}

    return numbers


@pytest.fixture
def token(app):
    before = app.config["COP"]
    app.config["COP"] = replace(before, metrics_token=TOKEN)
    yield TOKEN
    app.config["COP"] = before


def test_requests_are_counted_by_their_route_not_by_their_address(make, browse, read):
    topics = [make.topic(title=f"Vouchers {n}") for n in range(2)]
    before, visitor = read(), browse()
    for topic in topics:
        assert visitor.get(f"/topics/{topic.id}-{topic.slug}").status_code == 200
    assert visitor.get("/nothing-is-here").status_code == 404
    after = read()

    def grown(*key):
        return after[key] - before.get(key, 0)

    route = "/topics/<int:topic_id>-<slug>"
    assert grown("cop_requests_total", "GET", route, "200") == 2
    assert grown("cop_request_seconds_count", "GET", route) == 2
    assert grown("cop_requests_total", "GET", "nowhere", "404") == 1
    assert not any("vouchers" in str(key).lower() for key in after)


def test_jobs_that_wait_fail_and_are_given_up_are_counted_by_kind(read, run_jobs):
    job("test.breaks")(lambda: 1 / 0)
    job("test.works")(lambda: None)
    enqueue("test.breaks")
    enqueue("test.works")
    db.session.commit()
    numbers = read()
    assert numbers["cop_jobs_waiting", "test.works"] == 1
    assert numbers["cop_jobs_oldest_seconds", "test.works"] < 60
    run_jobs()
    after = read()
    for key in (("test.works", "done"), ("test.breaks", "failed")):
        key = ("cop_job_seconds_count", *key)
        assert after[key] - numbers.get(key, 0) == 1
    assert ("cop_jobs_waiting", "test.works") not in after


def test_letters_are_counted_as_they_wait_and_as_they_leave(app, read, letters):
    write_letter("ada@example.org", subject="Hello", body="You.", kind="test")
    db.session.commit()
    before = read()
    assert before["cop_letters_waiting",] == 1 and before["cop_letters_oldest_seconds",] >= 0
    assert len(letters()) == 1
    after = read()
    assert after["cop_letters_waiting",] == 0
    assert after["cop_letters_total", "sent"] - before.get(("cop_letters_total", "sent"), 0) == 1


def test_tries_to_sign_in_are_counted(make, browse, read):
    ada = make.person(email="ada@example.org")
    ada.password = hash_password("correct horse battery")
    db.session.commit()
    before, browser = read(), browse()
    for password in ("wrong", "correct horse battery"):
        browser.get("/login")
        browser.post("/login", data={"email": "ada@example.org", "password": password})
    after = read()
    for outcome in ("ok", "failed"):
        key = ("cop_sign_ins_total", outcome)
        assert after[key] - before.get(key, 0) == 1


def test_the_lag_of_the_index_and_connections_are_told(read):
    numbers = read()
    assert numbers["cop_index_lag_seconds",] == 0
    assert any(key[0] == "cop_database_connections" for key in numbers)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_who_comes_through_a_proxy_finds_nothing(browse, header):
    assert browse().get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_another_machine_finds_nothing(browse):
    answer = browse().get("/metrics", environ_overrides={"REMOTE_ADDR": "10.1.2.3"})
    assert answer.status_code == 404


def test_with_a_token_who_brings_it_reads_from_anywhere(browse, token):
    def status(**headers):
        return browse().get("/metrics", headers=headers,
                            environ_overrides={"REMOTE_ADDR": "10.1.2.3"}).status_code

    assert status(Authorization=f"Bearer {token}") == 200
    assert status(Authorization=f"Bearer {token}x") == 404
    assert status(Authorization="Bearer ünknown") == 404
    assert status() == 404
    assert browse().get("/metrics").status_code == 404, "this machine needs it too"


def test_all_processes_of_a_host_add_up(tmp_path):
    """Ended ones too: what they counted is not forgotten, what they had open is."""
    count = ("from pathlib import Path; from cop.base import metrics; "
             "metrics.CONNECTIONS.labels('x').inc(); "
             f"metrics.share(Path({str(tmp_path)!r})); "
             "metrics.LETTERS.labels('sent').inc(2); metrics.CONNECTIONS.labels('x').inc()")
    show = "; print(metrics.exposition([]).decode())"
    for program in (count, count + show):
        (tmp_path / "counter_0.db").touch()  # of one that was killed as it began
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, text=True,
                              capture_output=True, check=True)
    assert 'cop_letters_total{outcome="sent"} 4.0' in done.stdout
    assert 'cop_database_connections{pool="x"} 1.0' in done.stdout
