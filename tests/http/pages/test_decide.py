"""What an administrator decides about the installation."""
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from cop.base.audit import AuditEntry
from cop.base.clock import at, now
from cop.base.db import db
from cop.base.site import decide, fresh_site
from cop.base.site_decisions import SECTIONS

COMMUNITY = {"name": "Pratica comune", "organisation": "Scuola", "contact": "privacy@example.org"}
NOTICE = {"notice_en": "Closed on Sunday.", "notice_it": "Chiuso domenica.",
          "notice_level": "info"}


@pytest.fixture
def admin(browse, make):
    return browse(make.granted("administrator"))


@pytest.fixture
def store(admin):
    """Send a section of the settings."""
    def send(section, data, **more):
        return admin.post(f"/admin/settings/{section}", data=data, **more)

    return send


def stored(read):
    """What is stored now, not when this test last looked."""
    db.session.rollback()
    return read()


def test_decisions_hold_at_once_and_are_audited_one_by_one(admin, store):
    answer = store("community", COMMUNITY, follow_redirects=True)
    assert "Your decisions are stored." in answer.text
    assert "Pratica comune" in admin.get("/about").text
    entries = stored(AuditEntry.query.filter_by(act="site.decided").order_by(AuditEntry.id).all)
    assert [e.facts for e in entries] == [
        {"decision": "name"}, {"decision": "organisation"}, {"decision": "contact"}]
    assert all(entry.target_kind == "site_decisions" for entry in entries)


def test_choices_and_numbers_are_audited_with_what_they_were_and_are(store):
    store("access", {"registration": "closed", "mail_domains": "example.org",
                     "owners_choose_readers": "y"})
    store("mail", {"letters_a_day": "5", "letters_kept": "90"})
    entries = stored(AuditEntry.query.filter_by(act="site.decided").order_by("id").all)
    assert [entry.facts for entry in entries] == [
        {"decision": "registration", "from": "open", "to": "closed"},
        {"decision": "mail_domains"}, {"decision": "letters_a_day", "from": 30, "to": 5}]


def test_what_stays_the_same_is_not_audited(store):
    store("community", COMMUNITY)
    before = stored(AuditEntry.query.count)
    answer = store("community", COMMUNITY, follow_redirects=True)
    assert "Nothing was different." in answer.text
    assert stored(AuditEntry.query.count) == before > 0


def test_the_form_shows_what_holds_now(admin, store):
    store("access", {"registration": "closed", "mail_domains": "Example.org\n\n a.example.it "})
    page = admin.get("/admin/settings/access").text
    assert 'checked id="registration-3"' in page
    assert "example.org\na.example.it</textarea>" in page.replace("\r", "")


def test_closed_registration_refuses_whoever_registers(store, browse):
    store("access", {"registration": "closed"})
    answer = browse().post("/register", data={
        "name": "Ada Bruni", "email": "ada@example.org", "password": "a calm long sentence",
        "accept_terms": "y"})
    assert "Registration is closed here." in answer.text


def test_registration_may_be_for_some_domains(store, browse, letters):
    typed = {"name": "Ada Bruni", "password": "a calm long sentence", "accept_terms": "y"}
    store("access", {"registration": "open", "mail_domains": "regione.example.it"})
    answer = browse().post("/register", data=typed | {"email": "ada@example.org"})
    assert answer.status_code == 422
    assert "Registration is for addresses of regione.example.it." in answer.text
    assert 'value="Ada Bruni"' in answer.text
    answer = browse().post("/register", data=typed | {"email": "ada@cpi.regione.example.it"})
    assert answer.status_code == 302
    assert len(letters()) == 1


