"""From registering to signing out."""
import re

import pytest
from bs4 import BeautifulSoup

from cop.base.site import decide
from cop.people.models import Person
from tests.letters import said_in

ADA = {"name": "Ada Bruni", "email": "ada@example.org", "password": "a calm long sentence",
       "accept_terms": "y"}


def link_in(letter, path):
    """The path of the link in a letter. Links begin with the public address."""
    found = re.search(rf"http://localhost(/{path}/\S+)", said_in(letter))
    assert found, said_in(letter)
    return found[1]


@pytest.fixture
def joined(browse, letters):
    """Somebody who registered, and the letter they got."""
    browser = browse()
    answer = browser.post("/register", data=ADA)
    assert answer.status_code == 302
    (letter,) = letters()
    return browser, letter


def test_registering_confirming_signing_in_and_out(joined, letters):
    browser, letter = joined
    assert letter["To"] == "ada@example.org"
    assert "Confirm your e-mail address" in letter["Subject"]
    assert "Hello Ada Bruni," in said_in(letter)

    confirmed = browser.get(link_in(letter, "confirm"), follow_redirects=True)
    assert "your address is confirmed" in confirmed.text
    home = browser.post("/login", data={"email": "ada@example.org",
                                        "password": "a calm long sentence"})
    assert home.headers["Location"] == "/"
    assert "Ada Bruni" in browser.get("/me").text
    assert browser.post("/logout").status_code == 302
    assert browser.get("/me").status_code == 302


def test_the_version_of_the_accepted_terms_is_stored(joined):
    person = Person.query.filter_by(email="ada@example.org").one()
    assert (person.terms_version, person.confirmed_at) == ("1", None)
    assert person.terms_accepted_at is not None
    assert person.interface_language == "en"


def test_who_is_not_confirmed_cannot_sign_in_and_reads_why(joined):
    browser, _ = joined
    page = browser.post("/login", data={"email": "ada@example.org",
                                        "password": "a calm long sentence"})
    assert page.status_code == 422
    assert "not confirmed yet" in page.text
    assert browser.get("/me").status_code == 302


def test_a_wrong_password_is_refused_without_saying_who_is_here(browse, make):
    make.person(email="ada@example.org")
    answers = [
        browse().post("/login", data={"email": email, "password": "not this one at all"})
        for email in ("ada@example.org", "nobody@example.org")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("do not go together" in answer.text for answer in answers)
    assert "ada@example.org" in answers[0].text


def test_registering_again_says_the_same_and_writes_to_the_owner(joined, letters):
    browser, _ = joined
    answer = browser.post("/register", data=ADA | {"name": "Somebody Else"},
                          follow_redirects=True)
    assert "We have sent a letter to ada@example.org" in answer.text
    _, letter = letters()
    assert letter["Subject"].startswith("You have an account here already")
    assert "You have an account here already" in said_in(letter)
    assert Person.query.count() == 1


@pytest.mark.parametrize("change, sentence", [
    ({"name": ""}, "Please write your name."),
    ({"name": "A"}, "A name has 2 to 100 characters."),
    ({"email": "ada"}, "This is not an e-mail address."),
    ({"password": "short"}, "at least 12 characters"),
    ({"password": "passwordpassword"}, "on every list of common ones"),
    ({"password": "Ada.Bruni.Ada"}, "a name that everybody knows"),
    ({"accept_terms": ""}, "Please accept the terms"),
])
def test_a_bad_registration_keeps_what_was_typed(browse, change, sentence):
    page = browse().post("/register", data={k: v for k, v in (ADA | change).items() if v})
    assert page.status_code == 422
    assert sentence in page.text
    (field,) = change
    own = BeautifulSoup(page.text, "html.parser").find(id=f"{field}-error")
    assert sentence in own.get_text(), "the reason stands at its field too"
    kept = (ADA | change)["email"]
    assert f'value="{kept}"' in page.text
    assert Person.query.count() == 0


def test_where_registration_is_closed_nobody_registers(browse, letters):
    decide("registration", "closed")
    browser = browse()
    page = browser.get("/register")
    assert "Registration is closed here." in page.text
    assert "accept_terms" not in page.text
    refused = browser.post("/register", data=ADA)
    assert refused.status_code == 422
    assert "Registration is closed here." in refused.text
    assert (Person.query.count(), letters()) == (0, [])


def test_a_made_up_confirmation_link_says_so(browse):
    page = browse().get("/confirm/made-up", follow_redirects=True)
    assert "This link is not valid." in page.text


def test_a_letter_never_carries_the_host_somebody_made_up(browse, letters):
    browser, elsewhere = browse(), "http://other.example"
    page = BeautifulSoup(browser.get("/register", base_url=elsewhere).text, "html.parser")
    token = page.find("input", {"name": "csrf_token"})["value"]
    answer = browser.post("/register", base_url=elsewhere, csrf=False,
                          data=ADA | {"csrf_token": token})
    assert answer.status_code == 302
    (letter,) = letters()
    assert not any("other.example" in part.get_content() for part in letter.iter_parts())
    assert link_in(letter, "confirm")


def test_what_is_wrong_is_told_in_the_order_of_the_page(browse):
    page = BeautifulSoup(browse().post("/register", data={"email": "nobody"}).text, "lxml")
    told = [link["href"] for link in page.select(".errors a")]
    assert list(dict.fromkeys(told)) == ["#name", "#email", "#password", "#accept_terms"]
