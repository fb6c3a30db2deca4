"""Writing a case: a draft as often as one likes, and nothing typed is ever lost."""
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from cop.base.db import db
from cop.cases.models.cases import Case, CaseRevision
from tests.case_text import FILLED, as_sent

FORM = as_sent(FILLED | {"regions": "Veneto", "themes": ["outreach", "neet"]})


@pytest.fixture
def author(make):
    return make.person("Chiara Bellin", organisation="CPI di Treviso", languages=["it"])


def the_case():
    db.session.rollback()  # what this test read before is a moment ago
    return db.session.scalars(select(Case)).one()


def errors(page):
    """The links of the error summary: (where they lead, what they say)."""
    box = BeautifulSoup(page.text, "html.parser").find(class_="errors")
    return {link["href"]: link.get_text() for link in box.find_all("a")} if box else {}


def typed(page, name):
    found = BeautifulSoup(page.text, "html.parser").find(attrs={"name": name})
    return found.get_text().lstrip("\r\n") if found.name == "textarea" else found.get("value")


def test_a_draft_is_saved_with_two_words_and_only_its_author_sees_it(author, make, browse):
    page = browse(author).post("/cases/new", data={"title": "An idea", "act": "save"},
                               follow_redirects=True)
    case = the_case()
    assert page.request.path == f"/cases/{case.id}/edit"
    assert "Your draft is saved." in page.text
    assert (case.status, case.title) == ("draft", "An idea")
    for url in ("", "/edit", "/history", "/review", ".pdf"):
        stranger = make.granted("curator") if url else make.person()
        assert browse(stranger).get(f"/cases/{case.id}{url}").status_code == 404, url


def test_the_form_asks_in_sections_with_help_and_tells_the_progress(author, browse):
    page = browse(author).get("/cases/new")
    form = BeautifulSoup(page.text, "html.parser")
    assert "2 of 19" in page.text  # the language of its author and the licence are proposed
    assert form.find("select", id="language").find("option", selected=True)["value"] == "it"
    assert [h.get_text() for h in form.select("#case h2")][:2] == [
        "The practice in brief", "Where, when and who"]
    for field in form.select("#case .field"):
        assert field.find(class_="help"), field


def test_a_visitor_is_asked_to_sign_in_and_brought_back(browse):
    answer = browse().get("/cases/new")
    assert answer.status_code == 302
    assert "next=/cases/new" in answer.location.replace("%2F", "/")


def test_everything_typed_is_kept_in_the_fields_of_the_case(author, browse):
    browse(author).post("/cases/new", data=FORM | {"act": "save"})
    case = the_case()
    assert case.current.fields == FILLED
    assert (case.regions, set(case.themes)) == (["ITH3"], {"outreach", "neet"})
    page = browse(author).get(f"/cases/{case.id}/edit")
    assert "19 of 19" in page.text
    assert typed(page, "activities") == FILLED["activities"]
    assert typed(page, "regions") == "Veneto (ITH3)"


def test_saving_again_writes_over_the_draft(author, make, browse):
    case = make.case(author)
    url = f"/cases/{case.id}/edit"
    browse(author).post(url, data=FORM | {"innovation": "New", "opened_with": "1", "act": "save"})
    db.session.rollback()
    assert case.current.fields["innovation"] == "New"
    assert db.session.query(CaseRevision).count() == 1


def test_what_is_missing_is_listed_with_the_way_to_each_field_and_nothing_is_lost(
        author, browse):
    page = browse(author).post("/cases/new", data=FORM | {
        "summary": "Too short.", "lessons_learnt": "", "themes": [], "act": "submit"})
    assert page.status_code == 422
    db.session.rollback()
    assert errors(page) == {
        "#summary": "«Summary» has 10 characters; it needs at least 80.",
        "#themes": "«Themes» is missing.", "#lessons_learnt": "«Lessons learnt» is missing."}
    soup = BeautifulSoup(page.text, "html.parser")
    for anchor in errors(page):
        assert soup.find(id=anchor[1:]), anchor
    assert typed(page, "summary") == "Too short."
    assert typed(page, "activities") == FILLED["activities"]
    assert soup.find("textarea", id="summary")["aria-invalid"] == "true"
    assert db.session.query(Case).count() == 0


def test_an_unknown_region_gets_a_sentence_and_the_words_stay(author, browse):
    page = browse(author).post("/cases/new", data=FORM | {"regions": "Venetto", "act": "save"})
    assert page.status_code == 422
    assert "We do not know the region “Venetto”. Did you mean Veneto (ITH3)?" in (
        errors(page)["#regions"])
    assert typed(page, "regions") == "Venetto"


def test_a_text_beyond_its_limit_comes_back_whole(author, browse):
    page = browse(author).post("/cases/new", data=FORM | {"activities": "x" * 70_000,
                                                          "act": "save"})
    assert page.status_code == 422
    assert errors(page)["#activities"].startswith(
        "«What is done, step by step» has 70000 characters")
    assert typed(page, "activities") == "x" * 70_000


def test_two_windows_do_not_write_over_each_other(author, make, browse):
    case = make.case(author)
    url = f"/cases/{case.id}/edit"
    first = FORM | {"innovation": "From the first window", "opened_with": "1", "act": "save"}
    second = FORM | {"innovation": "From the second window", "opened_with": "1", "act": "save"}
    assert browse(author).post(url, data=first).status_code == 302

    page = browse(author).post(url, data=second)
    assert page.status_code == 409
    assert "#innovation" in errors(page)
    assert typed(page, "innovation") == "From the second window"
    assert "<del>first</del>" in page.text and "<ins>second</ins>" in page.text
    db.session.rollback()
    assert case.current.fields["innovation"] == "From the first window"

    again = second | {"opened_with": typed(page, "opened_with")}
    assert browse(author).post(url, data=again).status_code == 302
    db.session.rollback()
    assert case.current.fields["innovation"] == "From the second window"


def test_a_form_without_its_token_is_not_taken_and_gives_the_words_back(author, browse):
    page = browse(author).post("/cases/new", data=FORM, csrf=False)
    assert page.status_code == 400
    assert typed(page, "summary") == FILLED["summary"]
    assert db.session.query(Case).count() == 0


def test_somebody_else_does_not_edit_and_is_told_why(make, browse):
    case = make.case(status="published")
    page = browse(make.person()).get(f"/cases/{case.id}/edit")
    assert page.status_code == 403
    assert "Only its author changes a case." in page.text
    assert browse(make.person()).post(f"/cases/{case.id}/edit", data=FORM).status_code == 403


def test_a_case_in_review_cannot_be_edited_and_the_page_says_what_can_be_done(
        author, make, browse):
    case = make.case(author, status="in_review")
    page = browse(author).get(f"/cases/{case.id}/edit")
    assert page.status_code == 403
    assert "wait for the answer, or withdraw it" in page.text


def test_what_is_typed_is_shown_as_text_and_never_obeyed(author, make, browse):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
    case = make.case(author, status="published", title=f"{evil[:80]}", innovation=evil,
                     cost=evil, responsible_body=evil)
    for url in (f"/cases/{case.id}-{case.slug}", "/cases", f"/cases/{case.id}/history",
                f"/cases/{case.id}/review", f"/cases/{case.id}/edit"):
        page = browse(author).get(url, follow_redirects=True)
        soup = BeautifulSoup(page.text, "html.parser")
        assert page.status_code == 200
        assert not soup.find("img")
        assert not soup.find_all(href=lambda address: address and address.startswith("javascript:"))
