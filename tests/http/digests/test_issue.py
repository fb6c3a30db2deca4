"""From a draft to an issue: submitted, approved by somebody else, frozen, sent, compared."""
from datetime import date

import pytest
from sqlalchemy import select

from cop.base.audit import AuditEntry
from cop.base.clock import at
from cop.base.db import db
from cop.base.site import decide
from cop.cases.departures import list_departures
from cop.digests.models import Digest
from cop.people.models import Person
from cop.spaces.service import add_member
from tests.http.digests.conftest import OCTOBER


@pytest.fixture
def other(make):
    """Another manager of the same region."""
    return make.granted("regional_manager", "region", "ITH3", name="Ugo Berti")


@pytest.fixture
def curator(make):
    return make.granted("curator", name="Paolo Curti")


def step(client, digest_id, deed):
    answer = client.post(f"/digests/{digest_id}/{deed}")
    db.session.rollback()  # and look at what is there now
    return answer


def freeze(browse, manager, approver, digest):
    number = digest.id
    for who, deed in ((manager, "submit"), (approver, "approve"), (manager, "freeze")):
        assert step(browse(who), number, deed).status_code == 302
    return number


def acts():
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_an_issue_has_a_number_and_stays_as_it_is(
        make, browse, manager, other, digest_of, october):
    first = freeze(browse, manager, other, digest_of())
    second = freeze(browse, manager, other, digest_of())
    with at(OCTOBER):
        make.case(status="published", title="Arrivata dopo")
    page = browse(manager).get(f"/digests/{first}").text
    assert "Issue 1" in page and "Arrivata dopo" not in page
    assert "Issue 2" in browse(manager).get(f"/digests/{second}").text
    assert "digest.frozen" in acts()
    refused = browse(manager).post(f"/digests/{first}/items", data={
        "key": f"case-{october.id}", "deed": "drop"})
    assert refused.status_code == 403 and "An issue stays as it is." in refused.text


def test_an_issue_is_among_what_has_left_with_a_case(
        browse, manager, other, digest_of, october):
    number = freeze(browse, manager, other, digest_of())
    left = list_departures(october)
    assert [(each.kind, each.address) for each in left] == [("digest", f"/digests/{number}")]
    assert "ottobre 2026" in left[0].title


def test_a_curator_sees_what_waits_and_sends_it_back(browse, manager, curator, digest_of):
    number = digest_of().id
    assert browse(curator).get(f"/digests/{number}").status_code == 404
    step(browse(manager), number, "submit")
    assert "Approve" in browse(curator).get(f"/digests/{number}").text
    step(browse(curator), number, "return")
    assert db.session.get(Digest, number).state == "draft"


def test_what_waits_stands_on_the_desk_of_who_may_approve_it(
        browse, make, manager, other, curator, digest_of):
    number = digest_of().id
    step(browse(manager), number, "submit")
    for approver in (other, curator):
        page = browse(approver).get("/digests").text
        assert "Waiting for your approval" in page and "Submitted by Giulia Zanin." in page
    assert "Waiting for your approval" not in browse(manager).get("/digests").text
    assert "Make the digest" not in browse(curator).get("/digests").text
    assert browse(curator).post("/digests").status_code == 403
    elsewhere = make.granted("regional_manager", "region", "ITI1")
    assert "Waiting for your approval" not in browse(elsewhere).get("/digests").text
    step(browse(other), number, "approve")
    assert "Waiting for your approval" not in browse(curator).get("/digests").text


def test_what_should_be_changed_is_said_when_it_goes_back(browse, manager, curator, digest_of):
    number = digest_of().id
    step(browse(manager), number, "submit")
    window = browse(curator)
    refused = window.post(f"/digests/{number}/return", data={"words": "x" * 1001})
    assert refused.status_code == 422 and "There is room for 1000 characters." in refused.text
    after = window.post(f"/digests/{number}/return", data={"words": "Please name the office."},
                        follow_redirects=True)
    assert after.status_code == 200 and "It is a draft again." in after.text
    page = browse(manager).get(f"/digests/{number}").text
    assert "It came back to the editors: Please name the office." in page
    step(browse(manager), number, "submit")
    assert "came back" not in browse(manager).get(f"/digests/{number}").text


def test_one_click_makes_the_same_in_another_language(
        browse, manager, curator, digest_of, october):
    first = digest_of(most=7)
    window = browse(manager)
    window.post(f"/digests/{first.id}/items", data={"key": f"case-{october.id}", "deed": "drop"})
    page = window.post(f"/digests/{first.id}/languages/en", follow_redirects=True).text
    assert "The same in English." in page
    db.session.rollback()
    copy = db.session.scalars(select(Digest).order_by(Digest.id.desc())).first()
    assert (copy.language, copy.most, copy.regions[:], copy.state) == ("en", 7, ["ITH3"], "draft")
    assert copy.arrangement["dropped"] == [f"case-{october.id}"]
    assert step(window, first.id, "languages/tlh").status_code == 404
    step(window, first.id, "submit")
    assert step(browse(curator), first.id, "languages/en").status_code == 403


def test_who_submitted_does_not_approve(browse, manager, other, digest_of):
    number = digest_of().id
    step(browse(manager), number, "submit")
    refused = step(browse(manager), number, "approve")
    assert refused.status_code == 403 and "Somebody else approves it" in refused.text
    assert step(browse(manager), number, "freeze").status_code == 403


