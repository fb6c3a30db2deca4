"""Administrators give and take roles, and close accounts."""
import pytest

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.people.models import Grant, Person
from cop.people.queries import find_by_email


@pytest.fixture
def admin(make):
    return make.granted("administrator", name="Alma Amministra")


def roles_of(person):
    db.session.rollback()
    grants = Grant.query.filter_by(person_id=person.id)
    return sorted((grant.role, grant.scope_kind, grant.scope_code) for grant in grants)


@pytest.mark.parametrize("typed, stored", [
    ({"role": "regional_manager", "scope_kind": "region", "scope": "Veneto"},
     ("regional_manager", "region", "ITH3")),
    ({"role": "curator", "scope_kind": "theme", "scope": "NEET"},
     ("curator", "theme", "neet")),
    ({"role": "curator", "scope_kind": "everywhere", "scope": ""},
     ("curator", "everywhere", "")),
    ({"role": "administrator", "scope_kind": "everywhere", "scope": ""},
     ("administrator", "everywhere", "")),
])
def test_an_administrator_grants_a_role_and_the_log_knows(make, browse, admin, typed, stored):
    person = make.person("Ada Bruni")
    browser = browse(admin)
    answer = browser.post(f"/admin/people/{person.id}/roles", data=typed, follow_redirects=True)
    assert "Ada Bruni holds the role now." in answer.text
    assert roles_of(person) == [stored]
    (entry,) = AuditEntry.query.filter_by(act="role.granted")
    assert (entry.actor_id, entry.target_id) == (admin.id, person.id)
    assert entry.facts == dict(zip(("role", "scope_kind", "scope_code"), stored, strict=True))


def test_a_moderator_of_a_space_becomes_its_member(make, browse, admin, run_jobs):
    person, space = make.person("Ada Bruni"), make.space("Youth", slug="youth")
    space_id = space.id
    browse(admin).post(f"/admin/people/{person.id}/roles", data={
        "role": "moderator", "scope_kind": "space", "scope": "youth"})
    assert roles_of(person) == [("moderator", "space", str(space_id))]
    run_jobs()
    db.session.rollback()
    ada = db.session.get(Person, person.id)
    assert [membership.space_id for membership in ada.memberships] == [space_id]
    page = browse(admin).get(f"/admin/people/{person.id}/roles").text
    assert "Youth" in page


@pytest.mark.parametrize("typed, sentence", [
    ({"role": "emperor", "scope_kind": "everywhere"}, "Not a valid choice"),
    ({"role": "curator", "scope_kind": "galaxy"}, "Not a valid choice"),
    ({"role": "curator", "scope_kind": "space", "scope": "youth"},
     "This role cannot be given for that kind of place."),
    ({"role": "regional_manager", "scope_kind": "region", "scope": "Atlantis"},
     "There is no such place."),
    ({"role": "moderator", "scope_kind": "space", "scope": "nowhere"}, "There is no such place."),
])
def test_a_role_that_makes_no_sense_is_refused(make, browse, admin, typed, sentence):
    person = make.person("Ada Bruni")
    page = browse(admin).post(f"/admin/people/{person.id}/roles", data=typed)
    assert page.status_code == 422
    assert sentence in page.text
    assert typed.get("scope", "") in page.text
    assert roles_of(person) == []


def test_a_role_is_taken_away(make, browse, admin):
    person = make.granted("curator", name="Ada Bruni")
    grant = person.grants[0]
    page = browse(admin).post(f"/admin/people/{person.id}/roles/{grant.id}/revoke",
                              follow_redirects=True)
    assert "does not hold the role any more" in page.text
    assert roles_of(person) == []
    assert AuditEntry.query.filter_by(act="role.revoked").count() == 1


def test_the_last_administrator_stays(make, browse, admin):
    own = f"/admin/people/{admin.id}"
    browser = browse(admin)
    for address in (f"{own}/roles/{admin.grants[0].id}/revoke", f"{own}/close"):
        refused = browser.post(address)
        assert refused.status_code == 403
        assert "This is the last administrator." in refused.text
    assert roles_of(admin) == [("administrator", "everywhere", "")]


def test_a_grant_of_somebody_else_is_not_there(make, browse, admin):
    curator, other = make.granted("curator"), make.person("Bea Conti")
    address = f"/admin/people/{other.id}/roles/{curator.grants[0].id}/revoke"
    assert browse(admin).post(address).status_code == 404


@pytest.mark.parametrize("address", ["/admin/people", "/admin/people/{}/roles"])
def test_only_administrators_look_behind(make, browse, address):
    person = make.person("Ada Bruni")
    assert browse(person).get(address.format(person.id)).status_code == 403
    assert browse().get(address.format(person.id)).status_code == 302


def test_nobody_gives_themselves_a_role(make, browse):
    person = make.granted("curator", name="Ada Bruni")
    answer = browse(person).post(f"/admin/people/{person.id}/roles", data={
        "role": "administrator", "scope_kind": "everywhere"})
    assert answer.status_code == 403
    assert "Only an administrator may do this." in answer.text
    assert roles_of(person) == [("curator", "everywhere", "")]


def test_a_closed_account_is_signed_out_and_can_be_opened_again(make, browse, admin):
    person = make.person("Ada Bruni", email="ada@example.org")
    person_id, theirs, browser = person.id, browse(person), browse(admin)
    assert theirs.get("/me").status_code == 200
    browser.post(f"/admin/people/{person_id}/close")
    assert theirs.get("/me").status_code == 302
    assert browser.get(f"/people/{person_id}").status_code == 404
    db.session.rollback()
    assert not find_by_email("ADA@example.org").active
    browser.post(f"/admin/people/{person_id}/open")
    assert browser.get(f"/people/{person_id}").status_code == 200


def test_the_list_of_accounts_finds_addresses_and_costs_few_queries(
        make, browse, admin, count_queries):
    make.person("Ada Bruni", email="ada@example.org", confirmed_at=None)
    for number in range(12):
        make.granted("curator", name=f"Curator {number}")
    browser = browse(admin)
    with count_queries(at_most=8):
        page = browser.get("/admin/people").text
    assert "ada@example.org" in page
    assert "Waits" in page
    found = browser.get("/admin/people", query_string={"q": "ada@"}).text
    assert "Ada Bruni" in found
    assert "Curator 1" not in found
