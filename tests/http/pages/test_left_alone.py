"""What nobody looks after any more is listed, told of, and gets a successor."""
import pytest

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.cases.models.cases import Case
from cop.guides.models import Guide
from cop.guides.service import make_guide
from cop.pages.listeners import remind_of_what_is_left_alone
from cop.people.models import Grant
from cop.people.service.profiles import deactivate_person
from tests.letters import said_in

PAGE = "/admin/left-alone"


@pytest.fixture
def holder(make):
    """Looks after a space, a published case and a guide, alone."""
    space = make.space("Youth", slug="youth")
    person = make.owner(space, "Olga Berti")
    person.grants.append(Grant(role="curator", scope_kind="everywhere", scope_code=""))
    case = make.case(person, status="published")
    guide = make_guide(person, title="Call-backs that work", language="en")
    db.session.flush()
    person.held = {"space": space.id, "case": case.id, "guide": guide.id}
    return person


@pytest.fixture
def admin(make):
    return make.granted("administrator", name="Alma", email="alma@example.org")


def things(holder):
    return [f"{kind}:{number}" for kind, number in holder.held.items()]


def test_what_is_looked_after_is_not_listed(browse, admin, holder):
    page = browse(admin).get(PAGE).text
    assert "Everything is in somebody's care." in page


def test_what_somebody_leaves_is_handed_to_another(make, browse, admin, holder, count_queries):
    zoe = make.granted("curator", name="Zoe Nuova", email="zoe@example.org")
    held = things(holder)
    number, author = holder.held, holder.id
    deactivate_person(None, holder)
    window = browse(admin)
    window.get(PAGE)
    with count_queries(at_most=9):  # one for each of five kinds, whatever there is
        page = window.get(PAGE).text
    assert all(f'value="{each}"' in page for each in held)
    answer = window.post(PAGE, data={"things": held, "successor": "zoe nuova"},
                         follow_redirects=True)
    assert "Zoe Nuova is told of it." in answer.text
    assert "Everything is in somebody's care." in answer.text
    db.session.rollback()
    assert {grant.role for grant in Grant.query.filter_by(person_id=zoe.id)} == {
        "curator", "owner"}
    assert db.session.get(Guide, number["guide"]).editor_id == zoe.id
    case = db.session.get(Case, number["case"])
    assert (case.owner_id, case.author_id) == (zoe.id, author)
    assert AuditEntry.query.filter_by(act="guide.editor_named").count() == 1


@pytest.mark.parametrize("data, sentence", [
    ({"successor": "Alma"}, "Please choose what is handed over."),
    ({"things": "space:1", "successor": ""}, "Please name somebody."),
    ({"things": "space:1", "successor": "admin@example.org"}, "Nobody here has the name"),
])
def test_what_is_missing_is_said(browse, admin, holder, data, sentence):
    deactivate_person(None, holder)
    page = browse(admin).post(PAGE, data=data)
    assert page.status_code == 422
    assert sentence in page.text


def test_a_guide_goes_to_who_may_make_guides(make, browse, admin, holder):
    make.person("Ada Bruni", email="ada@example.org")
    guide = holder.held["guide"]
    deactivate_person(None, holder)
    page = browse(admin).post(PAGE, data={"things": f"guide:{guide}", "successor": "Ada Bruni"})
    assert page.status_code == 422
    assert "Guides are made by curators" in page.text


@pytest.mark.parametrize("thing", ["space:999999", "boat:1", "case:0"])
def test_what_is_not_there_is_not_handed_over(browse, admin, thing):
    answer = browse(admin).post(PAGE, data={"things": thing, "successor": "Alma"})
    assert answer.status_code == 404


def test_only_administrators_hand_over(make, browse, holder):
    for person in (make.person(), make.granted("moderator"), make.granted("curator")):
        window = browse(person)
        assert window.get(PAGE).status_code == 403
        assert window.post(PAGE, data={"things": things(holder)}).status_code == 403


def test_administrators_are_reminded_each_week(admin, holder, letters):
    letters()
    remind_of_what_is_left_alone()
    assert not [each for each in letters() if each["To"] == "alma@example.org"]
    deactivate_person(None, holder)
    remind_of_what_is_left_alone()
    (letter,) = [each for each in letters() if each["To"] == "alma@example.org"]
    assert "/admin/left-alone" in said_in(letter)


def test_who_wants_to_be_forgotten_sees_what_they_look_after(make, browse, holder):
    page = browse(holder).get("/me/data/erase").text
    assert "What you look after" in page
    assert all(f'href="{address}"' in page for address in (
        "/spaces/youth", f"/cases/{holder.held['case']}", "/guides/call-backs-that-work"))
    assert "What you look after" not in browse(make.person()).get("/me/data/erase").text
