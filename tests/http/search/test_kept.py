"""What visitors find is kept as other pages are: until anything changes that is found or shown."""
from datetime import timedelta

import pytest

from cop.base import clock
from cop.base.db import begin_writing, db
from cop.discussions.models.topics import Topic
from cop.discussions.service import posts
from cop.people.models import Person
from cop.search.service import keeping
from cop.web import page_cache

FOUND = 'class="hit"'


@pytest.fixture(autouse=True)
def shelf(app):
    """The kept pages, none at first."""
    app.extensions["kept_pages"] = page_cache.Shelf()
    return app.extensions["kept_pages"]


@pytest.fixture
def topic(make, run_jobs):
    topic = make.topic(title="Vouchers in Veneto", space=make.space(), language="en")
    make.post(topic, source="We tried vouchers.", language="en")
    db.session.commit()
    keeping.reindex()
    return topic


def test_what_was_found_is_kept_and_costs_two_short_questions(browse, topic, shelf,
                                                              count_queries):
    first = browse().get("/search?q=vouchers")
    assert "Vouchers" in first.text and len(shelf) == 1
    with count_queries(at_most=2) as seen:
        assert browse().get("/search?q=vouchers").text == first.text
    assert all("content_versions" in each for each in seen)


def test_what_the_index_was_told_of_a_moment_ago_is_found(browse, topic, run_jobs, person_writes):
    assert FOUND not in browse().get("/search?q=sauna").text
    person_writes("It helps in the sauna.")
    assert FOUND not in browse().get("/search?q=sauna").text
    run_jobs()
    assert FOUND in browse().get("/search?q=sauna").text


def test_what_was_closed_is_found_no_more_though_the_index_does_not_know(browse, topic):
    assert FOUND in browse().get("/search?q=tried").text
    begin_writing()
    topic.space.visibility = "private"
    db.session.commit()
    assert FOUND not in browse().get("/search?q=tried").text


def test_an_index_that_was_built_anew_is_asked_anew(browse, topic, shelf):
    browse().get("/search?q=vouchers")
    kept = len(shelf)
    keeping.reindex()
    browse().get("/search?q=vouchers")
    assert len(shelf) == kept + 1


def test_members_neither_fill_nor_get_it(browse, topic, make, shelf):
    member = make.person()
    db.session.commit()
    browse(member).get("/search?q=vouchers")
    assert len(shelf) == 0
    browse().get("/search?q=vouchers")
    assert member.name in browse(member).get("/search?q=vouchers").text


def test_it_is_true_to_the_minute(browse, topic, count_queries):
    browse().get("/search?q=vouchers")
    with clock.at(clock.now() + timedelta(minutes=1)), count_queries(at_most=20) as seen:
        browse().get("/search?q=vouchers")
    assert len(seen) > 2


@pytest.fixture
def person_writes(make, topic):
    person = make.person()
    db.session.commit()

    def write(words):
        begin_writing()
        posts.write_post(db.session.get(Person, person.id), db.session.get(Topic, topic.id),
                         source=words, language="en")
        db.session.commit()

    return write
