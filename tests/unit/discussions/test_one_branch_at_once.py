"""Many people do everything to the same topics at the same moment, round after round.

Afterwards no post is lost, nothing is counted wrong, every tree is sound; whoever was refused
heard a reason.
"""
import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from cop.base.db import db
from cop.discussions.models.topics import Post, Topic
from cop.spaces.models import Space
from tests.tree_check import is_sound

PEOPLE = 6
ROUNDS = 12
#: Chance decides what can be done; so long as one of these acts was not, all begins anew.
STORMS, ACTS = 5, ("/split", "/merge", "/move", "/delete")
#: What an answer may be: done, sign in, not there any more, somebody was first, not like that.
CLEAN = {200, 302, 301, 403, 404, 409, 422}


@pytest.fixture
def world(make, browse):
    """Two spaces, two topics with branches in the first, people who moderate both spaces."""
    here, there = make.space("Here"), make.space("There")
    people = [make.moderator(here, f"Person {n}", also=[there]) for n in range(PEOPLE)]
    topics = [make.topic(here, people[0], title=f"The topic {n}") for n in range(2)]
    for topic in topics:
        above = make.post(topic, people[0])
        for person in people:
            above = make.post(topic, person, parent=above if person.id % 2 else None)
    browsers = [browse(person) for person in people]
    for browser in browsers:
        browser.token_of_all = browser.token()
    return [here.slug, there.slug], browsers


def deeds(chance, spaces):
    """One thing to do to some post or topic there is: (path, form)."""
    db.session.rollback()
    post_id, topic_id = chance.choice(db.session.execute(select(Post.id, Post.topic_id)).all())
    other = chance.choice(db.session.scalars(
        select(Topic.id).where(Topic.merged_into_id.is_(None))).all())
    db.session.remove()
    words = {"source": f"Text {chance.random()}", "language": "en", "parent": str(post_id),
             "title": "A title of one's own", "kind": "discussion"}
    return chance.choices([
        (f"/topics/{topic_id}/posts", words),
        (f"/posts/{post_id}/edit", words),
        (f"/posts/{post_id}/delete", {}),
        (f"/posts/{post_id}/split", words),
        (f"/topics/{topic_id}/merge", {"into": f"/topics/{other}"}),
        (f"/topics/{topic_id}/merge", {"into": f"/posts/{post_id}"}),
        (f"/topics/{topic_id}/move", {"to": chance.choice(spaces)}),
        (f"/topics/{topic_id}/lock", {}), (f"/topics/{topic_id}/archive", {}),
        (f"/topics/{topic_id}/unarchive", {}), (f"/topics/{topic_id}/pin", {}),
    ], weights=[9, 3, 2, 4, 2, 1, 3, 1, 1, 2, 1])[0]


def act_all_at_once(app, world, storm):
    """What people were answered: (path, status, where to), `ROUNDS` things each."""
    spaces, browsers = world
    start = Barrier(PEOPLE)

    def act(number):
        chance, told = random.Random(storm * PEOPLE + number), []
        for _ in range(ROUNDS):
            with app.app_context():
                path, words = deeds(chance, spaces)
            start.wait(60)
            answer = browsers[number].post(
                path, data=words | {"csrf_token": browsers[number].token_of_all}, csrf=False)
            told.append((path, answer.status_code, answer.headers.get("Location", "")))
        return told

    with ThreadPoolExecutor(PEOPLE) as threads:
        return [each for one in threads.map(act, range(PEOPLE)) for each in one]


def was_done(told, what):
    return [path for path, status, _ in told if path.endswith(what) and status == 302]


def test_nothing_is_lost_or_miscounted_whatever_people_do_at_once(app, world):
    before = db.session.scalar(select(func.count(Post.id)))
    db.session.remove()
    told = []
    for storm in range(STORMS):
        told += act_all_at_once(app, world, storm)
        if len(was_done(told, "/posts")) >= ROUNDS and all(was_done(told, act) for act in ACTS):
            break
    else:
        pytest.fail("hardly anybody could do anything: the test tests nothing")

    strange = [each for each in told if each[1] not in CLEAN]
    assert not strange, strange
    written = was_done(told, "/posts")
    assert db.session.scalar(select(func.count(Post.id))) == before + len(written)
    topics = db.session.scalars(select(Topic)).all()
    assert any(topic.merged_into_id for topic in topics)
    assert all(is_sound(topic) for topic in topics)
    for space in db.session.scalars(select(Space)).all():
        there = select(func.count(Topic.id)).where(
            Topic.space_id == space.id, Topic.merged_into_id.is_(None))
        assert space.topic_count == db.session.scalar(there)
