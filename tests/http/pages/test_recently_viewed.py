"""What a member opened last: a list that lies on their device alone."""
import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import update

from cop.base.db import db
from cop.people.security.tables import SignIn


@pytest.fixture
def things(make):
    topic = make.topic(space=make.space(), title="Who calls back?")
    case = make.case(status="published")
    return [f"/topics/{topic.id}-{topic.slug}", f"/cases/{case.id}-{case.slug}"]


def listed(browser):
    page = BeautifulSoup(browser.get("/me/recent").data, "lxml")
    return [link["href"] for link in page.main.select(".item-title a")]


def test_what_was_opened_last_stands_first_and_once(browse, make, things):
    browser = browse(make.person())
    for path in (*things, things[0]):
        browser.get(path)
    assert listed(browser) == things
    kept = browser.get(things[1]).headers["Set-Cookie"]
    assert kept.startswith("recent=") and "HttpOnly" in kept and "Max-Age=2592000" in kept


def test_the_list_is_emptied_with_a_button_and_by_signing_out(browse, make, things):
    browser = browse(make.person())
    browser.get(things[0])
    page = browser.post("/me/recent/forget", follow_redirects=True)
    assert "The list is empty." in page.text and listed(browser) == []
    browser.get(things[0])
    browser.post("/logout")
    assert browser.get_cookie("recent") is None


def test_the_next_person_at_the_same_browser_does_not_see_it(browse, make, things):
    browser = browse(make.person())
    browser.get(things[0])
    browser.sign_in(make.person())
    assert listed(browser) == []
    assert "/login" in browse().get("/me/recent").headers["Location"]


def test_what_they_may_not_see_any_more_is_not_named(browse, make):
    member = make.person()
    space = make.space()
    topic = make.topic(space=space, title="Among us")
    browser = browse(member)
    browser.get(f"/topics/{topic.id}-{topic.slug}")
    assert len(listed(browser)) == 1
    space.visibility = "private"
    db.session.commit()
    assert listed(browser) == []


def test_a_list_that_was_written_by_hand_breaks_nothing(browse, make, things):
    member = make.person()
    browser = browse(member)
    number = things[0].split("/")[2].split("-")[0]
    browser.set_cookie(
        "recent", f"{member.id}/topic:x/case:99999999999999/guide:/evil/topic:{number}")
    assert len(listed(browser)) == 1


def test_it_is_read_in_a_few_questions(browse, make, count_queries):
    space, member = make.space(), make.person()
    browser = browse(member)
    topics = [make.topic(space=space) for _ in range(12)]
    db.session.commit()
    browser.set_cookie("recent", f"{member.id}/" + "/".join(f"topic:{each.id}" for each in topics))
    with count_queries(at_most=8):
        assert len(listed(browser)) == 12


def test_who_wants_nothing_kept_leaves_nothing(browse, make, things):
    browser = browse(make.person())
    browser.get(things[0])
    browser.post("/display/choose", data={"keeps_nothing": "1"})
    answer = browser.get(things[0])
    assert browser.get_cookie("recent") is None and "X-Keep" not in answer.headers
    assert 'data-worker=""' in answer.text
    assert "nothing of what you read stays" in browser.get("/me/recent").text


def test_the_device_may_keep_what_visitors_read_and_members_only_where_they_stay(
        browse, make, things):
    visitor = browse().get(things[0])
    assert (visitor.headers["X-Reader"], visitor.headers["X-Keep"]) == ("visitor", "yes")
    assert 'id="kept"' in visitor.text
    member = browse(make.person())
    answer = member.get(things[0])
    assert answer.headers["X-Reader"].isdecimal() and answer.headers["X-Keep"] == "yes"
    for path in ("/", "/me", "/inbox", "/spaces", "/messages"):
        assert "X-Keep" not in member.get(path).headers
    db.session.execute(update(SignIn).values(is_remembered=False))
    db.session.commit()
    assert "X-Keep" not in member.get(things[0]).headers
    assert "others may use this device" in member.get("/offline").text


def test_the_worker_comes_from_the_root_and_changes_with_the_static_files(browse):
    answer = browse().get("/worker.js")
    assert answer.mimetype == "text/javascript" and "no-cache" in answer.headers["Cache-Control"]
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
    assert re.match(r"/\* [0-9a-f]{12} \*/\n", answer.text)
    assert '"cache", "storage"' in browse().post("/logout").headers["Clear-Site-Data"]
