"""Several people write in a topic at the same moment."""
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from cop.base.db import begin_writing, db
from cop.discussions.models.topics import Post, Topic
from cop.discussions.service import posts
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
