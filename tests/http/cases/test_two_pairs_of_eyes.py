"""The way of a case past a curator and a reviewer, with the wrong person refused at each step."""
import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, update

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.cases.models.cases import Case
from cop.cases.rubric import get_rubric
from cop.cases.service import reviewing, reviews, writing
from cop.people.models import Grant, Person
from tests.case_text import FILLED, REGIONS, THEMES
from tests.make import SCORES, review, reviewed, score, take_up

WHY = "For reasons of testing."


@pytest.fixture
def curator(make):
    return make.granted("curator", name="Paolo Curti")


@pytest.fixture
def case(make):
    return make.case(status="submitted")


@pytest.fixture
def rita(make):
    return make.person("Rita Sala", themes=["outreach"], languages=["it"])


def scored(no_conflict="y", **given):
    """The form of a reviewer, filled in."""
    said = {f"review-{name}": str(value) for name, value in SCORES.items()}
    said |= {"review-evidence_level": "E1", "review-opinion": "Clear, with good figures."}
    if no_conflict:
        said["review-no_conflict"] = no_conflict
    return said | {f"review-{name}": value for name, value in given.items()}


def text_of(page):
    return " ".join(BeautifulSoup(page.text, "html.parser").get_text(" ").split())


def test_from_submission_to_publication_by_three_people(make, case, curator, rita, browse):
    desk, reviewer = browse(curator), browse(rita)
    url = f"/cases/{case.id}"
    page = desk.post(f"{url}/decide", data={
        "step": "in_review", "reason": "Complete and readable.",
        "checks": list(reviewing.CHECKS)}, follow_redirects=True)
    assert "The case is in review." in page.text
    assert "Nobody has reviewed this text yet." in page.text
    page = desk.get(f"{url}/reviewers")
    assert "Rita Sala" in page.text
    assert "1 theme in common" in page.text
    assert "reads the language" in page.text
    desk.post(f"{url}/reviewer", data={"name": rita.name})
    page = reviewer.get(f"{url}/review")
    for criterion in get_rubric():
        assert criterion.question in page.text
    page = reviewer.post(f"{url}/scores", data=scored(clarity="3"), follow_redirects=True)
    assert "Thank you: the curators and the author can read your review." in page.text
    page = desk.get(f"{url}/review")
    assert "Mean of the scores that count: 2.12 of 3." in page.text
    page = desk.post(f"{url}/decide", data={"step": "published", "reason": "Well worth it."},
                     follow_redirects=True)
    assert "The case is published." in page.text
    assert browse().get(url, follow_redirects=True).status_code == 200


def test_the_check_is_ticked_point_by_point(case, curator, browse):
    page = browse(curator).post(f"/cases/{case.id}/decide", data={
        "step": "in_review", "reason": "Complete and readable.", "checks": ["form"]})
    assert page.status_code == 422
    assert "Please tick every point you have looked at." in page.text
    assert "Complete and readable." in page.text


def test_nothing_is_published_unreviewed(case, curator, browse):
    take_up(curator, case, WHY)
    page = browse(curator).post(f"/cases/{case.id}/decide",
                                data={"step": "published", "reason": "I liked it a lot."})
    assert page.status_code == 422
    assert "It cannot be published yet: see what is missing." in page.text
    assert "Nobody has reviewed this text yet." in page.text


def test_who_reviewed_does_not_publish(make, case, curator, browse):
    second = make.granted("curator", name="Carla Curti")
    take_up(curator, case, WHY)
    review(curator, case, WHY, reviewer=second)
    page = browse(second).get(f"/cases/{case.id}/review")
    assert "You reviewed this case: another curator publishes it." in page.text
    page = browse(second).post(f"/cases/{case.id}/decide",
                               data={"step": "published", "reason": "I liked it a lot."})
    assert page.status_code == 422
    assert "I liked it a lot." in page.text and 'name="step"' in page.text


def test_where_nothing_can_be_decided_there_is_no_form_to_come_back_to(make, curator, browse):
    case = make.case(status="withdrawn")
    answer = browse(curator).post(f"/cases/{case.id}/decide",
                                  data={"step": "in_review", "reason": "It is good enough."})
    assert answer.status_code == 403
    assert "This case cannot take that step now." in answer.text


def test_what_to_have_looked_at_is_asked_only_where_it_is_offered(make, curator, browse):
    case = make.case(status="in_review", curator=curator)
    page = browse(curator).post(f"/cases/{case.id}/decide", data={"step": "in_review"})
    assert page.status_code == 422
    assert "Please choose what you decide." in page.text
    assert "Please tick every point" not in page.text


