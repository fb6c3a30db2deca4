"""What people ask about their data, and what the data officer answers."""
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from cop.base.audit import AuditEntry
from cop.base.clock import at, now
from cop.base.db import db
from cop.base.errors import Forbidden, TooMany
from cop.base.site import decide
from cop.discussions.models.topics import Post
from cop.files import storage
from cop.people.models import Person
from cop.rights.models import DataExport, DataRequest
from cop.rights.service import asking, deciding, exporting, reminding
from tests.letters import said_in

ERASE = {"works": "keep", "understood": "y"}


def words(page):
    return " ".join(BeautifulSoup(page.text, "html.parser").get_text(" ").split())


@pytest.fixture
def ada(make):
    return make.person("Ada Bruni", email="ada@example.org")


@pytest.fixture
def officer(make):
    return make.granted("data_officer", name="Dora Dati", email="dpo@example.org")


def stored(request):
    db.session.rollback()
    return db.session.get(DataRequest, request.id)


def test_what_is_known_stands_on_one_page_with_few_queries(make, browse, ada, count_queries):
    for _ in range(5):
        make.post(make.topic(), ada)
    make.topic(author=ada)
    asking.ask_something(ada, "other", "What do you do with my regions?")
    window = browse(ada)
    with count_queries(at_most=8):
        page = words(window.get("/me/data"))
    assert "6 posts, 1 topic, 0 practices" in page
    assert "ada@example.org" in page
    assert "D-1" in page or "D-" in page
    assert "Nobody so far." in page


def test_a_visitor_has_no_data_here(browse):
    for path in ("/me/data", "/me/data/erase", "/me/data/ask", "/admin/data-requests"):
        assert browse().get(path).status_code == 302


def test_another_thing_is_asked_answered_and_read(browse, ada, officer, letters):
    window, desk = browse(ada), browse(officer)
    answer = window.post("/me/data/ask", data={"kind": "objection", "words": ""})
    assert answer.status_code == 422
    assert "Please say what it is about." in answer.text
    assert "Please choose one of these." in window.post(
        "/me/data/ask", data={"kind": "erasure", "words": "x"}).text
    answer = window.post("/me/data/ask", data={"kind": "objection", "words": "Not for statistics."})
    page = answer.location
    number = page.rpartition("/")[2]
    assert [letter["To"] for letter in letters()] == ["ada@example.org", "dpo@example.org"]
    assert "Not for statistics." in desk.get(f"/admin/data-requests/{number}").text
    path = f"/admin/data-requests/{number}"
    assert "Please write to them." in desk.post(f"{path}/answer", data={"words": " "}).text
    assert desk.post(f"{path}/answer", data={"words": "We left you out."}).status_code == 302
    assert "We left you out." in words(window.get(page))
    assert "We left you out." in said_in(letters()[-1])
    assert desk.post(f"{path}/refuse", data={"words": "No."}).status_code == 403
    assert "This request was answered already." in desk.get(path).text


def test_a_refusal_has_a_reason_and_says_where_to_complain(browse, ada, officer, letters):
    request = asking.ask_erasure(ada, keep_works=True)
    desk = browse(officer)
    desk.post(f"/admin/data-requests/{request.id}/refuse", data={"words": "A court asks for it."})
    letter = said_in(letters()[-1])
    assert "A court asks for it." in letter and "data protection authority" in letter
    assert stored(request).state == "refused"


def test_an_answer_may_take_two_months_longer_once(browse, ada, officer, letters):
    request = asking.ask_something(ada, "restriction", "Until the quarrel is over.")
    due, desk = request.due_on, browse(officer)
    path = f"/admin/data-requests/{request.id}/extend"
    assert desk.post(path, data={"words": "Many ask at once."}).status_code == 302
    assert stored(request).due_on == due + timedelta(days=60)
    assert "takes longer" in said_in(letters()[-1])
    assert desk.post(path, data={"words": "Again."}).status_code == 422


def test_requests_are_for_the_data_officer_and_their_own_person(browse, make, ada, officer):
    request = asking.ask_something(ada, "other", "Secret words.")
    others = [make.person(), *map(make.granted, ("moderator", "curator", "regional_manager"))]
    windows = [browse(other) for other in others]
    for window in windows:
        assert window.get(f"/me/data/requests/{request.id}").status_code == 404
        assert window.get("/admin/data-requests").status_code == 403
        assert window.get(f"/admin/data-requests/{request.id}").status_code == 403
        assert window.post(f"/admin/data-requests/{request.id}/agree").status_code == 403
    assert browse(officer).get(f"/me/data/requests/{request.id}").status_code == 404
    assert browse(make.granted("administrator")).get("/admin/data-requests").status_code == 200


def test_the_desk_has_the_most_urgent_first_in_few_queries(
        browse, make, officer, count_queries):
    asked = []
    for number in range(30):
        with at(now() - timedelta(days=number)):
            asked.append(asking.ask_something(make.person(), "other", "Please.").number)
    desk = browse(officer)
    with count_queries(at_most=8):
        page = desk.get("/admin/data-requests").text
    assert sorted(asked, key=lambda number: page.index(f"{number} ")) == asked[::-1]


