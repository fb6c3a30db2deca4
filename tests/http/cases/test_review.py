"""Reviewing: the desk, the decisions and those who must not take them."""
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import at, now
from cop.base.db import db
from tests.make import take_up


@pytest.fixture
def curator(make):
    return make.granted("curator", name="Paolo Curti")


@pytest.fixture
def case(make):
    return make.case(status="submitted")


def decision(**given):
    return {"step": "changes_requested", "reason": "Please add a table."} | given


def test_the_desk_shows_what_is_due_first_and_what_is_late(make, curator, browse):
    with at(now() - timedelta(days=30)):
        make.case(status="submitted", title="The late case of all")
    make.case(status="submitted", title="The case of this morning")
    make.case(status="published", title="Nothing left to do here")
    text = BeautifulSoup(browse(curator).get("/review").text, "html.parser").get_text()
    assert text.index("The late case of all") < text.index("The case of this morning")
    assert text.count("overdue") == 1
    assert "Nothing left to do here" not in text


def test_what_is_with_its_author_has_a_list_of_its_own(make, curator, browse):
    make.case(status="changes_requested", title="Back with its author")
    assert "Back with its author" not in browse(curator).get("/review").text
    assert "Back with its author" in browse(curator).get("/review?view=authors").text


def test_the_desk_is_not_for_others_and_says_so(make, browse):
    assert browse().get("/review").status_code == 302
    page = browse(make.person()).get("/review")
    assert page.status_code == 403
    assert "The review desk is for curators." in page.text
    assert 'href="/review"' not in browse(make.person()).get("/cases").text


def test_the_desk_and_the_review_stay_within_their_budget(make, curator, browse, count_queries):
    for number in range(12):
        make.case(status="submitted", title=f"Case number {number} of many")
    case = make.case(status="in_review")
    client = browse(curator)
    url = f"/cases/{case.id}/review"
    with count_queries(at_most=8):
        assert client.get("/review").status_code == 200
    with count_queries(at_most=8):
        assert client.get(url).status_code == 200


def test_somebody_of_the_authors_organisation_reads_why_they_must_not_decide(
        make, case, browse):
    colleague = make.granted("curator", name="Pia", organisation="CPI di Treviso")
    page = browse(colleague).get(f"/cases/{case.id}/review")
    assert "You work for the author&#39;s organisation" in page.text
    assert 'name="step"' not in page.text
    answer = browse(colleague).post(f"/cases/{case.id}/decide", data=decision())
    assert answer.status_code == 403
    assert "You work for the author&#39;s organisation" in answer.text
    assert case.status == "submitted"


def test_a_decision_without_a_reason_comes_back_with_a_sentence(case, curator, browse):
    page = browse(curator).post(f"/cases/{case.id}/decide", data=decision(reason="no"))
    assert page.status_code == 422
    assert "Please give a reason of at least 10 characters." in page.text
    checked = BeautifulSoup(page.text, "html.parser").find("input", checked=True)
    assert checked["value"] == "changes_requested"


@pytest.mark.parametrize("step", ["archived", "draft", "nonsense", ""])
def test_a_step_there_is_not_is_not_taken(case, curator, browse, step):
    page = browse(curator).post(f"/cases/{case.id}/decide", data=decision(step=step))
    assert page.status_code == 422
    assert "Please choose what you decide." in page.text
    db.session.rollback()
    assert case.status == "submitted"


def test_an_unknown_name_and_the_author_cannot_be_asked_for_a_review(
        make, case, curator, browse):
    url = f"/cases/{case.id}/reviewer"
    page = browse(curator).post(url, data={"name": "nobody@example.org"})
    assert page.status_code == 422
    assert "Nobody here has the name" in page.text
    page = browse(curator).post(url, data={"name": case.author.name})
    assert page.status_code == 422
    assert "Chiara Bellin wrote this case." in page.text
    colleague = make.person("Pia Conti", organisation="CPI di Treviso")
    page = browse(curator).post(url, data={"name": f"/people/{colleague.id}"})
    assert "Pia Conti works for the author&#39;s organisation" in page.text


def test_the_reviewer_scores_and_decides_nothing(make, case, curator, browse):
    reviewer = make.person("Rita Sala")
    take_up(curator, case, "Rita knows the subject.", reviewer=reviewer)
    page = browse(reviewer).get(f"/cases/{case.id}/review")
    assert "Your review" in page.text
    assert 'name="step"' not in page.text
    assert browse(reviewer).post(f"/cases/{case.id}/decide",
                                 data=decision()).status_code == 403
    page = browse(reviewer).post(f"/cases/{case.id}/scores", data={"review-opinion": "ok"})
    assert page.status_code == 422


@pytest.mark.parametrize("act", [
    "review", "reviewers", "decide", "reviewer", "scores", "decline", "comments", "redact",
    "answer", "submit", "withdraw"])
def test_a_case_that_is_not_out_is_not_there_for_strangers(make, case, browse, act):
    stranger, url = browse(make.person()), f"/cases/{case.id}/{act}"
    read = act in ("review", "reviewers")
    answer = stranger.get(url) if read else stranger.post(url, data=decision())
    assert answer.status_code == 404


def test_readers_of_a_published_case_have_no_review_page(make, browse):
    case = make.case(status="published")
    assert browse(make.person()).get(f"/cases/{case.id}/review").status_code == 404
