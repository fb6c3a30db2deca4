"""Who may see, enter and shape a space."""
from datetime import timedelta

import pytest
from sqlalchemy import select

from cop.base.clock import now
from cop.base.db import db
from cop.people.models import Person
from cop.spaces import policy
from cop.spaces.models import VISIBILITIES, Space
from cop.spaces.policy import visible_spaces


@pytest.fixture
def rooms(make):
    return {kind: make.space(kind, slug=kind, visibility=kind) for kind in VISIBILITIES}


def seen_by(reader):
    return {space.slug for space in db.session.scalars(
        select(Space).where(visible_spaces(reader)))}


def test_the_two_forms_of_seeing_agree(make, rooms):
    readers = [make.visitor(), make.person(), make.member(rooms["private"]),
               make.granted("administrator"), make.moderator(rooms["private"])]
    for reader in readers:
        assert seen_by(reader) == {
            slug for slug, room in rooms.items() if policy.may_see(reader, room)}


def test_the_class_asks_for_every_person_at_once(make, rooms):
    inside, outside = make.member(rooms["private"], "Inside"), make.person("Outside")
    who = select(Person.name).join(Space, visible_spaces(Person)).where(
        Space.id == rooms["private"].id)
    assert set(db.session.scalars(who)) == {inside.name}
    who = select(Person.name).join(Space, visible_spaces(Person)).where(
        Space.id == rooms["members"].id)
    assert set(db.session.scalars(who)) == {inside.name, outside.name}


def test_who_may_join_is_told_why_not(make, rooms):
    ada = make.member(rooms["public"])
    assert policy.may_join(ada, rooms["members"])
    assert "already" in policy.may_join(ada, rooms["public"]).reason
    assert "by invitation" in policy.may_join(ada, rooms["private"]).reason
    assert "Sign in" in policy.may_join(make.visitor(), rooms["public"]).reason


def test_an_ended_course_is_read_not_written_in(make):
    today = now().date()
    course = make.space(kind="course", ends_on=today)
    member = make.member(course)
    assert policy.may_write_in(member, course)
    course.ends_on = today - timedelta(days=1)
    assert "This course has ended" in policy.may_write_in(member, course).reason


def test_administrators_moderate_what_they_can_see(make, rooms):
    admin = make.granted("administrator")
    assert policy.moderates(admin, rooms["members"])
    assert not policy.moderates(admin, rooms["private"])
    everywhere = make.granted("moderator")
    assert policy.moderates(everywhere, rooms["public"])


def test_a_space_with_topics_only_becomes_narrower(make, rooms):
    room = rooms["members"]
    owner = make.owner(room)
    assert policy.visibilities_for(owner, room) == ["public", "members", "private"]
    room.topic_count = 1
    assert policy.visibilities_for(owner, room) == ["members", "private"]
