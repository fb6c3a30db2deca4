"""Signing in and back, new passwords, new addresses."""
import re

import pytest
from flask_security import hash_password

from cop.base.clock import now
from cop.base.db import db
from cop.base.jobs import Job
from cop.base.mail import Suppression, suppress
from cop.people.models import Person
from cop.people.service.profiles import note_new_address
from tests.http.people.test_join import link_in
from tests.letters import said_in

PASSWORD = "a calm long sentence"


@pytest.fixture
def ada(make):
    return make.person(email="ada@example.org", password=hash_password(PASSWORD))


def sign_in(browser, password=PASSWORD, **more):
    return browser.post("/login", data={"email": "ada@example.org", "password": password} | more)


def test_signing_in_brings_back_to_where_one_was(browse, ada):
    browser = browse()
    sent = browser.get("/me/settings")
    assert sent.headers["Location"].startswith("/login?next=")
    page = browser.get(sent.headers["Location"])
    assert "Please sign in first." in page.text
    assert 'name="next"' in page.text
    back = sign_in(browser, next="/me/settings")
    assert back.headers["Location"] == "/me/settings"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example",
                                       "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(browse, ada, elsewhere):
    browser = browse()
    browser.get("/login", query_string={"next": elsewhere})
    answer = browser.post("/login", query_string={"next": elsewhere},
                          data={"email": "ada@example.org", "password": PASSWORD,
                                "next": elsewhere})
    assert answer.status_code == 302
    assert re.match(r"/(?![/\\])", answer.headers["Location"])


def test_a_forgotten_password_is_set_anew_by_letter(browse, ada, letters):
    browser = browse()
    page = browser.post("/reset", data={"email": "ada@example.org"})
    assert "a letter with a link is on its way" in page.text
    path = link_in(letters()[0], "reset")
    new = {"password": "another calm sentence", "password_confirm": "another calm sentence"}
    assert "accept_terms" not in browser.get(path).text
    done = browser.post(path, data=new, follow_redirects=True)
    assert "Your new password is stored." in done.text
    assert sign_in(browser).status_code == 422
    assert sign_in(browser, "another calm sentence").status_code == 302
    assert "Your password was set anew" in said_in(letters()[-1])
    used = browse().get(path, follow_redirects=True)
    assert "not valid or was used before" in used.text


def test_asking_for_a_password_never_says_who_has_an_account(browse, ada, letters):
    pages = [browse().post("/reset", data={"email": email}).text
             for email in ("ada@example.org", "nobody@example.org")]
    assert pages[0].count("is on its way") == pages[1].count("is on its way") == 1
    assert len(letters()) == 1


@pytest.mark.parametrize("address", ["/reset", "/confirm"])
@pytest.mark.parametrize("typed, sentence", [
    ("", "Please write your e-mail address."), ("ada at home", "This is not an e-mail address.")])
def test_what_is_no_address_gets_a_sentence(browse, letters, address, typed, sentence):
    page = browse().post(address, data={"email": typed})
    assert page.status_code == 422
    assert page.text.count(sentence) == 1
    assert "on its way" not in page.text
    assert not letters()


def test_two_different_new_passwords_are_refused(browse, ada, letters):
    browser = browse()
    browser.post("/reset", data={"email": "ada@example.org"})
    page = browser.post(link_in(letters()[0], "reset"), data={
        "password": "another calm sentence", "password_confirm": "something else here"})
    assert page.status_code == 422
    assert "The two passwords are not the same." in page.text


def test_an_account_made_for_somebody_opens_with_a_letter_and_the_terms(
        browse, make, letters):
    made = make.person(email="ada@example.org", confirmed_at=None, terms_version="")
    person_id = made.id
    browser = browse()
    browser.post("/reset", data={"email": "ada@example.org"})
    path = link_in(letters()[0], "reset")
    new = {"password": PASSWORD, "password_confirm": PASSWORD}
    assert "This account was made for you." in browser.get(path).text

    refused = browser.post(path, data=new)
    assert refused.status_code == 422
    assert "Please accept the terms" in refused.text
    assert browser.post(path, data=new | {"accept_terms": "y"}).status_code == 302

    person = db.session.get(Person, person_id)
    assert person.confirmed_at is not None
    assert person.terms_version == "1"
    assert sign_in(browser).status_code == 302


