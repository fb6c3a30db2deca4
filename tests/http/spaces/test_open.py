"""Opening spaces and describing them anew."""
from datetime import timedelta

import pytest

from cop.base.audit import AuditEntry
from cop.base.clock import now
from cop.base.db import db
from cop.spaces.models import Space

WISH = {"name": "Green jobs", "description": "What changes.", "kind": "thematic",
        "visibility": "public", "language": "en"}


@pytest.fixture
def admin(make):
    return make.granted("administrator", name="Alma Amministra")


def stored(slug):
    db.session.rollback()
    return Space.query.filter_by(slug=slug).one()


def test_an_administrator_opens_a_space(browse, admin):
    browser = browse(admin)
    assert "Open a space" in browser.get("/spaces").text
    assert browser.get("/spaces/new").status_code == 200
    answer = browser.post("/spaces/new", data=WISH | {
        "regions": "Veneto, ITI1", "themes": ["green-jobs"]})
    assert answer.headers["Location"] == "/spaces/green-jobs"
    space = stored("green-jobs")
    assert (space.name, space.regions, space.themes) == (
        "Green jobs", ["ITH3", "ITI1"], ["green-jobs"])
    assert AuditEntry.query.filter_by(act="space.opened", actor_id=admin.id).count() == 1


def test_a_course_names_its_end_and_its_heir(browse, admin, make):
    make.space("Youth", slug="youth")
    browser = browse(admin)
    course = WISH | {"name": "VEN 2026", "kind": "course", "hands_over_to": "youth"}
    refused = browser.post("/spaces/new", data=course)
    assert refused.status_code == 422
    assert "A course has an end date." in refused.text
    day = now().date() + timedelta(days=30)
    browser.post("/spaces/new", data=course | {"ends_on": day.isoformat()})
    space = stored("ven-2026")
    assert (space.ends_on, space.hands_over_to.slug) == (day, "youth")


@pytest.mark.parametrize("change, sentence", [
    ({"name": ""}, "Give the space a name."),
    ({"name": "AI"}, "A name has 3 to 100 characters."),
    ({"description": "a" * 2001}, "There is room for 2000 characters."),
    ({"regions": "Atlantis"}, "We do not know the region “Atlantis”."),
    ({"kind": "club"}, "Not a valid choice"),
    ({"visibility": "open"}, "Not a valid choice"),
    ({"hands_over_to": "nowhere"}, "Not a valid choice"),
    ({"ends_on": "soon"}, "Not a valid date value"),
])
def test_a_bad_description_comes_back_with_the_reason(browse, admin, change, sentence):
    page = browse(admin).post("/spaces/new", data=WISH | change)
    assert page.status_code == 422
    assert sentence in page.text
    assert (WISH | change)["description"] in page.text
    assert Space.query.count() == 0


def test_a_name_that_is_taken_gets_an_address_of_its_own(browse, admin):
    browser = browse(admin)
    addresses = [browser.post("/spaces/new", data=WISH | {"name": name}).headers["Location"]
                 for name in ("Green jobs", "Green Jobs!", "New", "Ended")]
    assert addresses == ["/spaces/green-jobs", "/spaces/green-jobs-2", "/spaces/new-2",
                         "/spaces/ended-2"]


def test_an_owner_changes_everything_but_the_address(make, browse):
    space = make.space("Youth", slug="youth")
    browser = browse(make.owner(space))
    assert "Its address /spaces/youth stays" in browser.get("/spaces/youth/edit").text
    browser.post("/spaces/youth/edit", data=WISH | {"name": "Young people"})
    space = stored("youth")
    assert (space.name, space.description) == ("Young people", "What changes.")
    assert browser.get("/spaces/young-people").status_code == 404


def test_what_was_written_for_few_is_never_opened_to_more(make, browse):
    space = make.space("Room", slug="room", visibility="private", topic_count=1)
    browser = browse(make.owner(space))
    assert 'value="public"' not in browser.get("/spaces/room/edit").text
    page = browser.post("/spaces/room/edit", data=WISH | {"visibility": "public"})
    assert page.status_code == 422
    assert stored("room").visibility == "private"


def test_members_do_not_open_or_change_spaces(make, browse):
    space = make.space("Youth", slug="youth")
    browser = browse(make.member(space))
    assert browser.get("/spaces/new").status_code == 403
    assert browser.post("/spaces/new", data=WISH).status_code == 403
    refused = browser.post("/spaces/youth/edit", data=WISH)
    assert refused.status_code == 403
    assert "Only owners of this space change it." in refused.text
    assert stored("youth").name == "Youth"
    assert browse().get("/spaces/new").status_code == 302


def test_who_opens_a_private_space_is_in_it(browse, admin):
    browser = browse(admin)
    page = browser.post("/spaces/new", data=WISH | {"visibility": "private"},
                        follow_redirects=True)
    assert page.status_code == 200
    assert "1 member" in page.text
    assert browser.get("/spaces/green-jobs/invitations").status_code == 200


def test_who_makes_a_space_private_stays_in_it(browse, admin, make):
    make.space("Green jobs", slug="green-jobs")
    page = browse(admin).post("/spaces/green-jobs/edit", data=WISH | {"visibility": "private"},
                              follow_redirects=True)
    assert page.status_code == 200
    assert stored("green-jobs").member_count == 1
