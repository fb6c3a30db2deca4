"""The queue: who sees what in it, who has claimed it, what is said of it."""
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from cop.base.clock import at, now
from cop.base.db import db
from cop.base.site import decide, forget_site
from cop.moderation.models.items import ReviewItem
from cop.pages import service as pages
from tests.http.moderation.conftest import item_of, of, report


def numbers(page):
    return [int(number) for number in re.findall(r'href="/moderation/items/(\d+)"', page.text)]


def open_items():
    db.session.rollback()
    return {(item.kind, item.target_id): item.id for item in db.session.scalars(
        select(ReviewItem).where(ReviewItem.decided_at.is_(None)))}


@pytest.mark.parametrize("role", ["", "regional_manager", "data_officer"])
def test_who_moderates_nothing_is_refused_with_a_reason(make, browse, role):
    answer = browse(make.granted(role) if role else make.person()).get("/moderation")
    assert answer.status_code == 403
    assert "The queue is for moderators, curators and administrators." in answer.text


def test_a_visitor_is_sent_to_sign_in_before_the_queue(browse):
    assert browse().get("/moderation").location == "/login?next=/moderation"


def test_each_sees_what_is_in_their_care_and_the_rest_is_not_there(make, browse, post, moderator):
    other = make.post(make.topic())
    secret = make.post(make.topic(make.space(visibility="private")))
    case, someone, reporter = make.case(status="published"), make.person(), make.person()
    for thing in (of(post), of(other), ("case", case.id), ("person", someone.id)):
        report(reporter, thing, "rude")
    report(make.member(secret.topic.space), of(secret), "rude")
    pages.report_barrier(text="No label on the search.")
    db.session.commit()
    ids = open_items()
    everything = set(ids.values())
    about = {kind: {number for (one, _), number in ids.items() if one == kind}
             for kind in ("post", "case", "person", "barrier")}
    seen = {
        "of a space": (moderator, {ids["post", post.id]}),
        "everywhere": (make.granted("moderator"), (about["post"] | about["person"])
                       - {ids["post", secret.id]}),
        "of cases": (make.granted("curator"), about["case"]),
        "of another theme": (make.granted("curator", "theme", "none"), set()),
        "administrator": (make.granted("administrator"), everything),
    }
    for person, expected in seen.values():
        window = browse(person)
        assert set(numbers(window.get("/moderation"))) == expected, person.grants
        for number in everything:
            status = window.get(f"/moderation/items/{number}").status_code
            assert status == (200 if number in expected else 404)
            if number not in expected:
                for deed in ("claim", "release", "notes", "decide"):
                    path = f"/moderation/items/{number}/{deed}"
                    assert window.post(path, data={"text": "x"}).status_code == 404


def test_nobody_looks_at_what_is_about_themselves(make, browse, topic):
    admin = make.granted("administrator", name="Alma")
    post = make.post(topic, admin)
    report(make.person("Rita Riporta"), of(post), "rude")
    window = browse(admin)
    assert numbers(window.get("/moderation")) == []
    assert window.get(f"/moderation/items/{item_of(post).id}").status_code == 404


def test_the_queue_is_narrowed_and_what_waits_longest_stands_first(make, browse, topic, moderator):
    reporter = make.person()
    posts = [make.post(topic, make.person()) for _ in range(3)]
    for days, (each, reason) in zip((9, 2, 0), zip(posts, ("spam", "rude", "spam"), strict=True),
                                    strict=True):
        with at(now() - timedelta(days=days)):
            report(reporter, of(each), reason)
    first, second, third = (item_of(each).id for each in posts)
    window = browse(moderator)
    for query, expected in (
            ("", [first, second, third]), ("reason=spam", [first, third]),
            ("age=24", [first, second]), ("age=168", [first]),
            (f"space={topic.space_id}", [first, second, third]),
            ("space=999", []), ("kind=case", []), ("kind=post&reason=rude", [second]),
            ("mine=1", []), ("decided=1", []), ("kind=x&reason=y&age=z&after=%00", [
                first, second, third])):
        assert numbers(window.get(f"/moderation?{query}")) == expected, query
    window.post(f"/moderation/items/{second}/claim")
    assert numbers(window.get("/moderation?mine=1")) == [second]


def test_two_moderators_do_not_collide(make, browse, topic, post, moderator):
    report(make.person(), of(post), "rude")
    item = item_of(post).id
    other = browse(make.moderator(topic.space, "Nino Altro"))
    assert browse(moderator).post(f"/moderation/items/{item}/claim").status_code == 302
    for deed in ("claim", "release", "decide"):
        answer = other.post(f"/moderation/items/{item}/{deed}", data={"outcome": "keep"})
        assert answer.status_code == 409
        assert "Mara Neri is looking at this, since" in answer.text
    assert "Mara Neri is looking at it" in other.get(f"/moderation/items/{item}").text
    db.session.rollback()
    with at(now() + timedelta(hours=5)):
        assert other.post(f"/moderation/items/{item}/claim").status_code == 302
    browse(moderator).post(f"/moderation/items/{item}/release")
    other.post(f"/moderation/items/{item}/release")
    assert browse(moderator).post(f"/moderation/items/{item}/decide",
                                  data={"outcome": "keep"}).status_code == 302
    answer = other.post(f"/moderation/items/{item}/claim")
    assert answer.status_code == 409
    assert "This was decided already." in answer.text


