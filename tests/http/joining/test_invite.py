"""Invitations: a letter, a link, a way in."""
import re
from datetime import timedelta

import pytest

from cop.base.clock import at, now
from cop.base.db import db
from cop.people.models import Person
from cop.spaces.models import Invitation, Membership
from tests.letters import said_in


@pytest.fixture
def hidden(make):
    return make.space("Managers' room", slug="managers", visibility="private",
                      description="For those who lead.")


@pytest.fixture
def link(make, browse, hidden, letters):
    """The path in the letter that a moderator had sent."""
    browser = browse(make.moderator(hidden, "Mara Neri"))
    answer = browser.post("/spaces/managers/invitations", data={"email": "ada@example.org"})
    assert answer.headers["Location"] == "/spaces/managers/invitations"
    (letter,) = letters()
    assert letter["To"] == "ada@example.org"
    assert "Mara Neri invites you to “Managers' room”" in letter["Subject"]
    assert "For those who lead." in said_in(letter)
    return re.search(r"http://localhost(/invitations/\S+)", said_in(letter))[1]


def test_a_letter_names_spaces_with_the_quotation_marks_of_its_language(
        make, browse, hidden, letters):
    mara = make.moderator(hidden, "Mara Neri")
    mara.interface_language = "it"
    browse(mara).post("/spaces/managers/invitations", data={"email": "ada@example.org"})
    (letter,) = letters()
    assert letter["Subject"] == "Mara Neri ti invita in «Managers' room»"


def test_an_invited_person_comes_in(make, browse, link):
    browser = browse(make.person("Ada Bruni"))
    assert browser.get("/spaces/managers").status_code == 404
    page = browser.get(link)
    assert "You are invited to “Managers&#39; room”" in page.text
    inside = browser.post(f"{link}/accept", follow_redirects=True)
    assert "Welcome to “Managers&#39; room”." in inside.text
    assert "2 members" in inside.text


def test_an_invitation_is_good_for_one_person(make, browse, link):
    ada, bea = make.person("Ada Bruni"), make.person("Bea Conti")
    browse(ada).post(f"{link}/accept")
    other = browse(bea)
    for answer in (other.get(link), other.post(f"{link}/accept")):
        assert answer.status_code == 404
        assert "This invitation was used already." in answer.text
    assert other.get("/spaces/managers").status_code == 404


def test_an_invitation_ends_after_two_weeks(make, browse, link):
    browser = browse(make.person("Ada Bruni"))
    with at(now() + timedelta(days=13)):
        assert browser.get(link).status_code == 200
    with at(now() + timedelta(days=15)):
        answer = browser.post(f"{link}/accept")
    assert answer.status_code == 404
    assert "This invitation is too old." in answer.text
    assert Membership.query.count() == 1


def test_a_wrong_link_says_so(make, browse):
    answer = browse(make.person()).get("/invitations/made-up")
    assert answer.status_code == 404
    assert "There is no such invitation." in answer.text


def test_who_has_an_account_signs_in_first_and_is_brought_back(make, browse, link):
    make.person("Ada Bruni", email="ada@example.org")
    page = browse().get(link)
    assert "Choose" not in page.text
    assert f'href="/login?next={link}"' in page.text
    refused = browse().post(f"{link}/come-in")
    assert refused.location.startswith("/login")


def test_who_has_none_gets_one_and_is_in(browse, link, hidden):
    window = browse()
    assert "Next you choose a password for ada@example.org" in window.get(link).text
    answer = window.post(f"{link}/come-in")
    assert "/reset/" in answer.location
    ada = Person.query.filter_by(email="ada@example.org").one()
    assert ada.confirmed_at is None
    window.post(answer.location.removeprefix("http://localhost"), data={
        "password": "a few words apart", "password_confirm": "a few words apart",
        "accept_terms": "y"})
    db.session.rollback()
    ada = Person.query.filter_by(email="ada@example.org").one()
    assert ada.confirmed_at and [each.space_id for each in ada.memberships] == [hidden.id]
    assert window.get(link).status_code == 404


def test_only_the_digest_of_the_link_is_kept(link):
    token = link.rsplit("/", 1)[1]
    (invitation,) = Invitation.query
    assert token not in (invitation.digest, invitation.email)
    assert len(invitation.digest) == 64


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a b@example.org"])
def test_a_bad_address_is_refused(make, browse, hidden, letters, email):
    browser = browse(make.moderator(hidden))
    page = browser.post("/spaces/managers/invitations", data={"email": email})
    assert page.status_code == 422
    assert "e-mail address" in page.text
    assert letters() == []


def test_only_moderators_invite(make, browse, hidden):
    browser = browse(make.member(hidden, "Ada Bruni"))
    for answer in (browser.get("/spaces/managers/invitations"),
                   browser.post("/spaces/managers/invitations", data={"email": "a@example.org"})):
        assert answer.status_code == 403
        assert "Only moderators of this space invite people." in answer.text
    db.session.rollback()
    assert Invitation.query.count() == 0
