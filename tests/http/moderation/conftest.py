"""Members who report, and what they report."""
from datetime import timedelta

import pytest
from sqlalchemy import select

from cop.base.clock import now
from cop.base.db import db
from cop.moderation.models.items import ReviewItem
from cop.moderation.queries.things import get_thing
from cop.moderation.service.reporting import Said, report_thing

FACTS = "It names a client and says what illness they have."


@pytest.fixture
def topic(make):
    return make.topic(author=make.person("Olga Nasi"))


@pytest.fixture
def post(make, topic):
    return make.post(topic, make.person("Aldo Autore"), source="Mario Rossi has diabetes.")


@pytest.fixture
def known(make):
    """Makes members who are not new: they joined long ago, and some posts of theirs stand."""
    def known_member(name="Carla Nota"):
        person = make.person(name, confirmed_at=now() - timedelta(days=30))
        topic = make.topic(author=person)
        for number in range(3):
            make.post(topic, person, source=f"Something useful, number {number}.")
        return person

    return known_member


@pytest.fixture
def moderator(make, topic):
    return make.moderator(topic.space, "Mara Neri")


def report(person, thing, reason="personal_data", **more):
    return report_thing(person, get_thing(person, *thing), Said(reason=reason, **more))


def of(post):
    return ("post", post.id)


def item_of(post):
    """Its open item, as it stands now."""
    return db.session.scalars(select(ReviewItem).where(
        ReviewItem.post_id == post.id, ReviewItem.decided_at.is_(None)).execution_options(
        populate_existing=True)).one()


def write(window, topic, words, **more):
    """Somebody answers in a topic."""
    return window.post(f"/topics/{topic.id}/posts", data={"source": words, "language": "en"},
                       **more)