def test_moderators_leave_notes_for_each_other_and_nobody_else(
        make, browse, topic, post, moderator):
    reporter = make.person()
    report(reporter, of(post), "rude", note="He shouts.")
    item = item_of(post).id
    window = browse(moderator)
    assert window.post(f"/moderation/items/{item}/notes", data={"text": " "}).status_code == 422
    window.post(f"/moderation/items/{item}/notes", data={"text": "Third time this month."})
    db.session.rollback()
    page = browse(make.moderator(topic.space, "Nino Altro")).get(f"/moderation/items/{item}").text
    assert "Third time this month." in page and "He shouts." in page and "diabetes" in page
    assert "Third time" not in browse(reporter).get("/me/reports").text


def test_the_queue_and_an_item_need_few_queries(make, browse, topic, moderator, count_queries):
    for number in range(25):
        each = make.post(topic, make.person(f"P{number}"))
        for _ in range(2):
            report(make.person(), of(each), "rude", note="x")
    window = browse(moderator)
    item = item_of(each).id
    with count_queries(at_most=8):
        page = window.get("/moderation")
    assert len(numbers(page)) == 20
    for path in (f"/moderation/items/{item}", "/me/reports", f"/posts/{each.id}/report"):
        with count_queries(at_most=8):
            assert window.get(path).status_code == 200
    more = re.search(r'rel="next" href="([^"]+)"', page.text)[1].replace("&amp;", "&")
    assert len(numbers(window.get(more))) == 5


def test_accessibility_reports_stand_in_the_queue_until_they_are_answered(make, browse):
    admin = make.granted("administrator")
    ticket = pages.report_barrier(text="The map has no table.")
    window = browse(admin)
    page = window.get("/moderation?kind=barrier")
    assert ticket.number in page.text and "due by" in page.text
    window.post(f"/admin/accessibility/{ticket.id}/done")
    assert numbers(window.get("/moderation")) == []


def test_who_asks_for_an_account_stands_in_the_queue_until_they_are_answered(
        make, browse, run_jobs):
    decide("registration", "approval")
    db.session.commit()
    forget_site()
    browse().post("/join", data={"name": "Ahmed Ben Ali", "email": "ahmed@example.org",
                                 "words": "I work for the employment office of Tunis."})
    run_jobs()
    everywhere = make.granted("moderator")
    window = browse(everywhere)
    page = window.get("/moderation?kind=join")
    assert "Somebody asks for an account" in page.text and "Ahmed" not in page.text
    assert "/admin/joining" in window.get(f"/moderation/items/{numbers(page)[0]}").text
    number = re.search(r"/admin/joining/(\d+)/let-in", window.get("/admin/joining").text)[1]
    window.post(f"/admin/joining/{number}/let-in")
    run_jobs()
    assert numbers(window.get("/moderation?kind=join")) == []


@pytest.mark.parametrize("words", ["", " \n", "x" * 2001])
def test_a_note_that_says_nothing_or_too_much_comes_back(browse, make, post, moderator, words):
    report(make.person(), of(post), "rude")
    number = item_of(post).id
    answer = browse(moderator).post(f"/moderation/items/{number}/notes", data={"text": words})
    assert answer.status_code == 422
    assert "Please write a note of up to 2000 characters." in answer.text
    assert 'name="text"' in answer.text and words.strip() in answer.text


@pytest.mark.parametrize("sent, sentence", [
    ({"outcome": "remove", "ground": "rude", "facts": "Short"}, "Please tell the author"),
    ({"outcome": "remove", "facts": "It insults somebody."}, "Please choose the rule"),
    ({"facts": "It insults somebody."}, "Please choose what can be decided here."),
    ({"outcome": "keep", "item": []}, "Please choose what you decide about."),
])
def test_a_decision_about_several_that_lacks_something_comes_back(
        browse, make, post, moderator, sent, sentence):
    report(make.person(), of(post), "rude")
    number = item_of(post).id
    answer = browse(moderator).post("/moderation/decide", data={"item": [number]} | sent)
    assert answer.status_code == 422
    assert sentence in answer.text and sent.get("facts", "") in answer.text
    ticked = re.search(rf'id="item-{number}" checked', answer.text)
    assert bool(ticked) == ("item" not in sent)
    assert item_of(post).is_open
