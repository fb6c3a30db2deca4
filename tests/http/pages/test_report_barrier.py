"""Reporting a barrier, signed in or not, and what becomes of the report."""
from datetime import timedelta

import pytest

from cop.base.clock import at, now
from cop.base.db import db
from cop.base.site import decide
from cop.pages.models import AccessibilityReport
from cop.web.limits import limiter

BARRIER = {"text": "The chart says nothing to my screen reader.", "page": "/cases/3",
           "email": "davide@example.org"}


@pytest.fixture
def report(app, browse):
    browse().post("/accessibility", data=BARRIER)
    return AccessibilityReport.query.one()


def test_a_visitor_reports_a_barrier_and_reads_when_an_answer_is_due(browse):
    with at(now().replace(year=2026, month=11, day=1)):
        answer = browse().post("/accessibility", data=BARRIER, follow_redirects=True)
    report = AccessibilityReport.query.one()
    assert "1 December 2026" in answer.text
    assert report.number in answer.text
    assert (report.text, report.page) == (BARRIER["text"], BARRIER["page"])
    assert str(report.due_on) == "2026-12-01"


def test_who_leaves_an_address_gets_a_letter_without_the_text(report, letters):
    (letter,) = letters()
    assert letter["To"] == "davide@example.org"
    assert report.number in letter["Subject"]
    assert "An answer is due by" in letter.get_content()
    assert "screen reader" not in letter.get_content()


def test_a_report_without_address_is_stored_and_writes_no_letter(browse, letters):
    answer = browse().post("/accessibility", data={"text": "Too small."}, follow_redirects=True)
    assert "due to be dealt with by" in answer.text
    assert AccessibilityReport.query.one().email == ""
    assert letters() == []


def test_the_contact_of_the_site_hears_of_a_report(browse, letters):
    decide("contact", "access@example.org")
    browse().post("/accessibility", data={"text": "Too small."})
    (letter,) = letters()
    assert letter["To"] == "access@example.org"


def test_a_contact_that_is_a_page_gets_no_letter(browse, letters):
    decide("contact", "https://example.org/@access")
    browse().post("/accessibility", data={"text": "Too small."})
    assert letters() == []


def test_an_empty_report_is_refused_and_nothing_is_lost(browse):
    page = browse().post("/accessibility", data={"text": " ", "page": "/topics/1-x"})
    assert page.status_code == 422
    assert "Please write what does not work." in page.text
    assert "/topics/1-x" in page.text
    assert AccessibilityReport.query.count() == 0


def test_a_wrong_address_and_a_long_text_are_refused_with_the_words_kept(browse):
    page = browse().post("/accessibility", data={"text": "y" * 5001, "email": "davide at home"})
    assert page.status_code == 422
    assert "This is not an e-mail address." in page.text
    assert "There is room for 5000 characters." in page.text
    assert "y" * 5001 in page.text
    assert "davide at home" in page.text


def test_a_report_from_a_strangers_form_is_refused(browse):
    answer = browse().post("/accessibility", data=BARRIER, csrf=False)
    assert answer.status_code == 400
    assert BARRIER["text"] in answer.text
    assert AccessibilityReport.query.count() == 0


def test_the_form_knows_from_which_page_one_came(browse):
    here = {"Referer": "http://localhost/topics/7-a-topic?view=flat&ui=it"}
    assert 'value="/topics/7-a-topic?view=flat"' in browse().get(
        "/accessibility", headers=here).text
    elsewhere = {"Referer": "https://example.org/secret"}
    assert "secret" not in browse().get("/accessibility", headers=elsewhere).text


def test_too_many_reports_have_to_wait(browse):
    limiter.enabled = True
    try:
        browser = browse()
        answers = [browser.post("/accessibility", data={"text": "Again."}) for _ in range(11)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert [a.status_code for a in answers] == [302] * 10 + [429]


def test_administrators_read_reports_the_first_due_on_top(browse, make, report):
    with at(now() - timedelta(days=40)):
        browse().post("/accessibility", data={"text": "An old one."})
    page = browse(make.granted("administrator")).get("/admin/accessibility").text
    assert page.index("An old one.") < page.index("The chart says nothing")
    assert page.count("Overdue") == 1
    assert "davide@example.org" in page


def test_a_report_that_is_done_leaves_the_list_and_is_in_the_audit_log(browse, make, report):
    browser = browse(make.granted("administrator"))
    browser.post(f"/admin/accessibility/{report.id}/done")
    assert "The chart says" not in browser.get("/admin/accessibility").text
    assert "The chart says" in browser.get("/admin/accessibility?state=done").text
    assert "accessibility.done" in browser.get("/moderation/log").text


def test_reports_are_for_administrators_only(browse, make, report):
    member = browse(make.person())
    assert member.get("/admin/accessibility").status_code == 403
    assert member.post(f"/admin/accessibility/{report.id}/done").status_code == 403
    assert browse().get("/admin/accessibility").status_code == 302
    db.session.rollback()
    assert AccessibilityReport.query.one().done_at is None


def test_a_report_that_is_not_there_is_not_found(browse, make):
    browser = browse(make.granted("administrator"))
    assert browser.post("/admin/accessibility/77/done").status_code == 404
    assert browser.post(f"/admin/accessibility/{2**40}/done").status_code == 404