def test_where_nobody_else_is_there_a_setting_lets_the_same_person(browse, manager, digest_of):
    number = digest_of().id
    step(browse(manager), number, "submit")
    assert step(browse(manager), number, "approve").status_code == 403
    decide("managers_approve_alone", True)
    db.session.commit()
    assert step(browse(manager), number, "approve").status_code == 302
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.act == "digest.approved"))
    assert entry.facts == {"others": 0, "own": True}


def test_the_setting_does_not_help_where_somebody_else_is_there(
        browse, manager, other, digest_of):
    number = digest_of().id
    decide("managers_approve_alone", True)
    step(browse(manager), number, "submit")
    assert step(browse(manager), number, "approve").status_code == 403


def test_a_change_takes_the_approval_back(browse, manager, other, digest_of):
    number = digest_of().id
    step(browse(manager), number, "submit")
    step(browse(other), number, "approve")
    browse(manager).post(f"/digests/{number}/foreword", data={"foreword": "Ma.", "before": ""})
    assert step(browse(manager), number, "freeze").status_code == 403


def test_strangers_find_no_step(browse, make, manager, digest_of):
    number = digest_of().id
    for deed in ("submit", "approve", "freeze", "receivers", "plan", "call-off", "languages/en"):
        assert step(browse(make.person()), number, deed).status_code == 404


@pytest.mark.parametrize(("audience", "seen_by"), [
    ("public", {"visitor", "member", "manager"}), ("members", {"member", "manager"}),
    ("managers", {"manager"})])
def test_an_issue_is_there_for_those_it_was_made_for(
        browse, make, manager, other, digest_of, october, audience, seen_by):
    number = freeze(browse, manager, other, digest_of(audience=audience))
    readers = {"visitor": None, "member": make.person(), "manager": other}
    for name, reader in readers.items():
        status = browse(reader).get(f"/digests/{number}").status_code
        listed = f"/digests/{number}" in browse(reader).get("/digests/issues").text
        assert (status == 200, listed) == (name in seen_by, name in seen_by), name
    text = browse(other).get(f"/digests/{number}/export?format=md").text
    assert ("Che cosa si può fare" in text) == (audience == "managers")


def test_an_issue_for_a_space_holds_what_its_members_see(
        browse, make, manager, other, digest_of):
    room = make.space("Stanza", visibility="private")
    with at(OCTOBER):
        make.question(room, title="Between us", regions=["ITH3"])
    add_member(room, manager)
    draft = digest_of(audience="space", space=room)
    assert browse(other).get(f"/digests/{draft.id}").status_code == 404  # not of this room
    add_member(room, other)
    number = freeze(browse, manager, other, draft)
    member, stranger = make.member(room), make.person()
    db.session.commit()
    assert "Between us" in browse(member).get(f"/digests/{number}").text
    assert browse(stranger).get(f"/digests/{number}").status_code == 404


def test_what_readers_may_no_longer_see_is_gone_from_an_issue(
        browse, make, manager, other, digest_of, october):
    number = freeze(browse, manager, other, digest_of())
    client = browse(manager)
    assert october.title in client.get(f"/digests/{number}").text
    october.status = "withdrawn"
    db.session.commit()
    for path in ("", "/export?format=json", "/export?format=csv"):
        assert october.title not in client.get(f"/digests/{number}{path}").text


def test_who_takes_their_name_back_is_named_no_more(
        browse, make, manager, other, digest_of, october):
    number = freeze(browse, manager, other, digest_of())
    client = browse(manager)
    page = client.get(f"/digests/{number}").text
    assert "To Bruno Conti, who agreed to be named" in page and "Secret Person" not in page
    assert "Bruno Conti" not in str(db.session.get(Digest, number).frozen)

    db.session.scalar(select(Person).where(Person.name == "Bruno Conti")).named_in_digests = False
    db.session.commit()
    assert "Bruno Conti" not in client.get(f"/digests/{number}").text


@pytest.mark.parametrize("hidden", [False, True])
def test_who_is_shown_as_their_organisation_is_not_thanked_by_name(
        browse, manager, other, digest_of, october, hidden):
    october.author.named_in_digests, october.organisation_only = True, hidden
    number = freeze(browse, manager, other, digest_of())
    page = browse(manager).get(f"/digests/{number}").text
    assert october.title in page
    assert ("Chiara Bellin" in page) is not hidden


def test_an_issue_is_sent_once(browse, manager, other, digest_of):
    number = digest_of().id
    assert step(browse(manager), number, "receivers").status_code == 403
    freeze(browse, manager, other, db.session.get(Digest, number))
    assert step(browse(manager), number, "receivers").status_code == 302
    again = step(browse(manager), number, "receivers")
    assert again.status_code == 403 and "was sent already" in again.text
    assert acts().count("digest.sent") == 1


def test_two_issues_are_compared_without_telling_of_few_people(
        browse, make, manager, other, digest_of, october):

    older = freeze(browse, manager, other, digest_of(
        first_day=date(2026, 9, 1), last_day=date(2026, 9, 30)))
    newer = freeze(browse, manager, other, digest_of())
    client = browse(manager)
    page = client.get(f"/digests/{newer}/compare").text
    assert "Issue 1" in page and "&lt;5" in page and "New since then" in page
    assert october.title in page
    assert "No longer in it" in client.get(f"/digests/{older}/compare?with={newer}").text
