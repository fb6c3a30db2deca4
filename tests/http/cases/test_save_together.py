"""Saving field by field, and several who save the same case at once: nothing is lost."""
import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from cop.base.clock import now
from cop.base.db import db
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.service import drafts, reviewing, reviews, writing
from tests.case_text import FILLED, as_sent

FORM = as_sent(FILLED | {"regions": "Veneto", "themes": ["outreach", "neet"], "innovation": "",
                         "sustainability": "", "equality_accessibility": "", "cost_note": ""})
SCRIPT = {"Accept": "application/problem+json"}


@pytest.fixture
def author(make):
    return make.person("Núria Puig", organisation="SOC Catalunya")


@pytest.fixture
def opened(browse):
    """What a form has to remember, as it is sent out."""

    def of(person, case):
        page = browse(person).get(f"/cases/{case.id}/edit")
        assert page.status_code == 200, page.text
        soup = BeautifulSoup(page.text, "html.parser")
        return soup.find("input", {"name": "opened_with"})["value"]

    return of


def patch(browser, url, **data):
    return browser.patch(url, headers=SCRIPT, data={"csrf_token": browser.token()} | data)


def shown(page):
    """What a form would send as it stands on the page."""
    form = BeautifulSoup(page.text, "html.parser").find("form", id="case")
    sent = {each["name"]: each.get_text().lstrip("\r\n") for each in form.find_all("textarea")}
    for box in form.find_all("input"):
        if box.get("type") not in ("checkbox", "radio") or box.has_attr("checked"):
            sent.setdefault(box["name"], []).append(box.get("value", ""))
    for choice in form.find_all("select"):
        sent[choice["name"]] = [o["value"] for o in choice.find_all("option", selected=True)]
    return sent


def fields(case):
    db.session.rollback()
    return case.current.fields


def test_what_one_types_is_kept_field_by_field(author, browse):
    browser = browse(author)
    answer = browser.post("/cases/drafts", headers=SCRIPT, data={
        "fields": ["title", "contact"], "title": "A group that did not hold",
        "contact-name": "Office", "summary": "not named, so not taken"})
    assert answer.status_code == 201
    db.session.rollback()
    case = db.session.scalars(select(Case)).one()
    assert answer.json["edit"] == f"/cases/{case.id}/edit"
    assert (case.status, case.author_id) == ("draft", author.id)
    assert case.current.fields == {"title": "A group that did not hold",
                                   "contact": {"name": "Office"}}

    answer = patch(browser, answer.json["fields"], **{
        "fields": ["title", "start_date", "regions", "results", "note"], "title": "x" * 101,
        "start_date": "2025", "regions": "Venetto", "results-0-indicator": "Stayed",
        "results-0-actual": "12 of 31", "note": "Not sure about the title.",
        "opened_with": json.dumps(answer.json["sums"])})
    assert answer.status_code == 200
    assert set(answer.json["problems"]) == {"title", "start_date", "regions"}
    assert set(answer.json["sums"]) == {"results"}
    assert answer.json["saved_at"]
    assert fields(case)["results"] == [{"indicator": "Stayed", "actual": "12 of 31"}]
    assert fields(case)["title"] == "A group that did not hold"
    assert case.current.note == "Not sure about the title."


def test_a_field_somebody_else_changed_is_not_written_over(author, make, browse, opened):
    case = make.case(author)
    base = opened(author, case)
    writing.save_draft(author, case, FILLED | {"innovation": "From here."}, ["ITH3"], ["neet"])
    answer = patch(browse(author), f"/cases/{case.id}/fields", fields=[
        "innovation", "sustainability"], innovation="From there.",
        sustainability="The town pays.", opened_with=base)
    assert answer.json["conflicts"] == ["innovation"]
    assert fields(case)["innovation"] == "From here."
    assert fields(case)["sustainability"] == "The town pays."


def test_only_who_may_edit_saves_fields_and_who_is_signed_out_is_told(author, make, browse):
    case, data = make.case(author), {"fields": "title", "title": "Mine now, says a stranger"}
    url = f"/cases/{case.id}/fields"
    assert patch(browse(), url, **data).status_code == 401
    assert browse().post("/cases/drafts", headers=SCRIPT, data=data).status_code == 401
    assert patch(browse(make.person()), url, **data).status_code == 404
    published = make.case(author, status="published")
    url = f"/cases/{published.id}/fields"
    assert patch(browse(make.person()), url, **data).status_code == 403
    assert browse(author).patch(url, data=data).status_code == 400
    db.session.rollback()
    assert case.title == published.title == FILLED["title"]


