"""Every rule about seeing, asked both ways: for one reader, and for the class Person.

The class form answers "who may see this?" in one query. A subquery that does not correlate
answers "anyone" without a word: here it would be found out.
"""
from datetime import date

import pytest
from sqlalchemy import select

from cop.base.clock import now
from cop.base.db import add, db
from cop.cases.models.cases import Case
from cop.cases.policy.cases import visible_cases
from cop.digests.models import Digest
from cop.digests.policy import visible_digests
from cop.discussions.models.attachments import PostFile
from cop.discussions.models.revisions import Revision
from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import visible_posts, visible_revisions, visible_topics
from cop.files.models import File
from cop.files.policy import visible_files
from cop.files.service.files import keep_file
from cop.people.models import Person
from cop.people.policy import visible_people
from cop.spaces.models import Membership, Space
from cop.spaces.policy import visible_spaces

RULES = {
    Space: visible_spaces, Topic: visible_topics, Post: visible_posts, Revision: visible_revisions,
    File: visible_files, Case: visible_cases, Person: visible_people, Digest: visible_digests,
}


@pytest.fixture
def people(make):
    """Two members of different rooms, a stranger, somebody not confirmed, somebody who left."""
    return {
        "ada": make.person("Ada"), "bob": make.person("Bob", profile_is_public=True),
        "cyd": make.person("Cyd"), "new": make.person("New", confirmed_at=None),
        "gone": make.person("Gone", active=False),
    }


@pytest.fixture
def world(make, people):
    """Something of every kind, in rooms of every visibility."""
    rooms = [make.space(visibility=kind) for kind in ("public", "members", "private", "private")]
    for room, member in zip(rooms[2:], ("ada", "bob"), strict=True):
        add(Membership(space_id=room.id, person_id=people[member].id))
    for room in rooms:
        writer = people["bob"] if room is rooms[3] else people["ada"]
        post = make.post(make.topic(room, writer), writer)
        post.whole_text = keep_file(None, name="a", media_type="text/plain", content=b"x")
        file = keep_file(writer, name="c", media_type="text/plain", content=b"z")
        post.attachments.append(PostFile(file=file, place=0))
        add(Revision(post_id=post.id, number=1, source="a", language="en", written_at=now(),
                     written_by_id=writer.id))
    for audience, frozen_at in (("members", None), ("members", now()), ("public", now())):
        add(Digest(first_day=date(2026, 10, 1), last_day=date(2026, 10, 31), language="en",
                   audience=audience, frozen_at=frozen_at, made_by=people["ada"]))
    keep_file(people["cyd"], name="b", media_type="text/plain", content=b"y")
    curator = make.granted("curator", name="Paolo Curti")
    for status in ("draft", "published", "withdrawn"):
        make.case(people["ada"], status=status, curator=curator)
    make.case(people["ada"], status="published", curator=curator).members_only = True
    db.session.flush()
    return people


def seen_by(reader, kind):
    return set(db.session.scalars(select(kind.id).where(RULES[kind](reader))))


@pytest.mark.parametrize("kind", RULES, ids=lambda kind: kind.__tablename__)
def test_a_rule_says_the_same_for_one_reader_and_for_all_at_once(world, kind):
    for thing_id in db.session.scalars(select(kind.id)).all():
        readers = {name for name, person in world.items() if thing_id in seen_by(person, kind)}
        assert readers_of(kind, thing_id, world) == readers


def readers_of(kind, thing_id, world):
    """The names of those who may see a thing, asked with the class Person."""
    if kind is Person:  # who reads and who is seen are the same row: the rule knows all or none
        here = select(Person.id).where(Person.id == thing_id, RULES[kind](Person))
        return set(world) if db.session.scalar(here) else set()
    query = select(Person.id).join(kind, kind.id == thing_id).where(RULES[kind](Person))
    seen = set(db.session.scalars(query))
    return {name for name, person in world.items() if person.id in seen}


@pytest.mark.parametrize("kind, visitor, ada, cyd", [
    (Space, 1, 3, 2), (Topic, 1, 3, 2), (Post, 2, 6, 4), (Revision, 1, 3, 2),
    (File, 2, 6, 5), (Case, 1, 4, 2), (Person, 1, 6, 6), (Digest, 1, 3, 2),
], ids=lambda value: getattr(value, "__tablename__", value))
def test_visitors_members_and_strangers_see_what_is_theirs_to_see(
        make, world, kind, visitor, ada, cyd):
    assert len(seen_by(make.visitor(), kind)) == visitor
    assert len(seen_by(world["ada"], kind)) == ada
    assert len(seen_by(world["cyd"], kind)) == cyd
