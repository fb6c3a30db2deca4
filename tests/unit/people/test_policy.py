"""Who sees whom, and what roles allow where."""
import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased

from cop.base.db import db
from cop.base.errors import Forbidden, Invalid
from cop.people.models import Person
from cop.people.policy import has_role, may_administer, may_edit_profile, visible_people
from cop.people.queries import count_administrators
from cop.people.service import profiles, roles


def seen_by(reader):
    return {person.name for person in db.session.scalars(
        select(Person).where(visible_people(reader)))}


def test_seeing_asks_the_person_or_the_class_alike(make):
    shown = make.person("Shown", profile_is_public=True)
    make.person("Member")
    make.person("Waiting", confirmed_at=None)
    assert seen_by(make.visitor()) == {"Shown"}
    assert seen_by(shown) == {"Shown", "Member"}
    assert seen_by(Person) == {"Shown", "Member"}
    assert seen_by(aliased(Person)) == {"Shown", "Member"}


def test_a_role_for_a_region_holds_within_it(make):
    giulia = make.granted("regional_manager", "region", "ITI")
    assert has_role(giulia, "regional_manager", "region", "ITI14")
    assert not has_role(giulia, "regional_manager", "region", "ITH3")
    assert has_role(giulia, "regional_manager")
    assert not has_role(giulia, "curator")


def test_only_oneself_changes_a_profile(make):
    ada, bea = make.person("Ada Bruni"), make.person("Bea Conti")
    assert may_edit_profile(ada, ada)
    assert may_edit_profile(bea, ada).reason == "Only its owner may change a profile."
    assert not may_administer(make.visitor())


def test_accounts_are_made_by_administrators_and_the_command_line(make):
    with pytest.raises(Forbidden):
        profiles.create_person(make.person(), name="Bea Conti", email="bea@example.org")
    admin = make.granted("administrator")
    made = profiles.create_person(admin, name="Bea  Conti", email=" bea@Example.org ")
    assert (made.name, made.email) == ("Bea Conti", "bea@example.org")
    assert made.confirmed_at is not None


@pytest.mark.parametrize("wrong", [
    {"name": "B"}, {"email": "bea"}, {"password": "short"}, {"email": "ADA@example.org"},
])
def test_an_account_that_cannot_be_is_refused_with_the_field(make, wrong):
    make.person(email="ada@example.org")
    wish = {"name": "Bea Conti", "email": "bea@example.org"} | wrong
    with pytest.raises(Invalid) as refusal:
        profiles.create_person(None, **wish)
    assert list(refusal.value.fields) == list(wrong)


def test_administrators_who_left_do_not_count(make):
    make.granted("administrator", name="Here")
    make.granted("administrator", name="Gone", active=False)
    assert count_administrators() == 1


def test_granting_twice_is_granting_once(make):
    person = make.person()
    first = roles.grant_role(None, person, "curator", "theme", "neet")
    assert roles.grant_role(None, person, "curator", "theme", "NEET") == first
    assert len(person.grants) == 1


def test_the_command_line_takes_roles_away_but_not_the_last_administrator(make):
    admin = make.granted("administrator")
    with pytest.raises(Forbidden):
        roles.revoke(None, admin, "administrator")
    with pytest.raises(Invalid):
        roles.revoke(None, admin, "curator", "theme", "neet")
    make.granted("administrator", name="Second")
    roles.revoke(None, admin, "administrator")
    assert admin.grants == []
