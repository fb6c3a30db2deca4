"""Who hears of the way of a case: its author, its curators, the invited reviewer."""
import pytest
from markupsafe import escape

from cop.base.db import db
from cop.base.events import publish
from cop.cases.events import CaseDecided
from cop.cases.models.decisions import CaseDecision
from cop.cases.service import reviewing, reviews, writing
from tests.make import review, reviewed, take_up

REASON = "For reasons of testing."


@pytest.fixture
def paolo(make):
    return make.granted("curator", name="Paolo Curti")


def test_curators_hear_of_cases_in_their_care_only(make, heard, paolo):
    in_theme = make.granted("curator", "theme", "outreach", name="Otto")
    elsewhere = make.granted("curator", "theme", "digital-services", name="Dina")
    administrator = make.granted("administrator", name="Alma")
    closed = make.granted("curator", name="Carla", active=False)
    case = make.case(status="submitted", curator=paolo, themes=["outreach"])
    assert heard(paolo) == ["case_submitted"]
    assert heard(in_theme) == ["case_submitted"]
    assert heard(elsewhere) == heard(administrator) == heard(closed) == []
    assert heard(case.author) == []


def test_where_nobody_curates_the_administrators_hear_of_it(make, heard):
    administrator = make.granted("administrator", name="Alma")
    author = make.person("Chiara")
    writing.submit_case(author, make.case(author, curator=administrator))
    assert heard(administrator) == ["case_submitted"]


def test_curators_do_not_hear_of_their_own_cases_nor_of_their_organisation(make, heard, paolo):
    colleague = make.granted("curator", name="Cora", organisation="CPI di Treviso")
    author = make.granted("curator", name="Aldo", organisation="CPI di Treviso")
    make.case(author, status="submitted", curator=paolo)
    assert heard(paolo) == ["case_submitted"]
    assert heard(author) == heard(colleague) == []


def test_the_same_text_is_submitted_once_and_a_new_one_is_news(make, heard, paolo):
    case = make.case(status="changes_requested", curator=paolo)
    values = dict(case.current.values)
    assert heard(paolo) == ["case_submitted"]
    case = db.session.merge(case)
    regions, themes = values.pop("regions"), values.pop("themes")
    writing.save_draft(case.author, case, values | {"title": "Another title"}, regions, themes)
    writing.submit_case(case.author, case)
    assert heard(paolo) == ["case_submitted", "case_submitted"]


@pytest.mark.parametrize("status, kinds, sentence", [
    ("in_review", ["case_in_review"], "Your case is being reviewed"),
    ("changes_requested", ["case_changes_requested"], "Your case needs changes"),
    ("published", ["case_in_review", "case_opinion", "case_published"], "Your case is published"),
    ("archived", ["case_in_review", "case_opinion", "case_published", "case_archived"],
     "Your case was archived"),
    ("withdrawn", ["case_withdrawn"], "Your case was refused or taken out of sight"),
])
def test_the_author_hears_every_decision_in_its_own_sentence(
        make, browse, heard, paolo, status, kinds, sentence):
    case = make.case(status=status, curator=paolo)
    assert heard(case.author) == kinds
    page = browse(case.author).get("/inbox")
    assert sentence in page.text
    assert str(escape(case.title)) in page.text


def test_a_case_back_from_the_archive_is_told_as_that(make, browse, heard, paolo):
    case = make.case(status="archived", curator=paolo)
    reviewing.restore_case(paolo, case, REASON)
    assert heard(case.author)[-1] == "case_restored"
    assert "Your case is back in the library" in browse(case.author).get("/inbox").text


def test_a_refused_case_that_was_archived_is_told_as_taken_out_of_sight(make, heard, paolo):
    case = make.case(status="archived", curator=paolo)
    reviewing.take_down_case(paolo, case, REASON)
    assert heard(case.author)[-1] == "case_withdrawn"


def test_an_author_who_withdraws_hears_nothing_of_it(make, heard, paolo):
    case = make.case(status="published", curator=paolo)
    writing.withdraw_case(case.author, case, REASON)
    assert heard(case.author) == ["case_in_review", "case_opinion", "case_published"]


def test_a_decision_is_told_once_though_its_job_runs_twice(make, heard, paolo):
    case = make.case(status="published", curator=paolo)
    decision = CaseDecision.query.filter_by(case_id=case.id, to_status="published").one()
    publish(CaseDecided(case_id=case.id, decision_id=decision.id))
    assert heard(case.author) == ["case_in_review", "case_opinion", "case_published"]


def test_an_author_whose_account_is_closed_hears_nothing(make, heard, paolo):
    case = make.case(status="submitted", curator=paolo)
    reviewed(paolo, case)
    case.author.active = False
    reviewing.publish_case(paolo, case, REASON)
    assert heard(case.author) == []


def test_the_invited_reviewer_hears_of_it_and_finds_the_case(make, browse, heard, paolo):
    case, reviewer = make.case(status="submitted", curator=paolo), make.person("Renata")
    take_up(paolo, case, REASON, reviewer=reviewer)
    assert heard(reviewer) == ["review_invited"]
    window = browse(reviewer)
    page = window.get("/inbox").text
    assert "You are asked to review a case" in page
    assert f'href="/cases/{case.id}"' in page
    assert window.get(f"/cases/{case.id}", follow_redirects=True).status_code == 200


def test_who_declined_before_the_letter_went_hears_nothing_and_curators_do(make, heard, paolo):
    case = make.case(status="in_review", curator=paolo)
    first, second = make.person("Renata"), make.person("Silvio")
    for reviewer in (first, second):
        reviews.invite_reviewer(paolo, case, reviewer)
    reviews.decline_review(first, case, "I have no time this month.")
    assert heard(first) == []
    assert heard(second) == ["review_invited"]
    assert heard(paolo) == ["case_submitted", "review_declined"]


def test_an_opinion_is_told_to_author_and_curators_not_to_who_gave_it(
        make, browse, heard, paolo):
    case, reviewer = make.case(status="in_review", curator=paolo), make.person("Renata Riva")
    review(paolo, case, "Clear, and well measured.", reviewer=reviewer)
    assert heard(paolo) == ["case_submitted", "opinion_given"]
    assert heard(case.author) == ["case_in_review", "case_opinion"]
    assert heard(reviewer) == ["review_invited"]
    assert "Renata Riva reviewed a case in your care" in browse(paolo).get("/inbox").text
    assert "Renata Riva reviewed your case" in browse(case.author).get("/inbox").text


def test_a_curator_who_reviews_hears_of_the_opinion_of_others_only(make, heard, paolo):
    case = make.case(status="in_review", curator=paolo)
    review(paolo, case, "Clear, and well measured.", reviewer=paolo)
    assert heard(paolo) == ["case_submitted", "review_invited"]
