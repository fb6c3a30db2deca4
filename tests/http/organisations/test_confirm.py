"""That somebody works for their organisation is shown by their address, or confirmed by hand."""
import pytest

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.base.events import publish
from cop.organisations.models import ConfirmationRequest
from cop.people.events import PersonJoined, ProfileChanged
from cop.people.models import Person
from cop.people.queries import find_organisation
from cop.people.service.profiles import note_new_address


def proof_of(person_id):
    db.session.rollback()
    return db.session.get(Person, person_id).organisation_proof


@pytest.mark.parametrize("email, proof", [
    ("ada@cpi.example.it", "domain"), ("ada@Treviso.CPI.example.it", "domain"),
    ("ada@notcpi.example.it", ""), ("ada@example.it", ""), ("ada@cpi.example.it.org", "")])
def test_an_address_of_its_domains_confirms_a_member(works_there, run_jobs, email, proof):
    person = works_there("Ada Bruni", email=email)
    publish(PersonJoined(person_id=person.id))
    run_jobs()
    assert proof_of(person.id) == proof


def test_an_address_that_waits_for_its_owner_confirms_nobody(works_there, run_jobs):
    person = works_there("Ada Bruni", email="ada@cpi.example.it", confirmed_at=None)
    publish(ProfileChanged(person_id=person.id))
    run_jobs()
    assert proof_of(person.id) == ""


def test_who_names_another_organisation_is_not_confirmed_there(make, works_there, run_jobs):
    person = works_there("Ada Bruni", email="ada@cpi.example.it", organisation_proof="domain")
    person.is_organisation_contact = True
    person.organisation = make.organisation("Another Office")
    publish(ProfileChanged(person_id=person.id))
    run_jobs()
    assert proof_of(person.id) == ""
    assert not db.session.get(Person, person.id).is_organisation_contact


def test_a_new_address_is_looked_at_again(works_there, contact, run_jobs):
    """What the old one showed is gone; who was confirmed by hand is asked about again."""
    by_domain = works_there("Ada Bruni", email="ada@elsewhere.example", organisation_proof="domain")
    by_hand = works_there("Bea Conti", email="bea@elsewhere.example", organisation_proof="hand")
    for person in (by_domain, by_hand):
        note_new_address(person)
    run_jobs()
    assert (proof_of(by_domain.id), proof_of(by_hand.id)) == ("", "")
    asked = ConfirmationRequest.query.one()
    assert (asked.person_id, asked.answered_at) == (by_hand.id, None)


def test_a_member_asks_and_a_contact_person_confirms(works_there, contact, browse, run_jobs):
    ada = works_there("Ada Bruni")
    window = browse(ada)
    house = ada.organisation_id
    page = window.get(f"/organisations/{house}").text
    assert "It is not confirmed yet that you work here." in page
    said = window.post(f"/organisations/{house}/confirmation", follow_redirects=True,
                       data={"words": "Room 12."}).text
    assert "You have asked to be confirmed" in said
    run_jobs()

    desk = browse(contact)
    assert "asks to be confirmed as a member of this organisation" in desk.get("/inbox").text
    assert "Room 12." in desk.get("/organisations/requests").text
    asked = ConfirmationRequest.query.one()
    said = desk.post(f"/organisations/requests/{asked.id}/confirm", follow_redirects=True).text
    assert "Ada Bruni is confirmed." in said
    run_jobs()
    assert proof_of(ada.id) == "hand"
    assert AuditEntry.query.filter_by(act="organisation.member_confirmed").count() == 1
    assert "whether you are confirmed" in browse(ada).get("/inbox").text
    assert "(confirmed)" in browse(contact).get(f"/people/{ada.id}").text


def test_whoever_is_not_confirmed_reads_why_and_can_ask_again(works_there, contact, browse):
    ada = works_there("Ada Bruni")
    window, house = browse(ada), ada.organisation_id
    window.post(f"/organisations/{house}/confirmation", data={"words": ""})
    db.session.rollback()
    asked = ConfirmationRequest.query.one()
    desk = browse(contact)
    empty = desk.post(f"/organisations/requests/{asked.id}/refuse", data={"reason": " "})
    assert empty.status_code == 422
    assert "Please write a reason for them." in empty.text
    desk.post(f"/organisations/requests/{asked.id}/refuse", data={"reason": "I never met Ada."})
    assert "I never met Ada." in window.get(f"/organisations/{house}").text
    window.post(f"/organisations/{house}/confirmation", data={"words": "I sit in room 12."})
    db.session.rollback()
    assert ConfirmationRequest.query.filter_by(answered_at=None).count() == 1


