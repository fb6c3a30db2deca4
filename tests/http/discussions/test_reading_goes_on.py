"""What one has read, what is new, and where reading goes on."""
import threading
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Timer

import pytest
from bs4 import BeautifulSoup

from cop.base.db import begin_writing, db
from cop.discussions.models.reading import ReadingPosition
from cop.discussions.models.topics import Post
from cop.discussions.service import branches, reading
from cop.people.models import Person
from cop.web import transaction


def positions_of(person):
    db.session.rollback()
    return ReadingPosition.query.filter_by(person_id=person.id).all()


def counted(page):
    """What the head of a topic says about what is new."""
    tag = soup_of(page).select_one("header .facts a.tag.accent")
    return tag.get_text() if tag else ""


@pytest.fixture
def store(app):
    """Store what was read so far, as happens a moment after the answers."""

    def now() -> None:
        with app.app_context():
            begin_writing()
            reading.store_read()
            db.session.commit()
        db.session.rollback()

    now()
    return now


def where(topic, **query):
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/topics/{topic.id}-{topic.slug}?{words}"


def soup_of(page):
    return BeautifulSoup(page.text, "html.parser")


def marked(page):
    """The ids of the posts that are marked as new."""
    return [int(mark.find_parent(class_="post")["id"].removeprefix("post-"))
            for mark in soup_of(page).select(".post .new")]


def test_what_came_since_the_last_visit_is_marked_and_counted(make, browse, store):
    topic, reader = make.topic(), make.person()
    make.post(topic)
    browser = browse(reader)
    page = browser.get(where(topic))
    assert marked(page) == []
    assert counted(page) == ""
    store()
    news = [make.post(topic).id, make.post(topic).id]
    db.session.commit()
    page = browser.get(where(topic))
    assert marked(page) == news
    assert counted(page) == "2 new for you – first unread"
    store()
    assert marked(browser.get(where(topic))) == []


def test_only_the_posts_of_the_page_one_saw_are_read(make, browse, store):
    topic = make.topic()
    make.answers(topic, topic.author, [1] * 60)
    browser = browse(make.person())
    browser.get(where(topic, view="flat"))
    store()
    page = browser.get(where(topic, view="flat"))
    assert counted(page).startswith("41 new for you")
    link = soup_of(page).select_one("header .facts a.tag.accent")["href"]
    way = browser.get(f"{link}?view=flat").headers["Location"]
    oldest = db.session.query(Post).filter_by(number=21).one()
    assert way.endswith(f"#post-{oldest.id}")
    assert soup_of(browser.get(way)).find(id=f"post-{oldest.id}")


def test_the_first_unread_and_the_newest_post_are_a_link_away(make, browse, store):
    topic, browser = make.topic(), browse(make.person())
    browser.get(where(topic))
    store()
    first, last = make.post(topic), make.post(topic)
    db.session.commit()
    assert browser.get(f"/topics/{topic.id}/unread").headers["Location"].endswith(
        f"#post-{first.id}")
    assert browser.get(f"/topics/{topic.id}/newest").headers["Location"].endswith(
        f"#post-{last.id}")
    assert browse().get(f"/topics/{topic.id}/unread").headers["Location"] == where(topic)[:-1]


def test_what_one_writes_is_not_new_for_oneself(make, browse, store):
    topic, browser = make.topic(), browse(make.person())
    browser.get(where(topic))
    store()
    browser.post(f"/topics/{topic.id}/posts", data={"source": "So do we", "language": "en"})
    page = browser.get(where(topic))
    assert marked(page) == []
    assert counted(page) == ""


def test_visitors_leave_no_trace(make, browse, store):
    topic = make.topic()
    browse().get(where(topic))
    store()
    assert [position.person_id for position in ReadingPosition.query.all()] == [topic.author_id]


def test_reading_writes_nothing_before_the_answer_and_one_batch_after_it(
        make, browse, store, count_queries):
    topics, reader = [make.topic() for _ in range(3)], make.person()
    browser = browse(reader)
    for topic in topics:
        with count_queries(at_most=8) as queries:
            browser.get(where(topic))
        assert not [q for q in queries if not q.startswith("SELECT")]
    with count_queries(at_most=7):
        store()
    assert len(positions_of(reader)) == 3


def test_what_was_read_is_stored_by_itself_within_two_seconds(make, browse, store, app):
    topic, reader = make.topic(), make.person()
    browser = browse(reader)
    app.testing = False
    try:
        browser.get(where(topic))
        browser.get(where(topic))
    finally:
        app.testing = True
    assert transaction.PAUSE < 2
    assert reading.store_read in transaction._waiting
    for timer in [thread for thread in threading.enumerate() if isinstance(thread, Timer)]:
        timer.join(timeout=5)
    assert [position.numbers for position in positions_of(reader)] == ["1"]


def test_several_processes_at_once_each_add_what_they_saw(app, make, store):
    reader, topic = make.person(), make.topic()
    ids, workers = (reader.id, topic.id), 4
    make.answers(topic, reader, [1] * 40)
    db.session.commit()
    start = Barrier(workers)

    def see(worker):
        for number in range(worker + 1, 41, workers):
            start.wait(timeout=20)
            with app.app_context():
                begin_writing()
                reading._store({ids: {number}})
                db.session.commit()
                db.session.remove()

    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(see, range(workers)))
    assert [position.numbers for position in positions_of(reader)] == ["1-40"]


def test_what_was_deleted_meanwhile_hinders_nothing(app, make, store):
    reader, topic = make.person(), make.topic()
    db.session.commit()
    reading.note_read(Person(id=10**6), topic.id, [1])
    reading.note_read(reader, 10**6, [1])
    reading.note_read(reader, topic.id, [1])
    store()
    assert len(positions_of(reader)) == 1


def test_a_whole_space_can_count_as_read(make, browse, store):
    space = make.space("Youth", slug="youth")
    begun, untouched = make.topic(space), make.topic(space)
    browser = browse(make.member(space))
    browser.get(where(begun))
    store()
    make.post(begun)
    make.post(untouched)
    db.session.commit()
    page = browser.post("/spaces/youth/read", follow_redirects=True)
    assert "Everything in “Youth” counts as read." in page.text
    assert marked(browser.get(where(begun))) == []
    assert counted(browser.get(where(begun))) == ""


def test_what_was_read_stays_read_when_a_branch_is_split_off_and_merged_back(make, browse, store):
    topic, reader = make.topic(), make.person()
    moderator = make.moderator(topic.space)
    first = make.post(topic)
    make.post(topic, parent=first)
    browser = browse(reader)
    browser.get(where(topic))
    store()
    branch = branches.split_branch(moderator, first, title="A topic of its own")
    make.post(branch)
    make.post(topic)
    db.session.commit()
    assert [counted(browser.get(where(found))) for found in (topic, branch)] == [
        "1 new for you – first unread"] * 2
    branches.merge_topics(moderator, branch, topic)
    db.session.commit()
    assert counted(browser.get(where(topic))) == "2 new for you – first unread"
