"""Saved searches: kept, changed, deleted, followed in a feed reader, stopped from a letter."""
import re

import pytest
from bs4 import BeautifulSoup

from cop.base.db import db
from cop.search.models.saved import SavedSearch
from cop.search.service import keeping
from cop.search.service import saved as service
from tests.http.pages.test_feeds import read, titles

WISH = {"name": "Apprentices", "frequency": "daily", "asked": "?q=apprentices&lang=it"}


@pytest.fixture
def ada(make):
    return make.person("Ada Bruni")


@pytest.fixture
def keep(browse):
    def save(person, **wish):
        answer = browse(person).post("/me/searches", data=WISH | wish)
        assert answer.status_code == 302, answer.text
        return newest()

    return save


def newest():
    db.session.rollback()
    return SavedSearch.query.order_by(SavedSearch.id.desc()).first()


def test_a_search_is_saved_from_its_results(browse, make, ada, run_jobs):
    make.topic(title="Apprentices in small firms")
    run_jobs()
    keeping.reindex()
    window = browse(ada)
    assert "Save this search</a>" in window.get("/search?q=apprentices").text
    page = window.get("/search?q=apprentices&region=ITH3&sort=date&page=1")
    link = BeautifulSoup(page.text, "html.parser").find("a", href=re.compile("/me/searches/new"))
    form = window.get(link["href"])
    assert 'value="apprentices"' in form.text, "a name is proposed"
    asked = BeautifulSoup(form.text, "html.parser").find("input", {"name": "asked"})["value"]
    answer = window.post("/me/searches", follow_redirects=True, data={
        "name": "Mine", "asked": asked, "frequency": "weekly", "by_mail": "y"})
    assert "The search is saved." in answer.text and "on Mondays" in answer.text
    saved = newest()
    assert (saved.address, saved.by_mail, saved.person_id) == (
        "?q=apprentices&region=ITH3", True, ada.id)


def test_a_saved_search_opens_with_the_newest_first(browse, ada, keep):
    saved = keep(ada)
    answer = browse(ada).get(f"/me/searches/{saved.id}")
    assert answer.location == "/search?q=apprentices&lang=it&sort=date"


@pytest.mark.parametrize("wish, sentence", [
    ({"name": "  "}, "Give the search a name"),
    ({"name": "x" * 81}, "There is room for 80 characters."),
    ({"frequency": "hourly"}, "Please choose how often."),
    ({"frequency": ""}, "Please choose how often."),
])
def test_what_is_missing_is_said_and_the_search_is_kept(browse, ada, wish, sentence):
    page = browse(ada).post("/me/searches", data=WISH | wish)
    assert page.status_code == 422
    assert sentence in page.text and "apprentices&amp;lang=it" in page.text
    assert SavedSearch.query.count() == 0


@pytest.mark.parametrize("asked", ["", "?", "nonsense", "?page=2"])
def test_nothing_is_no_search(browse, ada, asked):
    assert browse(ada).post("/me/searches", data=WISH | {"asked": asked}).status_code == 422
    assert browse(ada).get("/me/searches/new").location == "/search"


def test_nobody_keeps_searches_without_end(browse, ada, keep):
    first = keep(ada)
    for number in range(service.MOST - 1):
        db.session.add(SavedSearch(person_id=ada.id, name=str(number), address=first.address,
                                   stop_key=str(number)))
    page = browse(ada).post("/me/searches", data=WISH)
    assert page.status_code == 422
    assert "delete one first" in page.text


def test_a_search_is_called_otherwise_and_told_otherwise(browse, ada, keep):
    saved = keep(ada)
    page = browse(ada).get(f"/me/searches/{saved.id}/edit").text
    assert 'value="Apprentices"' in page
    browse(ada).post(f"/me/searches/{saved.id}", data={
        "name": "Young people", "frequency": "at_once", "by_mail": "y"})
    changed = newest()
    assert (changed.name, changed.frequency, changed.by_mail, changed.due_at) == (
        "Young people", "at_once", True, None)
    page = browse(ada).post(f"/me/searches/{saved.id}", data={"name": "", "frequency": "daily"})
    assert page.status_code == 422


def test_a_search_is_deleted(browse, ada, keep):
    saved = keep(ada)
    page = browse(ada).post(f"/me/searches/{saved.id}/delete", follow_redirects=True)
    assert "is deleted" in page.text and "You have saved no search yet." in page.text
    assert newest() is None


def test_searches_are_their_owners(browse, make, ada, keep):
    saved, other = keep(ada), browse(make.person("Cy"))
    for path in ("", "/edit"):
        assert other.get(f"/me/searches/{saved.id}{path}").status_code == 404
    for path in ("", "/delete", "/feed"):
        assert other.post(f"/me/searches/{saved.id}{path}", data=WISH).status_code == 404
        assert browse().post(f"/me/searches/{saved.id}{path}").location.startswith("/login")
    assert "Apprentices" not in other.get("/me/searches").text
    assert browse().get("/me/searches").location.startswith("/login")


def test_a_search_is_followed_in_a_feed_reader(browse, make, ada, keep, run_jobs):
    room = make.space("Inside", visibility="private")
    make.topic(title="Apprentices for everybody", language="it")
    make.topic(room, make.member(room), title="Apprentices in secret", language="it")
    case = make.case(status="published", title="Gli apprendisti", language="it",
                     summary="Apprentices: what we tried, and what came of it. " * 3)
    run_jobs()
    keeping.reindex()
    saved = keep(ada)
    page = browse(ada).post(f"/me/searches/{saved.id}/feed")
    assert page.status_code == 201 and page.headers["Cache-Control"] == "no-store"
    path = re.search(r'value="http://localhost(/feeds/private/[\w-]+\.atom)"', page.text)[1]
    answer = browse().get(path)
    assert set(titles(answer)) == {"Apprentices for everybody", case.title}
    assert b"tag:localhost," in answer.data
    assert read(answer).findtext("{*}title").startswith("Apprentices ·")
    assert "Apprentices" in browse(ada).get("/me/feeds").text
    browse(ada).post(f"/me/searches/{saved.id}/delete")
    assert browse().get(path).status_code == 404
    assert "A search you deleted" in browse(ada).get("/me/feeds").text


def test_alerts_are_stopped_from_the_letter_without_signing_in(browse, ada, keep):
    first, second = keep(ada), keep(ada, name="Second", frequency="at_once")
    key = first.stop_key
    page = browse().get(f"/searches/stop/{key}")
    assert "No more alerts for “Apprentices”?" in page.text
    assert newest().frequency == "at_once", "looking stops nothing"
    page = browse().post(f"/searches/stop/{key}", csrf=False,
                         data={"List-Unsubscribe": "One-Click"})
    assert page.status_code == 200 and "You will hear of “Apprentices” no more" in page.text
    db.session.rollback()
    assert [s.frequency for s in SavedSearch.query.order_by(SavedSearch.id)] == ["never", "at_once"]
    browse().post(f"/searches/stop/{key}?all=1", csrf=False)
    db.session.rollback()
    assert {s.frequency for s in SavedSearch.query} == {"never"}
    assert second.id and browse().get("/searches/stop/nonsense").status_code == 404
    assert browse().post("/searches/stop/nonsense", csrf=False).status_code == 404


def test_the_list_of_searches_asks_little_of_the_database(browse, ada, keep, count_queries):
    for _ in range(12):
        keep(ada)
    window = browse(ada)
    with count_queries(at_most=8):
        assert window.get("/me/searches").text.count("every morning") == 12
