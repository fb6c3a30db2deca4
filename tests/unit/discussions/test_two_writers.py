"""Several people write in a topic at the same moment."""
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from cop.base.clock import now
from cop.base.db import begin_writing, db, read_first
from cop.base.errors import Forbidden
from cop.discussions.models.topics import Post, Topic
from cop.discussions.service import posts
from cop.discussions.service.holding import hold_topics
from cop.people.models import Person

WRITERS = 6
EACH = 8


def test_writers_at_once_get_numbers_of_their_own_and_all_posts_are_counted(app, make):
    topic = make.topic()
    people = [make.person().id for _ in range(WRITERS)]
    topic_id = topic.id
    db.session.commit()
    start = Barrier(WRITERS)

    def write(person_id):
        start.wait()
        for n in range(EACH):
            with app.app_context():
                begin_writing()
                author = db.session.get(Person, person_id)
                found = db.session.get(Topic, topic_id)
                posts.write_post(author, found, source=f"{person_id}-{n}", language="en")
                db.session.commit()
                db.session.remove()

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(write, people))

    db.session.expire_all()
    everything = db.session.scalars(select(Post).order_by(Post.number)).all()
    assert [post.number for post in everything] == list(range(1, WRITERS * EACH + 2))
    assert len({post.path for post in everything}) == len(everything)
    assert db.session.get(Topic, topic_id).post_count == WRITERS * EACH + 1


def test_what_others_change_while_a_writer_still_reads_counts(app, make):
    topic, author = make.topic(), make.person()
    topic_id, author_id = topic.id, author.id
    db.session.commit()
    db.session.remove()
    read_first()
    author, topic = db.session.get(Person, author_id), db.session.get(Topic, topic_id)
    assert topic.locked_at is None and author.name

    def lock():
        with app.app_context():
            begin_writing()
            db.session.get(Topic, topic_id).locked_at = now()
            db.session.commit()
            db.session.remove()

    with ThreadPoolExecutor(1) as other:
        other.submit(lock).result()
    with pytest.raises(Forbidden, match="locked"):
        posts.write_post(author, topic, source="Too late.", language="en")
    assert topic.post_count == 1


def test_who_reads_first_keeps_what_was_read_when_it_writes(make, count_queries):
    topic_id, author_id = make.topic().id, make.person().id
    db.session.commit()
    db.session.remove()
    read_first()
    author, topic = db.session.get(Person, author_id), db.session.get(Topic, topic_id)
    with count_queries(at_most=1):  # the topic, which is held
        hold_topics(topic)
        assert topic.space.name and author.name
    topic.title = "A better title"
    hold_topics(topic)
    db.session.commit()
    assert topic.title == "A better title"


def test_a_topic_that_is_held_is_in_the_space_that_it_was_just_brought_to(app, make):
    here, there = make.space("Here"), make.space("There")
    topic_id, there_id = make.topic(here).id, there.id
    db.session.commit()
    db.session.remove()
    read_first()
    topic = db.session.get(Topic, topic_id)
    assert topic.space.name == "Here"

    def bring():
        with app.app_context():
            begin_writing()
            db.session.get(Topic, topic_id).space_id = there_id
            db.session.commit()
            db.session.remove()

    with ThreadPoolExecutor(1) as other:
        other.submit(bring).result()
    hold_topics(topic)
    assert (topic.space_id, topic.space.name) == (there_id, "There")