@pytest.mark.parametrize("given, sentence", [
    ({"no_conflict": ""}, "Please declare that you have no conflict of interest"),
    ({"clarity": ""}, "Please score Clarity."),
    ({"clarity": "7"}, "Please score Clarity."),
    ({"evidence_level": ""}, "Please choose a level of evidence."),
    ({"evidence_level": "E3"}, "the case must say how it was evaluated"),
    ({"opinion": "ok"}, "Please give a reason of at least 10 characters."),
])
def test_a_review_that_lacks_something_comes_back_with_its_words(
        case, curator, rita, browse, given, sentence):
    reviews.invite_reviewer(curator, case, rita)
    page = browse(rita).post(f"/cases/{case.id}/scores", data=scored(**given))
    assert page.status_code == 422
    assert sentence in page.text
    if "opinion" not in given:
        assert "Clear, with good figures." in page.text
    checked = BeautifulSoup(page.text, "html.parser").find("input", id="review-ethics-2")
    assert checked.has_attr("checked")
    db.session.rollback()
    assert case.reviews[0].scored_at is None


def test_a_reviewer_with_a_conflict_declines_and_sees_it_no_more(case, curator, rita, browse):
    reviews.invite_reviewer(curator, case, rita)
    browser = browse(rita)
    page = browser.post(f"/cases/{case.id}/decline", data={"decline-reason": "no"})
    assert page.status_code == 422
    page = browser.post(f"/cases/{case.id}/decline",
                        data={"decline-reason": "My sister led the project."},
                        follow_redirects=True)
    assert "the curators look for somebody else" in page.text
    assert browser.get(f"/cases/{case.id}/review").status_code == 404
    page = browse(curator).get(f"/cases/{case.id}/review")
    assert "My sister led the project." in page.text


def test_only_the_invited_score(make, case, curator, browse):
    page = browse(curator).post(f"/cases/{case.id}/scores", data=scored())
    assert page.status_code == 403
    assert "Only an invited reviewer scores a case." in page.text


def test_a_third_is_asked_only_where_two_differ(make, case, curator, browse):
    take_up(curator, case, WHY)
    review(curator, case, WHY)
    review(curator, case, WHY, reviewer=make.person("Bruno"), clarity=3)
    page = browse(curator).get(f"/cases/{case.id}/reviewers")
    assert page.status_code == 403
    assert "Enough people are asked." in page.text
    score(case.reviews[1].reviewer, case, clarity=0)
    page = browse(curator).get(f"/cases/{case.id}/review")
    assert "a third must decide on Clarity" in page.text
    assert browse(curator).get(f"/cases/{case.id}/reviewers").status_code == 200
    review(curator, case, WHY, reviewer=make.person("Carlo"), clarity=2)
    reviewing.publish_case(curator, case, "The third reading convinced me.")
    assert case.status == "published"


def test_nobody_of_the_house_nobody_twice_and_nobody_too_busy_is_proposed(
        make, case, curator, rita, browse):
    make.person("Pia Conti", organisation="CPI di Treviso", themes=["outreach"])
    make.person("Ugo Altro", themes=["partnership"])
    busy = make.person("Bea Busy", themes=["outreach", "neet"])
    for number in range(3):
        other = make.case(status="submitted", title=f"Another case, number {number}")
        reviews.invite_reviewer(curator, other, busy)
    page = text_of(browse(curator).get(f"/cases/{case.id}/reviewers"))
    assert "Rita Sala" in page
    for name in ("Pia Conti", "Ugo Altro", "Bea Busy", "Chiara Bellin"):
        assert name not in page, name
    reviews.invite_reviewer(curator, case, rita)
    page = browse(curator).get(f"/cases/{case.id}/reviewers")
    assert "Nobody who says they know these themes has time just now." in page.text
    page = browse(curator).post(f"/cases/{case.id}/reviewer", data={"name": rita.name})
    assert "Rita Sala was asked already." in page.text


def test_comments_on_fields_reach_the_author_with_the_decision(case, curator, browse):
    desk = browse(curator)
    page = desk.post(f"/cases/{case.id}/comments", data={
        "comment-field": "results", "comment-text": "Please add the number of people."},
        follow_redirects=True)
    assert "Your comment is kept." in page.text
    assert "not sent yet" in page.text
    assert "number of people" not in browse(case.author).get(
        f"/cases/{case.id}", follow_redirects=True).text
    desk.post(f"/cases/{case.id}/decide",
              data={"step": "changes_requested", "reason": "Two small things only."})
    page = browse(case.author).get(f"/cases/{case.id}/edit")
    assert "Please add the number of people." in page.text
    assert 'href="#results"' in page.text