def test_different_fields_come_together_by_themselves(author, make, browse, opened):
    case = make.case(author)
    base = opened(author, case)
    url, browser = f"/cases/{case.id}/edit", browse(author)
    first = FORM | {"innovation": "From the first.", "opened_with": base, "act": "save"}
    second = FORM | {"sustainability": "From the second.", "opened_with": base, "act": "save"}
    assert browser.post(url, data=first).status_code == 302
    page = browser.post(url, data=second, follow_redirects=True)
    assert "1 field that somebody else changed meanwhile was kept with yours." in page.text
    assert fields(case)["innovation"] == "From the first."
    assert fields(case)["sustainability"] == "From the second."


@pytest.mark.parametrize("keep, kept", [
    ("mine", "From the second."), ("theirs", "From the first.")])
def test_of_the_same_field_both_texts_are_shown_and_one_is_chosen(
        author, make, browse, opened, keep, kept):
    case = make.case(author)
    base = opened(author, case)
    url, browser = f"/cases/{case.id}/edit", browse(author)
    browser.post(url, data=FORM | {"innovation": "From the first.", "opened_with": base})
    mine = FORM | {"innovation": "From the second.", "opened_with": base, "act": "save"}
    page = browser.post(url, data=mine)
    assert page.status_code == 409
    assert "Somebody else saved this case meanwhile" in page.text
    assert "<del>first</del>" in page.text and "<ins>second</ins>" in page.text
    soup = BeautifulSoup(page.text, "html.parser")
    assert soup.find(class_="errors").a["href"] == "#innovation"
    assert soup.find(id="innovation").get_text().strip() == "From the second."
    assert fields(case)["innovation"] == "From the first."
    again = mine | {"opened_with": soup.find("input", {"name": "opened_with"})["value"],
                    "keep-innovation": keep}
    assert browser.post(url, data=again).status_code == 302
    assert fields(case)["innovation"] == kept


def test_two_reviewers_and_the_author_save_at_once_and_nothing_is_lost(
        app, author, make, browse, opened):
    """All three change one field, each another one: one is first, two choose."""
    curator = make.granted("curator", name="Paolo Curti")
    reviewer = make.person("Marja Laine", organisation="City of Helsinki")
    case = make.case(author, status="in_review", curator=curator)
    reviews.invite_reviewer(curator, case, reviewer)
    reviewing.request_changes(curator, case, "Please say what you would do otherwise.")
    own = {author: "sustainability", curator: "equality_accessibility", reviewer: "cost_note"}
    bases = {person: opened(person, case) for person in own}
    forms = {person: FORM | {"innovation": f"Words of {person.name}.", field: f"By {person.name}",
                             "opened_with": bases[person], "act": "save"}
             for person, field in own.items()}
    browsers, url, answers, together = {p: browse(p) for p in own}, f"/cases/{case.id}/edit", {}, (
        Barrier(3))
    names = {person: person.name for person in own}
    db.session.remove()

    def send(person):
        together.wait()
        answers[person] = browsers[person].post(url, data=forms[person])

    threads = [Thread(target=send, args=[person]) for person in own]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers.values()) == [302, 409, 409]

    waiting = [person for person in own if answers[person].status_code == 409]
    for person in waiting:  # each puts both texts together, until nobody was quicker
        page = answers[person]
        for _again in range(3):
            soup = BeautifulSoup(page.text, "html.parser")
            other = soup.select_one(".theirs").get_text()
            page = browsers[person].post(url, data=shown(page) | {
                "innovation": f"{other} {forms[person]['innovation']}"})
            if page.status_code == 302:
                break
        assert page.status_code == 302
    kept = db.session.get(Case, db.session.scalar(select(Case.id))).current.fields
    for person, field in own.items():
        assert kept[field] == f"By {names[person]}"
        assert f"Words of {names[person]}." in kept["innovation"]


def test_a_draft_nobody_touches_is_kept_for_a_year(author, make):
    old, kept, sent = make.case(author), make.case(author), make.case(author, status="submitted")
    old.updated_at = now() - timedelta(days=366)
    kept.updated_at = now() - timedelta(days=364)
    sent.updated_at = now() - timedelta(days=800)
    db.session.flush()
    gone = old.id
    drafts.forget_old_drafts()
    db.session.commit()
    assert set(db.session.scalars(select(Case.id))) == {kept.id, sent.id}
    assert gone not in set(db.session.scalars(select(CaseRevision.case_id)))
