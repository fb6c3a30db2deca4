"""The way of a case: draft, submitted, changes requested, submitted again, in review, published,
updated, archived; and what everybody sees of it at each step."""
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from cop.base.db import db
from cop.cases.models.cases import Case
from cop.cases.service import reviewing
from tests.case_text import FILLED, as_sent
from tests.make import SCORES

FORM = as_sent(FILLED | {"regions": "Veneto", "themes": ["outreach", "neet"]})


@pytest.fixture
def chiara(make):
    return make.person("Chiara Bellin", organisation="CPI di Treviso")


@pytest.fixture
def paolo(make):
    return make.granted("curator", name="Paolo Curti", organisation="Scuola")


def test_a_case_goes_the_whole_way(chiara, paolo, make, browse):
    rita = make.person("Rita Sala", email="rita@example.org")
    author, curator, visitor = browse(chiara), browse(paolo), browse()

    # Chiara writes and submits
    page = author.post("/cases/new", data=FORM | {"difficulties": "", "act": "submit"},
                       follow_redirects=True)
    assert "Your case is submitted." in page.text
    db.session.rollback()
    case = db.session.scalars(select(Case)).one()
    page_url, review = f"/cases/{case.id}-{case.slug}", f"/cases/{case.id}/review"
    assert visitor.get(page_url).status_code == 404

    # Paolo finds it on his desk, sees what is missing and asks for changes
    assert FILLED["title"] in BeautifulSoup(curator.get("/review").text, "html.parser").get_text()
    assert "“Difficulties” is missing." in curator.get(review).text
    page = decide(curator, case, "published", "It is good as it is.")
    assert page.status_code == 422
    assert "Please choose what you decide." in page.text
    assert "It is good as it is." in page.text
    decide(curator, case, "changes_requested", "Please say what went wrong.", status=302)

    # Chiara reads why, changes it and submits again
    page = author.get(f"/cases/{case.id}/edit")
    assert "Please say what went wrong." in page.text
    page = author.post(f"/cases/{case.id}/edit", data=FORM | {
        "act": "submit", "note": "I added the difficulties."})
    assert page.status_code == 302
    assert "I added the difficulties." in curator.get(review).text

    # Paolo takes it into review, asks Rita, who writes her opinion; he publishes
    decide(curator, case, "in_review", "Complete now, thank you.", status=302)
    assert browse(rita).get(review).status_code == 404
    curator.post(f"/cases/{case.id}/reviewer", data={"name": " rita SALA"})
    assert FILLED["title"][:20] in browse(rita).get("/cases/mine").text
    scores = {f"review-{name}": str(score) for name, score in SCORES.items()}
    page = browse(rita).post(f"/cases/{case.id}/scores", data=scores | {
        "review-opinion": "Clear; I would try it.", "review-evidence_level": "E1",
        "review-no_conflict": "y"}, follow_redirects=True)
    assert "Clear; I would try it." in page.text
    decide(curator, case, "published", "Clear, useful and honest.", status=302)

    # everybody reads it now, and who worked on it reads why
    page = visitor.get(page_url)
    assert page.status_code == 200
    assert "<strong>chiusi</strong>" in page.text
    assert "Clear, useful and honest." not in page.text
    assert case.slug in visitor.get("/cases").text
    for reason in ("Please say what went wrong.", "Clear; I would try it.",
                   "Clear, useful and honest."):
        assert reason in author.get(page_url).text, reason

    # Chiara updates it: readers see the old text until Paolo publishes the new one
    author.post(f"/cases/{case.id}/edit", data=FORM | {
        "innovation": "A year later.", "act": "submit"})
    assert "A year later." not in visitor.get(page_url).text
    assert "A year later." in curator.get(review).text
    decide(curator, case, "published", "The new figures help.", status=302)
    assert "A year later." in visitor.get(page_url).text
    assert "<ins>A year later.</ins>" in visitor.get(f"/cases/{case.id}/history").text

    # and at last it goes to the archive, where it can still be read
    decide(curator, case, "archived", "Nobody does it any more.", status=302)
    assert "This case is in the archive" in visitor.get(page_url).text
    assert case.slug not in visitor.get("/cases").text
    assert case.slug in visitor.get("/cases?archived=1").text


def decide(curator, case, step, reason, status=422):
    answer = curator.post(f"/cases/{case.id}/decide", data={
        "step": step, "reason": reason, "checks": list(reviewing.CHECKS)})
    assert answer.status_code == status, answer.text
    return answer
