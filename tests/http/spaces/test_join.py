"""Joining, leaving, following."""
from cop.base.db import db
from cop.spaces.models import Following, Membership, Space


def state(slug="youth"):
    """(members counted, memberships, followers) as stored now."""
    db.session.rollback()
    space = Space.query.filter_by(slug=slug).one()
    return (space.member_count, Membership.query.filter_by(space_id=space.id).count(),
            Following.query.filter_by(kind="space", target_id=space.id).count())


def test_joining_makes_a_member_who_hears_of_new_topics(make, browse):
    make.space("Youth", slug="youth")
    browser = browse(make.person())
    page = browser.post("/spaces/youth/join", follow_redirects=True).text
    assert "Welcome to “Youth”." in page
    assert "1 member" in page
    assert state() == (1, 1, 1)
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
    browser.post("/spaces/youth/follow")
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
    assert "You will hear of new topics here." in browser.post(
        "/spaces/youth/follow", follow_redirects=True).text
    browser.post("/spaces/youth/follow")
    assert state() == (0, 0, 1)
    browser.post("/spaces/youth/unfollow")
    browser.post("/spaces/youth/unfollow")
    assert state() == (0, 0, 0)


def test_joining_needs_the_token_of_the_page(make, browse):
    make.space("Youth", slug="youth")
    assert browse(make.person()).post("/spaces/youth/join", csrf=False).status_code == 400
    assert state() == (0, 0, 0)