def test_a_comment_can_be_taken_back_until_it_is_sent(make, case, curator, browse):
    said = reviews.comment(curator, case, "results", "Please add the number of people.")
    url = f"/cases/{case.id}/comments/{said.id}/take-back"
    other = make.granted("curator", name="Carla")
    assert browse(other).post(url).status_code == 422
    assert browse(curator).post(url, follow_redirects=True).status_code == 200
    assert "number of people" not in browse(curator).get(f"/cases/{case.id}/review").text
    assert browse(curator).post(url).status_code == 404


def test_a_comment_without_words_or_field_comes_back(case, curator, browse):
    for given in ({"comment-field": "results", "comment-text": "no"},
                  {"comment-field": "nonsense", "comment-text": "Please add a table."}):
        assert browse(curator).post(f"/cases/{case.id}/comments", data=given).status_code == 422


def test_a_resubmission_shows_what_changed_and_asks_the_reviewer_again(
        make, case, curator, rita, browse):
    take_up(curator, case, WHY)
    review(curator, case, WHY, reviewer=rita)
    reviews.comment(rita, case, "innovation", "Say what is new, please.")
    reviewing.request_changes(curator, case, "One field is missing.")
    writing.save_draft(case.author, case, FILLED | {"innovation": "It never stops."},
                       REGIONS, THEMES)
    writing.submit_case(case.author, case)
    page = browse(rita).get(f"/cases/{case.id}/review")
    assert "1 field changed since the version before" in page.text
    assert "<ins>It never stops.</ins>" in page.text
    assert "Say what is new, please." in page.text
    assert [(r.reviewer_id, r.is_open) for r in case.round] == [(rita.id, True)]
    assert "Write your review" in page.text


def test_a_change_of_a_published_case_may_go_out_on_the_earlier_review(case, curator):
    reviewed(curator, case)
    reviewing.publish_case(curator, case, WHY)
    writing.save_draft(case.author, case, FILLED | {"innovation": "New."}, REGIONS, THEMES)
    writing.submit_case(case.author, case)
    assert case.round == []
    reviewing.publish_case(curator, case, "A small addition.")
    assert (case.status, case.evidence_level) == ("published", "E1")


def test_the_author_answers_a_decision_and_the_curators_read_it(case, curator, make, browse):
    reviewing.request_changes(curator, case, "The table needs a source.")
    author = browse(case.author)
    page = author.get(f"/cases/{case.id}", follow_redirects=True)
    assert "The table needs a source." in page.text
    page = author.post(f"/cases/{case.id}/answer", data={"answer-reason": "why"})
    assert page.status_code == 422
    author.post(f"/cases/{case.id}/answer",
                data={"answer-reason": "The source is our own register."})
    page = browse(curator).get(f"/cases/{case.id}/review")
    assert "The source is our own register." in page.text
    assert browse(curator).post(f"/cases/{case.id}/answer",
                                data={"answer-reason": "Not mine to say."}).status_code == 403


def test_a_curator_takes_a_phone_out_of_every_version(make, curator, browse):
    said = "Call Nadia on +39 0422 656111, she knows all about it and likes to tell."
    case = make.case(status="submitted", difficulties=said)
    reviewed(curator, case)
    reviewing.publish_case(curator, case, WHY)
    writing.save_draft(case.author, case, FILLED | {"difficulties": said, "innovation": "New."},
                       REGIONS, THEMES)
    writing.submit_case(case.author, case)
    stranger, desk = make.person(), browse(curator)
    page = desk.get(f"/cases/{case.id}/review")
    assert re.search("Take it out", page.text)
    given = {"field": "difficulties", "words": "+39 0422 656111"}
    desk.post(f"/cases/{case.id}/redact", data=given)
    for version in (1, 2):
        page = desk.get(f"/cases/{case.id}-x?version={version}", follow_redirects=True)
        assert "656111" not in page.text
        assert "Call Nadia on […], she knows" in page.text
    assert desk.post(f"/cases/{case.id}/redact", data=given).status_code == 422
    page = browse(stranger).post(f"/cases/{case.id}/redact", data=given)
    assert page.status_code == 403
    assert "Only curators take personal data out of a case." in page.text


