"""Joining, leaving, following."""
from bs4 import BeautifulSoup

from cop.base.db import db
from cop.spaces.levels import Level
from cop.spaces.models import Following, Membership, Space


def state(slug="youth"):
    """(members counted, memberships, followers) as stored now."""
    db.session.rollback()
    space = Space.query.filter_by(slug=slug).one()
    return (space.member_count, Membership.query.filter_by(space_id=space.id).count(),
            Following.query.filter_by(kind="space", target_id=space.id).count())


def test_joining_makes_a_member_for_whom_what_is_new_is_counted(make, browse):
    make.space("Youth", slug="youth")
    browser = browse(make.person())
    page = browser.post("/spaces/youth/join", follow_redirects=True).text
    assert "Welcome to “Youth”." in page
    assert "1 member" in page
    assert state() == (1, 1, 1)
    assert Following.query.one().level == Level.TRACKING
    assert "Youth" in browser.get("/me").text


def test_joining_twice_is_refused_and_says_why(make, browse):
    make.space("Youth", slug="youth")
    browser = browse(make.person())
    browser.post("/spaces/youth/join")
    again = browser.post("/spaces/youth/join")
    assert again.status_code == 403
    assert "You belong to this space already." in again.text
    assert state() == (1, 1, 1)


def test_a_visitor_is_sent_to_sign_in_and_brought_back(make, browse):
    make.space("Youth", slug="youth")
    answer = browse().post("/spaces/youth/join", headers={
        "Referer": "http://localhost/spaces/youth"})
    assert answer.headers["Location"] == "/login?next=/spaces/youth"
    assert state() == (0, 0, 0)


def test_leaving_ends_membership_and_following(make, browse):
    space = make.space("Youth", slug="youth")
    browser = browse(make.member(space))
    browser.post("/spaces/youth/level", data={"level": "watching"})
    assert state() == (1, 1, 1)
    page = browser.post("/spaces/youth/leave", follow_redirects=True)
    assert "You have left “Youth”." in page.text
    assert state() == (0, 0, 0)
    again = browser.post("/spaces/youth/leave")
    assert again.status_code == 403
    assert "You do not belong to this space." in again.text


def test_who_leaves_a_private_space_sees_it_no_more(make, browse):
    space = make.space("Hidden", slug="hidden", visibility="private")
    browser = browse(make.member(space))
    assert browser.get("/spaces/hidden").status_code == 200
    assert browser.post("/spaces/hidden/leave").headers["Location"] == "/spaces"
    assert browser.get("/spaces/hidden").status_code == 404


def test_one_can_follow_without_joining_and_stop(make, browse):
    make.space("Youth", slug="youth")
    browser = browse(make.person())
    for level in ("watching", "watching", "muted", "normal"):
        page = browser.post("/spaces/youth/level", data={"level": level}, follow_redirects=True)
        assert "Your choice is stored." in page.text
        pressed = BeautifulSoup(page.text, "html.parser").select_one(".level [aria-current]")
        assert pressed["value"] == level
    assert state() == (0, 0, 1)


def test_a_level_that_is_none_is_refused_and_a_hidden_space_has_none(make, browse):
    make.space("Youth", slug="youth")
    make.space("Hidden", slug="hidden", visibility="private")
    browser = browse(make.person())
    refused = browser.post("/spaces/youth/level", data={"level": "loud"})
    assert refused.status_code == 422
    assert "Please choose one of the levels." in refused.text
    assert browser.post("/spaces/hidden/level", data={"level": "watching"}).status_code == 404
    assert browse().post("/spaces/youth/level").status_code == 302
    assert state() == (0, 0, 0)


def test_joining_needs_the_token_of_the_page(make, browse):
    make.space("Youth", slug="youth")
    assert browse(make.person()).post("/spaces/youth/join", csrf=False).status_code == 400
    assert state() == (0, 0, 0)