def test_somebody_takes_it_back_and_nothing_happens(browse, ada, officer, run_jobs):
    request = asking.ask_erasure(ada, keep_works=True)
    deciding.agree(officer, request)
    window = browse(ada)
    assert "all that names you will be deleted" in words(
        window.get(f"/me/data/requests/{request.id}"))
    assert window.post(f"/me/data/requests/{request.id}/cancel").status_code == 302
    with at(now() + timedelta(days=40)):
        run_jobs()
    assert stored(request).state == "cancelled"
    assert db.session.get(Person, ada.id).active
    assert window.post(f"/me/data/requests/{request.id}/cancel").status_code == 403


def test_nobody_asks_twice_and_the_last_administrator_stays(browse, make, ada):
    asking.ask_erasure(ada, keep_works=True)
    with pytest.raises(Forbidden):
        asking.ask_erasure(ada, keep_works=False)
    assert "You have asked for it already" in browse(ada).get("/me/data/erase").text
    admin = make.granted("administrator")
    window = browse(admin)
    assert "This is the last administrator." in window.get("/me/data/erase").text
    assert window.post("/me/data/erase", data=ERASE).status_code == 403


def test_where_nobody_has_to_agree_only_the_days_are_waited_for(browse, make, ada, run_jobs):
    decide("erasure_needs_officer", False)
    decide("erasure_wait", 3)
    posts = [make.post(make.topic(), ada, source=f"Words {number}.") for number in range(2)]
    window = browse(ada)
    assert "there are 3 days" in words(window.get("/me/data/erase"))
    assert window.post("/me/data/erase", data=ERASE | {"works": "none"}).status_code == 302
    with at(now() + timedelta(days=4)):
        run_jobs()
        db.session.rollback()
        assert [db.session.get(Post, post.id).source for post in posts] == ["", ""]
        assert db.session.get(Person, ada.id).name == "Former member"


def test_posts_of_others_cannot_be_chosen(browse, make, ada):
    theirs = make.post(make.topic(), source="Not yours.")
    mine = make.post(make.topic(), ada)
    window = browse(ada)
    data = ERASE | {"works": "some", "posts": [str(theirs.id)]}
    assert window.post("/me/data/erase", data=data).status_code == 422
    data = ERASE | {"works": "some"}
    assert "Please choose the posts" in window.post("/me/data/erase", data=data).text
    assert window.post("/me/data/erase", data=data | {"posts": [str(mine.id)]}).status_code == 302


def test_the_organisation_stays_beside_cases_by_choice_only(make, officer, run_jobs):
    kept, gone = (make.person(name, organisation="CPI di Treviso") for name in ("Una", "Due"))
    cases = [make.case(person, status="published") for person in (kept, gone)]
    for person, keeps in ((kept, True), (gone, False)):
        deciding.agree(officer, asking.ask_erasure(
            person, keep_works=True, keep_organisation=keeps))
    db.session.commit()
    with at(now() + timedelta(days=20)):
        run_jobs()
    db.session.rollback()
    assert [case.organisation and case.organisation.name for case in cases] == [
        "CPI di Treviso", None]


def test_the_data_officer_is_reminded_of_what_is_due_once_a_week(make, ada, officer, letters):
    asking.ask_something(ada, "other", "Please answer.")
    letters()
    with at(now() + timedelta(days=19)):
        reminding.remind_officers()
        assert len(letters()) == 2
    for day, told in ((21, 3), (23, 3), (29, 4), (40, 5)):
        with at(now() + timedelta(days=day)):
            reminding.remind_officers()
            assert len(letters()) == told, day
    assert "Requests about personal data are due" in letters()[-1]["Subject"]


def test_a_copy_a_day_is_enough_and_it_is_gone_after_a_week(app, browse, ada, run_jobs):
    window = browse(ada)
    window.post("/me/data/exports")
    assert window.post("/me/data/exports").status_code == 429
    run_jobs()
    export = db.session.scalar(select(DataExport))
    path = f"/me/data/exports/{export.id}.zip"
    assert window.get(path).headers["Cache-Control"] == "no-store"
    name = export.name
    assert name in storage.list_exports()
    with at(now() + timedelta(days=8)):
        assert window.get(path).status_code == 404
        exporting.forget_exports()
        assert name not in storage.list_exports()
        assert "deleted" in words(window.get("/me/data"))
        with app.test_request_context():
            asking.ask_export(db.session.get(Person, ada.id))
    db.session.rollback()


def test_the_service_counts_copies_too(ada):
    asking.ask_export(ada)
    with pytest.raises(TooMany):
        asking.ask_export(ada)


def test_who_asked_and_who_looked_is_in_the_audit_log(browse, ada, officer):
    request = asking.ask_something(ada, "other", "Words that stay out of the log.")
    browse(officer).get(f"/admin/data-requests/{request.id}")
    db.session.rollback()
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(e.actor_id, e.act, e.target_id) for e in entries] == [
        (ada.id, "data.other_asked", ada.id), (officer.id, "data.viewed", ada.id)]
    assert "Words" not in str([e.facts for e in entries])