def test_a_password_is_changed_by_who_knows_the_old_one(browse, ada, letters):
    browser = browse()
    sign_in(browser)
    new = {"new_password": "another calm sentence",
           "new_password_confirm": "another calm sentence"}
    wrong = browser.post("/change", data={"password": "not mine at all"} | new)
    assert wrong.status_code == 422
    assert "This is not your password." in wrong.text
    done = browser.post("/change", data={"password": PASSWORD} | new)
    assert done.headers["Location"] == "/me/settings"
    assert "Your password was changed" in said_in(letters()[0])
    assert sign_in(browse(), "another calm sentence").status_code == 302


def test_an_address_changes_by_letter_and_the_old_one_is_told(browse, ada, letters):
    browser = browse()
    sign_in(browser)
    page = browser.post("/change-email", data={"email": "ada.bruni@example.org"})
    assert "We have sent a letter to ada.bruni@example.org" in page.text
    (letter,) = letters()
    assert letter["To"] == "ada.bruni@example.org"
    assert Person.query.one().email == "ada@example.org"

    done = browser.get(link_in(letter, "change-email"), follow_redirects=True)
    assert "Your new address is confirmed" in done.text
    db.session.rollback()  # look again
    assert Person.query.one().email == "ada.bruni@example.org"
    _, told = letters()
    assert told["To"] == "ada@example.org"
    assert "was changed to ada.bruni@example.org" in said_in(told)


def test_changing_an_address_asks_for_the_password_after_a_while(browse, ada):
    browser = browse(ada)
    browser.let_time_pass()
    asked = browser.get("/change-email")
    assert asked.headers["Location"].startswith("/verify")
    page = browser.get(asked.headers["Location"])
    assert "Confirm that it is you" in page.text
    wrong = browser.post(asked.headers["Location"], data={"password": "not mine at all"})
    assert wrong.status_code == 422
    back = browser.post(asked.headers["Location"], data={"password": PASSWORD})
    assert back.headers["Location"].endswith("/change-email")


def test_changing_an_address_is_not_there_for_strangers(browse):
    answer = browse().get("/change-email")
    assert answer.status_code == 302
    assert "/login" in answer.headers["Location"]


def test_confirming_an_address_lets_the_search_know(browse, letters):
    """The event is told once the address is confirmed, not before."""
    browser = browse()
    browser.post("/register", data={"name": "Ada Bruni", "email": "ada@example.org",
                                    "password": PASSWORD, "accept_terms": "y"})
    (letter,) = letters()
    assert Job.query.count() == 0
    db.session.rollback()
    browser.get(link_in(letter, "confirm"))
    orders = {job.name: job.arguments for job in Job.query}
    assert orders["cop.search.listeners.index_person"] == {"person_id": Person.query.one().id}


def test_signing_out_needs_the_token_of_the_page(browse, ada):
    browser = browse(ada)
    assert browser.post("/logout", csrf=False).status_code == 400
    assert browser.get("/me").status_code == 200


def test_who_gets_no_letters_any_more_reads_why_on_every_page(browse, make, run_jobs):
    person = make.person(email="ada@example.org")
    suppress("Ada@example.org", "5.2.2 mailbox full")
    run_jobs()
    browser = browse(person)
    assert "Our e-mails to you come back" in browser.get("/people").text
    assert "E-mails to ada@example.org came back" in browser.get("/me/settings").text
    answer = browser.post("/me/settings/letters-again", follow_redirects=True)
    assert "E-mails are sent to ada@example.org again." in answer.text
    assert "came back" not in answer.text
    db.session.rollback()
    assert Suppression.query.count() == 0


def test_a_new_address_gets_letters_again(make):
    person = make.person(letters_stopped_at=now())
    note_new_address(person)
    assert person.letters_stopped_at is None
