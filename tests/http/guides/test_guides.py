"""Guides: made by curators, read and taken along by everybody."""
import io
import json
import re

import pytest
from bs4 import BeautifulSoup
from docx import Document as WordFile
from sqlalchemy import select

from cop.base.db import db
from cop.guides import service
from cop.guides.models import Guide
from tests.make_guides import make_guide


@pytest.fixture
def curator(make):
    return make.granted("curator", name="Paolo Curti")


@pytest.fixture
def guide(make, curator):
    return make_guide(make, curator, [make.case(status="published", title=f"Case number {n} here")
                                      for n in (1, 2)])


@pytest.fixture
def published(guide, curator):
    service.publish_guide(curator, guide, "The first.")
    return guide


def test_a_guide_is_made_step_by_step_without_a_script(make, curator, browse):
    make.case(status="published", title="Calling within two days works")
    desk = browse(curator)
    page = desk.post("/guides/new", data={"title": "Calling back", "language": "en"},
                     follow_redirects=True)
    assert "The guide is begun." in page.text
    url = "/guides/calling-back"
    desk.post(f"{url}/texts", data={"text-kind": "chapter", "text-text": "The first contact"})
    page = desk.get(f"{url}/edit?find=two days")
    case_id = re.search(r'name="case_id" value="(\d+)"', page.text)[1]
    page = desk.post(f"{url}/cases", data={"case_id": case_id}, follow_redirects=True)
    assert "stands in the guide." in page.text
    assert browse().get(url).status_code == 404
    page = desk.post(f"{url}/publish", data={"note": "First"}, follow_redirects=True)
    assert "Edition 1 is published." in page.text
    page = browse().get(url)
    soup = BeautifulSoup(page.text, "html.parser")
    assert [h.get_text() for h in soup.select("main h2")][:1] == ["The first contact"]
    assert "Calling within two days works" in page.text
    assert "Calling back" in browse().get("/guides").text


def test_parts_are_moved_with_buttons(guide, curator, browse):
    desk, first, last = browse(curator), guide.items[0].id, guide.items[-1].id
    desk.post(f"/guides/{guide.slug}/items/{last}/move", data={"steps": 1})
    desk.post(f"/guides/{guide.slug}/items/{first}/remove")
    page = BeautifulSoup(desk.get(f"/guides/{guide.slug}/edit").text, "html.parser")
    assert [li["id"] for li in page.select(".guide-parts > li")] == [
        f"item-{guide_id}" for guide_id in (first + 1, last, first + 2)]
    assert desk.post(f"/guides/{guide.slug}/items/{first}/remove").status_code == 404


@pytest.mark.parametrize("act", ["edit", "texts", "cases", "publish", "retire", "items/1/move",
                                 "items/1/remove", "items/1/text"])
def test_members_read_why_they_do_not_make_guides(make, published, browse, act):
    answer = browse(make.person()).post(f"/guides/{published.slug}/{act}", data={})
    assert answer.status_code == 403
    assert "Guides are made by curators." in answer.text


def test_a_draft_is_not_there_for_others(make, guide, browse):
    for reader in (None, make.person()):
        for url in ("", ".pdf", "/edit"):
            answer = browse(reader).get(f"/guides/{guide.slug}{url}")
            assert answer.status_code in ((404,) if reader or url != "/edit" else (302, 404)), url
    assert guide.title not in browse().get("/guides").text


def test_wrong_words_come_back_with_a_sentence(guide, curator, browse):
    desk = browse(curator)
    page = desk.post("/guides/new", data={"title": "No", "language": "en",
                                          "foreword": "Words that must not be lost."})
    assert page.status_code == 422
    assert "A title has 5 to 150 characters." in page.text
    assert "Words that must not be lost." in page.text
    page = desk.post(f"/guides/{guide.slug}/texts", data={"text-kind": "note", "text-text": " "})
    assert page.status_code == 422
    assert "Please write something." in page.text
    page = desk.post(f"/guides/{guide.slug}/cases", data={"case_id": "999"})
    assert page.status_code == 422