def test_who_has_asked_waits_and_who_is_confirmed_need_not_ask(works_there, browse):
    ada, bea = works_there("Ada Bruni"), works_there("Bea Conti", organisation_proof="hand")
    window = browse(ada)
    window.post(f"/organisations/{ada.organisation_id}/confirmation", data={})
    again = window.post(f"/organisations/{ada.organisation_id}/confirmation", data={})
    assert (again.status_code, "You have asked already." in again.text) == (403, True)
    again = browse(bea).post(f"/organisations/{bea.organisation_id}/confirmation", data={})
    assert (again.status_code, "You are confirmed already." in again.text) == (403, True)


def test_nobody_else_confirms_and_nobody_themselves(make, works_there, contact, browse, admin):
    ada = works_there("Ada Bruni")
    other = make.person("Otto", organisation="Another Office")
    other.organisation_proof, other.is_organisation_contact = "hand", True
    own = make.granted("administrator", name="Own", organisation="CPI di Treviso")
    browse(ada).post(f"/organisations/{ada.organisation_id}/confirmation", data={})
    browse(own).post(f"/organisations/{ada.organisation_id}/confirmation", data={})
    db.session.rollback()
    of_ada, of_own = ConfirmationRequest.query.order_by(ConfirmationRequest.id)
    for person, asked in ((other, of_ada), (ada, of_ada), (own, of_own)):
        answer = browse(person).post(f"/organisations/requests/{asked.id}/confirm")
        assert answer.status_code == 404
    assert browse(ada).get("/organisations/requests").status_code == 403
    assert browse(admin).post(f"/organisations/requests/{of_ada.id}/confirm").status_code == 302


def test_what_was_confirmed_by_hand_is_taken_back_with_a_reason(works_there, contact, browse):
    ada = works_there("Ada Bruni", organisation_proof="hand")
    bea = works_there("Bea Conti", organisation_proof="domain")
    desk, house = browse(contact), ada.organisation_id
    desk.post(f"/organisations/{house}/members/{ada.id}/withdraw", data={"reason": "Left in May."})
    assert proof_of(ada.id) == ""
    assert "Left in May." in browse(ada).get(f"/organisations/{house}").text
    for person, member in ((contact, bea), (bea, contact)):
        answer = browse(person).get(f"/organisations/{house}/members/{member.id}/withdraw")
        assert answer.status_code == 403


def test_an_organisation_is_a_page_for_members(make, works_there, contact, browse, count_queries):
    for number in range(30):
        works_there(f"Person {number:02}", regions=["ITH3"])
    case = make.case(works_there("Chiara Bellin"), status="published", title="Call-backs")
    house = contact.organisation_id
    window = browse(make.person("Reader"))
    window.get(f"/organisations/{house}")
    with count_queries(at_most=8):
        page = window.get(f"/organisations/{house}").text
    assert "32 members" in page
    assert "1 confirmed" in page
    assert case.title in page
    assert browse().get(f"/organisations/{house}").status_code == 302
    assert window.get("/organisations/999999").status_code == 404


def test_posts_show_who_is_confirmed(make, works_there, browse):
    space = make.space()
    topic = make.topic(space, works_there("Ada Bruni"))
    make.post(topic, works_there("Bea Conti", organisation_proof="domain"))
    page = browse(make.person()).get(f"/topics/{topic.id}", follow_redirects=True).text
    assert page.count("(confirmed)") == 1


def test_nobody_reviews_a_case_of_their_house_confirmed_or_not(make, works_there, browse):
    case = make.case(works_there("Ada Bruni", organisation_proof="hand"), status="submitted")
    curator = make.granted("curator", name="Cora", organisation="CPI di Treviso")
    answer = browse(curator).post(f"/cases/{case.id}/decide", data={
        "step": "changes_requested", "reason": "Please say more about the costs."})
    assert answer.status_code == 403
    assert find_organisation("cpi di treviso").id == case.organisation_id
