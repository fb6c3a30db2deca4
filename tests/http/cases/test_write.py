"""Writing a case: a draft as often as one likes, and nothing typed is ever lost."""
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from cop.base.db import db
from cop.cases.models.cases import Case, CaseRevision
from tests.case_text import FILLED, FILLED_1, as_sent

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
    for field in form.select("#case .field:not(.alone)"):
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
    assert "Missing for submitting" not in page.text
    assert typed(page, "activities") == FILLED["activities"]
    assert typed(page, "regions") == "Veneto (ITH3)"


def test_saving_again_writes_over_the_draft(author, make, browse):
    case = make.case(author)
    url = f"/cases/{case.id}/edit"
    browse(author).post(url, data=FORM | {"innovation": "New", "act": "save"})
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
        "#summary": "“Summary” has 10 of at least 80 characters.",
        "#themes": "“Themes” is missing.", "#lessons_learnt": "“Lessons learnt” is missing."}
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
        "“What is done, step by step” has 70000 characters")
    assert typed(page, "activities") == "x" * 70_000


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


def test_rows_are_added_and_taken_away_and_nothing_typed_is_lost(author, make, browse):
    case = make.case(author)
    url, browser = f"/cases/{case.id}/edit", browse(author)
    page = browser.post(url, data=FORM | {"title": "Typed anew today", "more": "results"})
    assert page.status_code == 200
    assert typed(page, "title") == "Typed anew today"
    assert typed(page, "results-0-actual") == "78 %"
    assert typed(page, "results-1-actual") == ""
    page = browser.post(url, data=FORM | {"results-1-indicator": "Second", "without": "results-0"})
    assert "78 %" not in page.text
    db.session.rollback()
    assert case.current.fields["results"] == FILLED["results"]
    names = {field["name"] for field in BeautifulSoup(page.text, "html.parser").find_all("input")
             if field.get("value") == "Second"}
    left = {name: value for name, value in FORM.items() if not name.startswith("results")}
    browser.post(url, data=left | {names.pop(): "Second", "act": "save"})
    db.session.rollback()
    assert case.current.fields["results"] == [{"indicator": "Second"}]


def test_each_section_has_its_button_and_the_next_one_opens(author, make, browse):
    case = make.case(author)
    answer = browse(author).post(f"/cases/{case.id}/edit", data=FORM | {"act": "save:story"})
    assert answer.location.endswith(f"/cases/{case.id}/edit?part=story#part-story")
    soup = BeautifulSoup(browse(author).get(answer.location).text, "html.parser")
    assert [part.find("h2").get_text() for part in soup.select("details.part[open]")] == [
        "What is done"]


def test_the_form_says_in_words_what_is_required_and_what_is_missing(author, browse):
    soup = BeautifulSoup(browse(author).get("/cases/new").text, "html.parser")
    labels = {label["for"]: label.get_text() for label in soup.find_all("label")}
    assert labels["title"] == "Title (required)"
    assert labels["difficulties"] == "Difficulties (needed to publish)"
    assert labels["innovation"] == "What is new here (optional)"
    aside = soup.select_one(".along").get_text(" ", strip=True)
    assert "Missing for submitting 17" in aside and "Then, for publishing" in aside


def test_the_old_category_of_job_rotation_is_shown_where_it_was_chosen(author, make, browse):
    fresh = BeautifulSoup(browse(author).get("/cases/new").text, "html.parser")
    case = make.case(author, lmp_category=["3", "2.1"])
    old = BeautifulSoup(browse(author).get(f"/cases/{case.id}/edit").text, "html.parser")
    ticked = {"name": "lmp_category", "value": "3"}
    assert fresh.find("input", ticked) is None
    assert old.find("input", ticked).has_attr("checked")


def test_a_draft_of_an_older_template_is_brought_to_the_newest(author, make, browse):
    case = make.case(author, version="1")
    browser = browse(author)
    page = browser.get(f"/cases/{case.id}/edit")
    assert typed(page, "cost") == FILLED_1["cost"]
    assert "written under an earlier template" in page.text
    browser.post(f"/cases/{case.id}/renew")
    db.session.rollback()
    assert case.current.template_version == "2"
    assert case.current.fields["results_note"] == FILLED_1["results"]
    page = browser.get(f"/cases/{case.id}/edit")
    assert typed(page, "resources_staff-roles") == FILLED_1["resources_staff"]
    assert browse(make.person()).post(f"/cases/{case.id}/renew").status_code == 404


def test_after_submitting_the_page_says_who_sees_it_and_when_an_answer_comes(
        author, make, browse):
    case = make.case(author, status="submitted")
    page = browse(author).get(f"/cases/{case.id}", follow_redirects=True).text
    assert "5 and 15 working days after you sent it in" in page
    assert "only you, the curators and the reviewers they ask see it" in page