def test_who_saves_second_sees_it_and_keeps_the_words(guide, curator, browse):
    service.describe_guide(curator, guide, title="The first to save", language="en")
    page = browse(curator).post(f"/guides/{guide.slug}/edit", data={
        "title": "The second to save", "language": "en", "opened_with": "0"})
    assert page.status_code == 409
    assert "The first to save" in page.text
    assert "The second to save" in page.text
    assert db.session.scalar(select(Guide.title)) == "The first to save"


def test_every_edition_keeps_its_address(published, curator, browse):
    service.describe_guide(curator, published, title="The second title", language="en")
    service.publish_guide(curator, published, "The second.")
    url = f"/guides/{published.slug}"
    assert "The second title" in browse().get(url).text
    page = browse().get(f"{url}?edition=1")
    assert "Calling back within two days" in page.text
    assert "This is edition 1." in page.text
    assert 'content="noindex"' in page.text
    assert browse().get(f"{url}?edition=7").status_code == 404


@pytest.mark.parametrize("name", ["pdf", "docx", "odt", "epub", "html", "md"])
def test_it_is_taken_along_whole(published, app, browse, name):
    from flask.testing import FlaskClient

    client = browse()
    with app.app_context():
        answer = FlaskClient.open(client, f"/guides/{published.slug}.{name}")
    assert answer.status_code == 200
    assert f"calling-back-within-two-days.{name}" in answer.headers["Content-Disposition"]
    if name == "docx":
        headings = [p.text for p in WordFile(io.BytesIO(answer.data)).paragraphs
                    if p.style.name.startswith("Heading")]
        assert headings.index("The first contact") < headings.index("Case number 1 here")
        assert headings.index("Case number 1 here") < headings.index("Case number 2 here")


def test_its_fixed_words_are_in_its_language_whoever_takes_it_along(published, browse):
    page = browse().get(f"/guides/{published.slug}.md?ui=it")
    assert "Edition 1" in page.text and "Foreword" in page.text
    assert "Edizione" not in page.text and "Paese" not in page.text


def test_a_format_there_is_not_is_not_there(published, browse):
    assert browse().get(f"/guides/{published.slug}.xlsx").status_code == 404


def test_a_case_names_the_guides_it_stands_in(published, browse):
    case = published.items[1].case
    page = browse().get(f"/cases/{case.id}-{case.slug}")
    assert "In guides" in page.text
    assert f'href="/guides/{published.slug}"' in page.text


def test_a_retired_guide_is_a_draft_again(published, curator, browse):
    browse(curator).post(f"/guides/{published.slug}/retire")
    assert browse().get(f"/guides/{published.slug}").status_code == 404
    assert browse(curator).get(f"/guides/{published.slug}").status_code == 200


def test_the_pages_stay_within_their_budget(make, curator, browse, count_queries):
    cases = [make.case(status="published", title=f"Case number {n} here") for n in range(12)]
    guide = make_guide(make, curator, cases)
    service.publish_guide(curator, guide)
    url, visitor, desk = f"/guides/{guide.slug}", browse(), browse(curator)
    for client, page in ((visitor, url), (desk, url), (desk, f"{url}/edit"), (desk, "/guides")):
        with count_queries(at_most=8):
            assert client.get(page).status_code == 200


def test_what_is_typed_is_shown_as_text(make, curator, browse):
    evil = "<script>alert(1)</script>"
    guide = make_guide(make, curator, [make.case(status="published")], title=evil,
                       foreword=evil, subtitle=evil)
    service.add_text(curator, guide, "note", evil)
    service.publish_guide(curator, guide, evil)
    for page in (f"/guides/{guide.slug}", f"/guides/{guide.slug}/edit", "/guides"):
        assert evil not in browse(curator).get(page).text


def test_machines_are_told_what_a_guide_is_and_what_is_in_it(published, browse):
    page = browse().get(f"/guides/{published.slug}")
    block = BeautifulSoup(page.text, "html.parser").find("script", type="application/ld+json")
    told = json.loads(block.string)
    assert (told["@type"], told["name"], told["bookEdition"]) == (
        "Book", published.title, "1")
    assert [part["headline"] for part in told["hasPart"]] == [
        "Case number 1 here", "Case number 2 here"]
