"""Coming in where somebody decides who does: asking, being let in or not, being invited."""
import re

import pytest

from cop.base.audit import AuditEntry
from cop.base.clock import at, now
from cop.base.db import db
from cop.base.site import decide
from cop.joining import inviting
from cop.joining.listeners import REFUSED_KEPT
from cop.joining.models import JoinRequest
from cop.joining.service import forget_refused
from cop.people.models import Person
from tests.letters import said_in

ADA = {"name": "Ada Bruni", "email": "ada@example.org", "words": "CPI di Treviso, as a counsellor."}
PASSWORD = "a calm long sentence"
ACCOUNT = {"name": "Ada Bruni", "email": "ada@example.org", "password": PASSWORD,
           "accept_terms": "y"}


@pytest.fixture
def by_approval(app):
    decide("registration", "approval")
    db.session.commit()


def link_in(letter):
    return re.search(r"http://localhost(/reset/\S+)", said_in(letter))[1]


def test_somebody_asks_is_let_in_and_chooses_a_password(browse, make, letters, by_approval):
    admin = browse(make.granted("administrator", name="Alma"))
    window = browse()
    assert window.get("/register").location == "/join"
    assert window.post("/join", data=ADA).status_code == 302
    assert [letter["To"] for letter in letters()] == ["ada@example.org"]
    assert Person.query.filter_by(email="ada@example.org").count() == 0
    assert "CPI di Treviso" in admin.get("/admin/joining").text
    (asked,) = JoinRequest.query.all()
    assert admin.post(f"/admin/joining/{asked.id}/let-in").status_code == 302
    letter = letters()[-1]
    assert letter["Subject"] == "You are let in"
    link = link_in(letter)
    assert "accept_terms" in window.get(link).text
    answer = window.post(link, data={
        "password": PASSWORD, "password_confirm": PASSWORD, "accept_terms": "y"})
    assert answer.status_code == 302
    db.session.rollback()
    ada = Person.query.filter_by(email="ada@example.org").one()
    assert ada.confirmed_at and ada.terms_version == "1"
    assert JoinRequest.query.count() == 0
    assert AuditEntry.query.filter_by(act="person.let_in", target_id=ada.id).count() == 1


def test_somebody_is_refused_with_a_reason_and_forgotten_later(browse, make, letters, by_approval):
    moderator = browse(make.granted("moderator"))
    browse().post("/join", data=ADA)
    (asked,) = JoinRequest.query.all()
    path = f"/admin/joining/{asked.id}/refuse"
    assert "Please write a reason" in moderator.post(path, data={"reason": ""}).text
    assert moderator.post(path, data={"reason": "Only for public services."}).status_code == 302
    assert "Only for public services." in said_in(letters()[-1])
    assert moderator.post(path, data={"reason": "Again."}).status_code == 404
    assert "Only for public services." in moderator.get("/admin/joining?state=refused").text
    db.session.rollback()
    with at(now() + REFUSED_KEPT * 1.1):
        forget_refused(before=now() - REFUSED_KEPT)
        assert JoinRequest.query.count() == 0


@pytest.mark.parametrize("change, sentence", [
    ({"name": ""}, "Please write your name."), ({"words": " "}, "Please say who you are."),
    ({"email": "ada"}, "This is not an e-mail address."),
    ({"words": "x" * 2001}, "There is room for 2000 characters."),
])
def test_what_is_wrong_is_said_and_what_was_typed_stays(browse, by_approval, change, sentence):
    answer = browse().post("/join", data=ADA | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert (ADA | change)["email"] in answer.text


def test_the_page_does_not_tell_who_has_an_account_or_asked(browse, make, letters, by_approval):
    make.person(email="paolo@example.org")
    answers = [browse().post("/join", data=ADA | {"email": email}).location
               for email in ("paolo@example.org", "ada@example.org", "ADA@example.org")]
    assert len(set(answers)) == 1
    assert JoinRequest.query.count() == 1
    subjects = [(letter["To"], letter["Subject"]) for letter in letters()]
    assert subjects[0] == ("paolo@example.org", "You have an account here already")
    assert len(subjects) == 3


def test_who_has_an_account_gets_the_letter_in_its_language(browse, make, letters, by_approval):
    make.person(email="paolo@example.org", interface_language="it")
    browse().post("/join", data=ADA | {"email": "paolo@example.org"},
                  headers={"Accept-Language": "fr"})
    (letter,) = letters()
    assert letter["Subject"] == "Hai già un account qui"


def test_domains_hold_for_who_asks_too(browse, by_approval):
    decide("mail_domains", ("regione.example.it",))
    db.session.commit()
    assert "One of regione.example.it." in browse().get("/join").text
    answer = browse().post("/join", data=ADA)
    assert "Accounts are for addresses of regione.example.it." in answer.text


def test_who_may_not_let_people_in_sees_nobody(browse, make, by_approval):
    browse().post("/join", data=ADA)
    db.session.rollback()
    (asked,) = JoinRequest.query.all()
    for person in (make.person(), make.moderator(make.space()), make.granted("data_officer")):
        window = browse(person)
        assert window.get("/admin/joining").status_code == 403
        assert window.post(f"/admin/joining/{asked.id}/let-in").status_code == 403
        assert window.post("/admin/joining/invitations",
                           data={"email": "x@y.org"}).status_code == 403


def test_where_nobody_has_to_ask_the_page_leads_to_registration(browse):
    assert browse().get("/join").location == "/register"
    assert browse().post("/join", data=ADA).location == "/register"
    assert JoinRequest.query.count() == 0


def test_by_invitation_only_who_is_invited_to_a_space_registers(app, browse, make, letters):
    decide("registration", "invitation")
    space = make.space()
    with app.test_request_context():
        inviting.invite(make.moderator(space), space, "ada@example.org",
                        address_of=lambda token: f"/invitations/{token}")
    window = browse()
    assert "By invitation only" in window.get("/register").text
    answer = window.post("/register", data=ACCOUNT | {"email": "eve@example.org"})
    assert answer.status_code == 422
    assert "Registration is by invitation only." in answer.text
    assert window.post("/register", data=ACCOUNT | {"email": "Ada@example.org"}).status_code == 302


def test_the_desk_needs_few_queries(browse, make, by_approval, count_queries):
    for number in range(30):
        db.session.add(JoinRequest(name=f"P{number}", email=f"p{number}@example.org", words="Hi"))
    admin = browse(make.granted("administrator"))
    with count_queries(at_most=8):
        assert admin.get("/admin/joining").text.count("Let in") == 30
