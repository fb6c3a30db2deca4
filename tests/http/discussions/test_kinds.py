"""Case clinics and peer requests: their outlines, and finding topics by kind."""
import pytest
from bs4 import BeautifulSoup

from cop.base.audit import AuditEntry
from cop.discussions.models.outlines import Outline
from cop.discussions.models.topics import Topic
from cop.discussions.outlines import shipped_outline

WORDS = {"title": "Who sits with a client who says no?", "language": "en", "kind": "clinic"}


def text_of(page):
    return BeautifulSoup(page.text, "html.parser").find("textarea", {"name": "source"}).get_text()


def kind_of(page):
    return BeautifulSoup(page.text, "html.parser").select_one("[name=kind][checked]")["value"]


@pytest.mark.parametrize("kind, language, heading", [
    ("clinic", "en", "## The situation"), ("clinic", "it", "## La situazione"),
    ("request", "fr", "## Ce que je cherche"), ("request", "es", "## Lo que busco"),
    ("request", "fi", "## What I am looking for"),
])
def test_an_address_opens_the_form_with_the_outline_of_the_space(
        make, browse, kind, language, heading):
    space = make.space(slug="neet", language=language)
    page = browse(make.member(space)).get(f"/spaces/neet/topics/new?kind={kind}")
    assert heading in text_of(page)
    assert kind_of(page) == kind


@pytest.mark.parametrize("kind", ["question", "", "nonsense"])
def test_other_kinds_begin_with_an_empty_text(make, browse, kind):
    page = browse(make.member(make.space(slug="neet"))).get(f"/spaces/neet/topics/new?kind={kind}")
    assert text_of(page).strip() == ""
    assert kind_of(page) == "question"


def test_a_button_puts_the_outline_below_what_was_typed(make, browse, stored):
    browser = browse(make.member(make.space(slug="neet")))
    typed = WORDS | {"source": "He came twice.", "kind": "question", "outline": "clinic"}
    page = browser.post("/spaces/neet/topics", data=typed)
    assert page.status_code == 200
    assert text_of(page).strip() == "He came twice.\n\n" + shipped_outline("clinic", "en")
    assert kind_of(page) == "clinic"
    again = browser.post("/spaces/neet/topics", data=typed | {"source": text_of(page)})
    assert text_of(again) == text_of(page)
    other = browser.post("/spaces/neet/topics", data=typed | {
        "source": shipped_outline("clinic", "en"), "outline": "request"})
    assert text_of(other).strip() == shipped_outline("request", "en")
    assert stored(Topic) == []


def test_an_outline_nobody_wrote_under_is_no_topic(make, browse, stored):
    browser = browse(make.member(make.space(slug="neet")))
    page = browser.post("/spaces/neet/topics", data=WORDS | {
        "source": shipped_outline("clinic", "en").replace("\n", "\r\n")})
    assert page.status_code == 422
    assert "Please write something under the headings." in page.text
    assert stored(Topic) == []


def test_a_clinic_says_what_it_is_and_is_found_by_its_kind(make, browse, stored):
    browser = browse(make.member(make.space(slug="neet")))
    page = browser.post("/spaces/neet/topics", data=WORDS | {"source": "He came twice."},
                        follow_redirects=True)
    head = BeautifulSoup(page.text, "html.parser").find("header", class_="head").get_text()
    assert "Case clinic" in head
    assert stored(Topic)[0].kind == "clinic"

    make.question(title="Another question")
    for path, found in (("/topics?kind=clinic", True), ("/topics?kind=question", False),
                        ("/spaces/neet/topics?kind=clinic&state=unanswered", True),
                        ("/topics?kind=nonsense", True)):
        assert (WORDS["title"] in browser.get(path).text) == found
    answer = browser.get("/api/v1/topics?kind=clinic").json
    assert [topic["kind"] for topic in answer["items"]] == ["clinic"]


def test_a_clinic_has_no_accepted_answer(make, browse):
    topic = make.topic(kind="clinic")
    answer = make.post(topic)
    page = browse(topic.author).post(f"/topics/{topic.id}/accept", data={"post_id": answer.id})
    assert page.status_code == 403
    assert "Only questions have an accepted answer." in page.text


def test_moderators_write_the_outlines_of_their_space(make, browse, stored):
    space = make.space(slug="neet")
    mara, ada = make.moderator(space), make.member(space)
    browser = browse(mara)
    assert "/spaces/neet/outlines" in browser.get("/spaces/neet").text
    form = browser.get("/spaces/neet/outlines")
    assert "## The situation" in form.text

    request = shipped_outline("request", "en")
    page = browser.post("/spaces/neet/outlines", follow_redirects=True,
                        data={"clinic": "## Our way", "request": request})
    assert "New topics begin like this from now on." in page.text
    assert [(row.kind, row.source) for row in stored(Outline)] == [("clinic", "## Our way")]
    assert [row.act for row in stored(AuditEntry)] == ["space.outlines_changed"]
    page = browse(ada).get("/spaces/neet/topics/new?kind=clinic")
    assert text_of(page).strip() == "## Our way"

    browser.post("/spaces/neet/outlines", data={"clinic": "## Ours", "request": request})
    assert [row.source for row in stored(Outline)] == ["## Ours"]
    browser.post("/spaces/neet/outlines", data={"clinic": " ", "request": ""})
    assert stored(Outline) == []


def test_an_outline_that_is_too_long_comes_back_with_the_reason(make, browse, stored):
    space = make.space(slug="neet")
    page = browse(make.moderator(space)).post("/spaces/neet/outlines", data={
        "clinic": "x" * 9000, "request": ""})
    assert page.status_code == 422
    assert "An outline has at most 8000 characters." in page.text
    assert "x" * 9000 in page.text
    assert stored(Outline) == []


def test_others_are_refused_and_strangers_find_nothing(make, browse, stored):
    space = make.space(slug="neet")
    make.space(slug="secret", visibility="private")
    browser = browse(make.member(space))
    assert "/spaces/neet/outlines" not in browser.get("/spaces/neet").text
    for answer in (browser.get("/spaces/neet/outlines"),
                   browser.post("/spaces/neet/outlines", data={"clinic": "x"})):
        assert answer.status_code == 403
        assert "Only moderators of this space write its outlines." in answer.text
    for answer in (browser.get("/spaces/secret/outlines"),
                   browser.post("/spaces/secret/outlines", data={"clinic": "x"})):
        assert answer.status_code == 404
    assert "/login" in browse().get("/spaces/neet/outlines").headers["Location"]
    assert stored(Outline) == []