@pytest.mark.parametrize("section, data, sentence", [
    ("community", {"name": " "}, "Please give the community a name."),
    ("community", {"name": "x" * 61}, "There is room for 60 characters."),
    ("community", {"contact": "call us"}, "Write an e-mail address"),
    ("community", {"contact": "http://example.org"}, "Write an e-mail address"),
    ("community", {"contact": "javascript:alert(1)"}, "Write an e-mail address"),
    ("notice", {"notice_en": "x" * 301}, "There is room for 300 characters."),
    ("notice", {"notice_level": "shouted"}, "Please choose one of these."),
    ("notice", {"notice_until": "on Sunday"}, "Not a valid date value."),
    ("access", {"registration": "sometimes"}, "Please choose one of these."),
    ("access", {"mail_domains": "example.org\n@here"}, "“@here” is no domain."),
    ("law", {"data_officer": "@nobody"}, "Write an e-mail address"),
    ("law", {"terms_version": ""}, "Please give the terms a version"),
    ("mail", {"letters_a_day": "0"}, "A number from 1 to 1000."),
    ("mail", {"letters_kept": "some"}, "A number from 7 to 730."),
])
def test_a_wrong_decision_is_refused_and_nothing_is_stored(store, section, data, sentence):
    right = {"community": COMMUNITY, "notice": NOTICE, "access": {"registration": "open"},
             "law": {"terms_version": "1"}, "mail": {"letters_a_day": "30", "letters_kept": "90"}}
    before = fresh_site()
    answer = store(section, right[section] | data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored(fresh_site) == before


def test_that_it_is_a_demo_cannot_be_changed_here(admin, store):
    decide("is_demo", True)
    db.session.commit()
    store("community", COMMUNITY | {"is_demo": ""})
    assert stored(fresh_site).is_demo is True
    assert "This is a demo, and every page says so." in admin.get("/admin/settings").text


def test_only_administrators_decide(browse, make):
    for role in ("moderator", "curator", "data_officer", "regional_manager"):
        member = browse(make.granted(role, name=role))
        assert member.get("/admin").status_code == 403
        assert member.get("/admin/settings/law").status_code == 403
        answer = member.post("/admin/settings/community", data=COMMUNITY)
        assert answer.status_code == 403
        assert "Only an administrator may do this." in answer.text
    assert browse().get("/admin/settings").headers["Location"] == "/login?next=/admin/settings"
    assert stored(fresh_site).name == "cop"


def test_there_are_only_sections_that_are_known(admin):
    assert admin.get("/admin/settings/secrets").status_code == 404
    assert admin.get("/admin").headers["Location"] == "/admin/settings"


def test_a_decision_from_a_strangers_form_is_refused(store):
    assert store("community", COMMUNITY, csrf=False).status_code == 400
    assert stored(fresh_site).name == "cop"


def test_the_page_leads_to_people_and_the_audit_log(admin, count_queries):
    with count_queries(at_most=8):
        page = admin.get("/admin/settings").text
    assert 'href="/admin/people"' in page
    assert 'href="/moderation/log"' in page


def test_a_notice_stands_on_every_page_in_the_readers_language_until_its_last_day(store, browse):
    last_day = now().date() + timedelta(days=3)
    store("notice", NOTICE | {"notice_until": last_day.isoformat()})
    assert "Closed on Sunday." in browse().get("/about?ui=en").text
    page = browse().get("/about?ui=it").text
    assert "Chiuso domenica." in page and "Closed on Sunday." not in page
    with at(now() + timedelta(days=4)):
        assert "Closed on Sunday." not in browse().get("/about?ui=en").text
    store("notice", NOTICE | {"notice_en": "", "notice_it": "Solo in italiano."})
    assert "Solo in italiano." in browse().get("/about?ui=en").text


def test_who_stores_a_notice_whose_last_day_is_over_hears_that_nobody_sees_it(store):
    said = "The notice is shown to nobody: its last day, 26 November 2026, is over."
    with at(datetime(2026, 11, 27, tzinfo=UTC)):
        for until, past in (("2026-11-26", True), ("2026-11-27", False), ("", False)):
            answer = store("notice", NOTICE | {"notice_until": until}, follow_redirects=True)
            assert "Your decisions are stored." in answer.text and (said in answer.text) == past
        no_words = dict.fromkeys(NOTICE, "") | {"notice_level": "info"}
        answer = store("notice", no_words | {"notice_until": "2026-11-26"}, follow_redirects=True)
        assert said not in answer.text, "there is none"


def test_who_has_read_a_notice_hides_it_and_sees_the_next_one(store, browse, make):
    member = browse(make.person())
    store("notice", NOTICE)
    assert "Hide" in member.get("/about").text
    assert "Hide" not in browse().get("/about").text  # a visitor has nothing to keep it in
    answer = member.post("/notice/hide", headers={"Referer": "http://localhost/about"})
    assert answer.headers["Location"] == "/about"
    assert "Closed on Sunday." not in member.get("/about").text
    store("notice", NOTICE | {"notice_en": "Closed on Monday."})
    assert "Closed on Monday." in member.get("/about").text
    store("notice", NOTICE | {"notice_level": "important", "notice_en": "Closed for good."})
    member.post("/notice/hide")
    assert "Closed for good." in member.get("/about").text


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_can_be_stored_as_its_page_shows_it(admin, section):
    """With all that a browser sends: empty days and texts, too."""
    path = f"/admin/settings/{section}"
    page = BeautifulSoup(admin.get(path, follow_redirects=True).text, "html.parser")
    form = next(each for each in page("form") if each.get("action", "").startswith(
        "/admin/settings") and each["action"] != "/admin/settings/logo")
    said = {each["name"]: each.get("value", "") for each in form("input") if
            each.get("type") not in ("checkbox", "radio") or each.has_attr("checked")}
    said |= {each["name"]: each.text.strip() for each in form("textarea")}
    answer = admin.post(form["action"], data=said, follow_redirects=True)
    assert answer.status_code == 200
    assert "Nothing was different." in answer.text


def test_reading_only_is_ended_on_the_page_where_it_began(admin, store):
    shown = NOTICE | {"notice_until": "", "read_only_reason_en": ""}
    store("notice", shown | {"read_only": "y"})
    assert stored(lambda: fresh_site().read_only)
    store("notice", shown)
    assert not stored(lambda: fresh_site().read_only)
