"""What is there already, for who types the title of a new topic."""
import pytest
from bs4 import BeautifulSoup

from cop.base.db import db
from cop.search.service.keeping import reindex

TITLE = "Come richiamare i NEET che saltano gli appuntamenti?"


@pytest.fixture
def answered(make):
    """A topic and a case that answer it, in other languages; a private topic; one of none of it."""
    make.topic(title="Qui rappelle les jeunes qui manquent deux rendez-vous ?", language="fr",
               source="Nos NEET ne répondent pas; nous voulons les rappeler, deux appuntamenti.")
    make.case(title="Reaching NEET with a call within two days", status="published",
              language="en", summary="We call every NEET who missed appuntamenti. " * 4)
    room = make.space(visibility="private")
    insider = make.member(room)
    make.topic(room, insider, title="Richiamare i NEET: chi salta gli appuntamenti da noi",
                        language="it")
    make.topic(title="Kuinka monta kurssia?", language="fi", source="Aivan muuta.")
    db.session.commit()
    reindex()
    return insider


def titles(answer):
    return [link.get_text() for link in BeautifulSoup(answer.text, "html.parser").select("li a")]


def test_topics_and_cases_in_other_languages_are_found_by_a_title(make, browse, answered):
    answer = browse(make.person()).get(f"/search/similar?title={TITLE}&lang=it")
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert sorted(titles(answer)) == ["Qui rappelle les jeunes qui manquent deux rendez-vous ?",
                                      "Reaching NEET with a call within two days"]
    assert "2 texts may answer this already" in answer.text
    assert "French" in answer.text


def test_what_the_reader_may_not_see_is_not_there(browse, answered):
    member = browse(db.session.merge(answered))
    secret = "Richiamare i NEET: chi salta gli appuntamenti da noi"
    assert secret in titles(member.get(f"/search/similar?title={TITLE}&lang=it"))
    assert secret not in titles(browse().get(f"/search/similar?title={TITLE}&lang=it"))


@pytest.mark.parametrize("words", [
    "title=", "title=a", "title=the+of+and+to", "title=%00%01&lang=tlh", "", "title=NEET)(+AND+-",
    "title=" + "neet+" * 200, "title=Something+that+nobody+ever+wrote"])
def test_titles_that_say_nothing_find_nothing(browse, answered, words):
    answer = browse().get(f"/search/similar?{words}")
    assert answer.status_code == 200
    assert len(titles(answer)) <= 5


def test_one_word_in_common_is_chance(browse, answered):
    answer = browse().get("/search/similar?title=Rappelle+ton+boulanger+demain+matin&lang=fr")
    assert titles(answer) == []


def test_without_javascript_the_preview_shows_the_same(make, browse, answered):
    space = make.space(slug="neet")
    browser = browse(make.member(space))
    assert "may answer this already" not in browser.get("/spaces/neet/topics/new").text
    page = browser.post("/spaces/neet/topics", data={
        "title": TITLE, "source": "We do not.", "language": "it", "kind": "question",
        "preview": "1"})
    shown = BeautifulSoup(page.text, "html.parser").select_one(".similar")
    assert "Reaching NEET with a call within two days" in shown.get_text()
    assert shown["data-similar"] == "/search/similar"


def test_hostile_titles_stay_inert(make, browse):
    make.topic(title="<img src=x onerror=alert(1)> richiamare NEET appuntamenti", language="it")
    db.session.commit()
    reindex()
    answer = browse().get("/search/similar?title=richiamare+NEET+appuntamenti&lang=it")
    assert "onerror" in titles(answer)[0]
    assert not BeautifulSoup(answer.text, "html.parser").find("img")


def test_it_takes_few_queries(make, browse, answered, count_queries):
    browser = browse(make.person())
    with count_queries(at_most=6):
        browser.get(f"/search/similar?title={TITLE}&lang=it")
