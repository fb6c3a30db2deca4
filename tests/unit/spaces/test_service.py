"""What the command line, the demo and other features ask of spaces."""
import pytest

from cop.base.db import db
from cop.base.errors import Forbidden, Invalid
from cop.people.models import Person
from cop.spaces import following, queries, service, start_up
from cop.spaces.models import Membership, Space
from cop.spaces.policy import moderates, visible_spaces
from cop.vocabulary.lists import LANGUAGES, REGIONS, THEMES


def test_the_first_rooms_open_once(app):
    rooms = start_up.open_start_up_spaces(None, "it")
    assert len(rooms) == 14 + 21
    names = {room.slug: room.name for room in rooms}
    assert names["youth-and-neet"] == "Giovani e NEET"
    assert names["toscana"] == "Toscana"
    assert {room.slug for room in rooms if room.visibility != "public"} == {
        "managers-room", "trainers-room"}
    assert start_up.open_start_up_spaces(None, "en") == []
    assert Space.query.count() == len(rooms)


def test_the_first_rooms_speak_the_language_of_the_site(app):
    rooms = {room.slug: room for room in start_up.open_start_up_spaces(None, "en")}
    assert rooms["youth-and-neet"].name == "Youth and NEET"
    assert all(room.description and room.language == "en" for room in rooms.values())
    for room in rooms.values():
        assert all(code in THEMES for code in room.themes)
        assert all(code in REGIONS for code in room.regions)
        assert room.language in LANGUAGES


def test_a_moderator_is_appointed_and_belongs(make):
    space, person = make.space(visibility="private"), make.person()
    with pytest.raises(Forbidden):
        service.appoint(make.person(), space, person, "moderator")
    service.appoint(None, space, person, "moderator")
    service.appoint(None, space, person, "moderator")
    assert moderates(person, space)
    assert (space.member_count, Membership.query.count(), len(person.grants)) == (1, 1, 1)
    assert queries.list_staff(person, space)["moderator"] == [person]


@pytest.mark.parametrize("wrong", [
    {"name": "AI"}, {"description": "a" * 2001}, {"kind": "club"}, {"visibility": "open"},
    {"language": "xx"}, {"themes": ["made-up"]}, {"regions": ["XX9"]}, {"slug": "Not a slug"},
    {"slug": "new"},
])
def test_a_space_that_cannot_be_is_refused_with_the_field(app, wrong):
    with pytest.raises(Invalid) as refusal:
        service.open_space(None, **({"name": "Green jobs"} | wrong))
    assert list(refusal.value.fields) == list(wrong)


def test_a_service_opens_no_wider_what_was_written_for_few(make):
    space = make.space(visibility="members", topic_count=1)
    with pytest.raises(Forbidden):
        service.change_space(make.owner(space), space, name="Open now", visibility="public")
    assert space.visibility == "members"


def test_followers_are_those_who_may_see(make):
    space = make.space(visibility="private")
    inside, outside, gone = make.member(space), make.person(), make.person(active=False)
    for person in (inside, outside, gone, inside):
        following.follow(person, "topic", 7)
    def followers(*conditions):
        return set(queries.list_choices([("topic", 7, "")], *conditions))

    assert followers() == {inside.id, outside.id}
    sees = db.select(Space.id).where(Space.id == space.id, visible_spaces(Person))
    assert followers(sees.exists()) == {inside.id}
    following.unfollow(inside, "topic", 7)
    assert followers() == {outside.id}


def test_places_of_grants_are_found_and_named(make):
    space = make.space("Youth", slug="youth")
    code = str(space.id)
    assert queries.find_scope("youth") == queries.find_scope(code) == code
    assert queries.find_scope("nowhere") is None
    assert queries.name_scopes([code], "en") == {code: "Youth"}
    assert queries.write_scope(code) == "youth"
