"""Pages are read from a replica, and nobody misses there what they wrote themselves."""
import pytest

from cop.base import replica
from cop.base.db import db
from tests.browser_client import sign_in
from tests.make import Make
from tests.servers import replica_of, wait_until

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def copy(server, database):
    with replica_of(server) as running:
        yield running


@pytest.fixture
def app(install, database, copy):
    with install(database_url_read=copy.url(database)) as app:
        yield app
        pause(copy, on=False)


@pytest.fixture
def topic(app):
    topic = Make().topic(title="How do you find the time?")
    db.session.commit()
    return topic


@pytest.fixture
def chosen(monkeypatch):
    """Where sessions read, in the order they were asked: True is the replica."""
    asked, choose = [], replica.Replica.choose

    def note(self, session, seen):
        found = choose(self, session, seen)
        asked.append(found is not None)
        return found

    monkeypatch.setattr(replica.Replica, "choose", note)
    return asked


def pause(copy, *, on):
    """Let the replica stand still, or go on."""
    copy.do(f"SELECT pg_wal_replay_{'pause' if on else 'resume'}()")


def read_until_it_comes_from(where, window, chosen, path="/spaces"):
    def comes():
        window.get(path)
        return chosen[-1] is where

    wait_until(comes, every=0.3)


def visitor(app):
    return app.test_client()


def member(app, person):
    window = app.test_client()
    sign_in(window, person)
    return window


def test_a_page_is_read_from_the_replica_once_it_has_everything(app, topic, chosen):
    read_until_it_comes_from(True, visitor(app), chosen, f"/topics/{topic.id}-{topic.slug}")


def test_who_has_just_written_reads_it_while_others_may_read_what_was(
        app, copy, topic, chosen):
    author, other = member(app, topic.author), visitor(app)
    page = f"/topics/{topic.id}-{topic.slug}"
    read_until_it_comes_from(True, author, chosen, page)
    pause(copy, on=True)
    answer = author.post(f"/topics/{topic.id}/posts", data={"source": "Half an hour, each day.",
                                                "language": "en"})
    assert answer.status_code == 302

    assert "Half an hour, each day." in author.get(page).text
    assert "Half an hour, each day." in author.get(page).text and chosen[-1] is False
    assert other.get(page).status_code == 200  # at once: from the replica, or not

    pause(copy, on=False)
    read_until_it_comes_from(True, author, chosen, page)
    assert "Half an hour, each day." in author.get(page).text


def test_a_replica_that_is_far_behind_is_read_by_nobody(app, copy, topic, chosen):
    window = visitor(app)
    read_until_it_comes_from(True, window, chosen)
    pause(copy, on=True)
    topic.title = "A new title that everybody sees"
    db.session.commit()
    read_until_it_comes_from(False, window, chosen)
    assert "A new title that everybody sees" in window.get(f"/topics/{topic.id}-{topic.slug}").text


def test_a_replica_that_falls_is_missed_by_nobody(app, copy, topic, chosen):
    window = visitor(app)
    read_until_it_comes_from(True, window, chosen)
    copy.stop()
    try:
        answers = [window.get(f"/topics/{topic.id}-{topic.slug}").status_code for _ in range(5)]
        assert answers == [200] * 5
        assert chosen[-1] is False
    finally:
        copy.start()


def test_what_is_searched_is_searched_on_the_replica_too(app, topic, chosen):
    window = visitor(app)
    read_until_it_comes_from(True, window, chosen, "/search?q=time")
    assert window.get("/search?q=time").status_code == 200


def test_a_program_with_a_key_reads_where_it_writes(app, chosen):
    visitor(app).get("/api/v1/spaces", headers={"Authorization": "Bearer nothing"})
    assert chosen == []


def test_every_page_without_a_number_can_be_read_there(app, chosen):
    """No page writes without saying so: a replica takes nothing."""
    person = Make().granted("administrator")
    db.session.commit()
    read_until_it_comes_from(True, member(app, person), chosen)
    broken = {}
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments and rule.endpoint != "security.logout":
            status = member(app, person).get(rule.rule).status_code
            if status >= 500:
                broken[rule.rule] = status
    assert broken == {} and chosen.count(True) > 50