def test_the_pages_of_a_review_stay_within_their_budget(
        make, case, curator, rita, browse, count_queries):
    take_up(curator, case, WHY)
    review(curator, case, WHY, reviewer=rita)
    for number in range(4):
        reviews.comment(curator, case, "results", f"Comment number {number} of four.")
    reviewing.request_changes(curator, case, "Some things.")
    writing.save_draft(case.author, case, FILLED | {"innovation": "New."}, REGIONS, THEMES)
    writing.submit_case(case.author, case)
    client, other, url = browse(curator), browse(rita), f"/cases/{case.id}"
    for reader, page in ((client, "review"), (other, "review"), (client, "reviewers")):
        with count_queries(at_most=8):
            assert reader.get(f"{url}/{page}").status_code == 200


@pytest.fixture
def edited(case, curator, rita):
    """A case that came back: while changes were asked for, curator and reviewer put in a word."""
    reviewed(curator, case, reviewer=rita)
    reviewing.request_changes(curator, case, "One figure is missing.")
    for person, words in ((curator, "By the curator."), (rita, "By the reviewer.")):
        writing.save_draft(person, case, FILLED | {"innovation": words}, REGIONS, THEMES)
    writing.submit_case(case.author, case, "With the figure.")
    db.session.commit()
    return case


def test_who_wrote_on_a_case_neither_checks_nor_scores_nor_publishes_it(
        make, edited, curator, rita, browse):
    url, said = f"/cases/{edited.id}", "You wrote on this case yourself"
    assert edited.round == []  # nobody is asked again about their own words
    desk = browse(curator)
    page = desk.get(f"{url}/review")
    assert said in page.text and "Ask its author for changes" in page.text
    for step in ("in_review", "published"):
        answer = desk.post(f"{url}/decide", data={
            "step": step, "reason": WHY, "checks": list(reviewing.CHECKS)})
        assert answer.status_code == 422 and said in answer.text
    other = make.granted("curator", name="Carla Curti")
    take_up(other, edited, WHY)
    page = browse(other).post(f"{url}/reviewer", data={"name": rita.name})
    assert page.status_code == 422 and "Rita Sala wrote on this case." in page.text
    assert "Rita Sala" not in BeautifulSoup(
        browse(other).get(f"{url}/reviewers").text, "html.parser").main.get_text()
    review(other, edited, WHY, reviewer=make.person("Third Eye"))
    db.session.commit()
    refused = desk.post(f"{url}/decide", data={"step": "published", "reason": WHY})
    assert refused.status_code == 422 and said in refused.text
    page = browse(other).post(f"{url}/decide", data={"step": "published", "reason": WHY},
                              follow_redirects=True)
    assert "The case is published." in page.text


def test_a_reviewer_who_was_asked_before_and_then_wrote_scores_no_more(
        case, curator, rita, browse):
    reviewed(curator, case, reviewer=rita)
    reviewing.request_changes(curator, case, "One figure is missing.")
    writing.submit_case(case.author, case, "As it was.")
    take_up(curator, case, WHY)
    assert [asked.reviewer_id for asked in case.round] == [rita.id]
    case.writer_ids.append(rita.id)
    db.session.commit()
    refused = browse(rita).post(f"/cases/{case.id}/scores", data=scored())
    assert refused.status_code == 403 and "You wrote on this case yourself" in refused.text


def test_an_administrator_publishes_what_they_wrote_on_only_where_nobody_else_is_there(
        make, case, rita, browse):
    admin = make.granted("administrator", name="Ada Amministra")
    reviewed(admin, case, reviewer=rita)
    reviewing.request_changes(admin, case, "One figure is missing.")
    writing.save_draft(admin, case, FILLED | {"innovation": "By the administrator."},
                       REGIONS, THEMES)
    writing.submit_case(case.author, case, "With the figure.")
    db.session.commit()
    make.granted("curator", name="Paolo Curti")
    db.session.commit()
    desk, url = browse(admin), f"/cases/{case.id}/decide"
    given = {"step": "in_review", "reason": WHY, "checks": list(reviewing.CHECKS)}
    assert desk.post(url, data=given).status_code == 422
    curators = select(Grant.person_id).where(Grant.role == "curator")
    db.session.execute(update(Person).where(Person.id.in_(curators)).values(active=False))
    db.session.commit()
    assert desk.post(url, data=given).status_code == 302
    score(rita, case)
    db.session.commit()
    assert desk.post(url, data={"step": "published", "reason": WHY}).status_code == 302
    db.session.rollback()
    acts = db.session.scalars(select(AuditEntry.act).where(
        AuditEntry.actor_id == admin.id, AuditEntry.act == "case.judged_alone")).all()
    assert len(acts) == 2 and db.session.get(Case, case.id).status == "published"
