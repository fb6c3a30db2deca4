"""Reports, decisions and jobs, as the services keep them whoever calls."""
from datetime import timedelta

import pytest

from cop.base.audit import AuditEntry
from cop.base.clock import now
from cop.base.db import add
from cop.base.errors import Forbidden, Invalid
from cop.base.jobs import Job
from cop.base.site import DECISIONS, read_site
from cop.pages import service
from cop.pages.forms import DecisionsForm, can_be_reached
from cop.pages.models import AccessibilityReport


def test_a_report_is_due_after_thirty_days(app):
    report = service.report_barrier(text="  Too small.\r\n")
    assert report.text == "Too small."
    assert report.due_on == (now() + timedelta(days=30)).date()


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5001])
def test_a_report_without_words_or_with_too_many_is_refused(app, text):
    with pytest.raises(Invalid) as refusal:
        service.report_barrier(text=text)
    assert set(refusal.value.fields) == {"text"}
    assert AccessibilityReport.query.count() == 0


def test_a_report_done_twice_is_done_once(make):
    admin, report = make.granted("administrator"), service.report_barrier(text="Too small.")
    service.finish_report(admin, report)
    first = report.done_at
    service.finish_report(admin, report)
    assert report.done_at == first
    assert AuditEntry.query.filter_by(act="accessibility.done").count() == 1


def test_only_administrators_change_anything(make):
    report, member = service.report_barrier(text="Too small."), make.person()
    job = add(Job(name="mail.send", arguments={}, parked_at=now()))
    for deed in (lambda who: service.finish_report(who, report),
                 lambda who: service.decide_site(who, {"name": "Mine"}),
                 lambda who: service.try_again(who, job)):
        for somebody in (member, make.visitor(), make.granted("data_officer")):
            with pytest.raises(Forbidden):
                deed(somebody)
    assert (report.done_at, read_site().name) == (None, "cop")
    assert job.parked_at is not None


def test_decisions_that_do_not_exist_or_are_fixed_are_left_alone(make):
    admin = make.granted("administrator")
    changed = service.decide_site(admin, {"is_demo": True, "colour": "red", "notice": "Hello"})
    assert changed == ["notice"]
    assert read_site().is_demo is False
    with pytest.raises(Invalid):
        service.decide_site(admin, {"registration": "sometimes"})


def test_the_form_asks_for_every_decision_that_can_be_made(app):
    with app.test_request_context():
        form = DecisionsForm()
        assert {name for name in DECISIONS if name in form} == set(DECISIONS) - service.FIXED


@pytest.mark.parametrize("contact, reachable", [
    ("privacy@example.org", True), ("https://example.org/contact", True),
    ("http://example.org", False), ("https://", False), ("+39 041 000000", False),
    ("javascript:alert(1)", False), ("Ada <ada@example.org>", False),
])
def test_a_contact_is_an_address_that_a_link_can_lead_to(contact, reachable):
    assert can_be_reached(contact) is reachable
