"""Reports, decisions and jobs, as the services keep them whoever calls."""
from datetime import timedelta

import pytest

from cop.base.audit import AuditEntry
from cop.base.clock import now
from cop.base.contacts import can_be_reached, is_domain, is_in_domains
from cop.base.db import add
from cop.base.errors import Forbidden, Invalid
from cop.base.jobs import Job
from cop.base.site import read_site
from cop.base.site_decisions import SECTIONS
from cop.pages import service
from cop.pages.models import AccessibilityReport
from cop.pages.site_forms import SectionForm


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
    changed = service.decide_site(admin, {
        "is_demo": True, "colour": "red", "notice": {"en": "Hello"}})
    assert changed == ["notice"]
    assert read_site().is_demo is False
    with pytest.raises(Invalid):
        service.decide_site(admin, {"registration": "sometimes"})


@pytest.mark.parametrize("section", SECTIONS)
def test_a_form_asks_for_all_of_its_section_and_shows_what_holds(app, section):
    with app.test_request_context():
        site = read_site()
        form = SectionForm.of(section, site, [("en", "English"), ("it", "Italiano")])
        asked = {name: d for name, d in SECTIONS[section][1].items() if not d.is_fixed}
        assert list(form.decisions) == list(asked)
        shown = {name: d.write(form.decided[name]) for name, d in asked.items()}
        assert shown == {name: d.write(getattr(site, name)) for name, d in asked.items()}


@pytest.mark.parametrize("contact, reachable", [
    ("privacy@example.org", True), ("https://example.org/contact", True),
    ("http://example.org", False), ("https://", False), ("+39 041 000000", False),
    ("javascript:alert(1)", False), ("Ada <ada@example.org>", False),
])
def test_a_contact_is_an_address_that_a_link_can_lead_to(contact, reachable):
    assert can_be_reached(contact) is reachable


@pytest.mark.parametrize("email, belongs", [
    ("ada@regione.example.it", True), ("ada@cpi.regione.example.it", True),
    ("ada@Regione.Example.IT", True), ("ada@notregione.example.it", False),
    ("ada@regione.example.it.evil.org", False), ("ada@example.it", False)])
def test_an_address_belongs_to_a_domain_and_its_parts(email, belongs):
    assert is_in_domains(email, ("example.org", "regione.example.it")) is belongs


@pytest.mark.parametrize("words, holds", [
    ("example.org", True), ("a-b.example.org", True), ("example", False), ("-a.org", False),
    ("a..org", False), ("@example.org", False), ("exa mple.org", False),
    ("x" * 64 + ".org", False)])
def test_a_domain_is_known_from_other_words(words, holds):
    assert is_domain(words) is holds
