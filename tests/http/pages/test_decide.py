"""What an administrator decides about the installation."""
import pytest

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.base.site import decide, read_site

DECISIONS = {"name": "Pratica comune", "organisation": "Scuola", "registration": "open",
             "notice": "", "contact": "privacy@example.org", "data_officer": "",
             "terms_version": "1"}


@pytest.fixture
def admin(browse, make):
    return browse(make.granted("administrator"))


def stored(read):
    """What is stored now, not when this test last looked."""
    db.session.rollback()
    return read()


def test_decisions_hold_at_once_and_are_audited_one_by_one(admin):
    answer = admin.post("/admin", data=DECISIONS | {"notice": "Closed on Sunday."},
                        follow_redirects=True)
    assert "Your decisions are stored." in answer.text
    assert "Closed on Sunday." in admin.get("/about").text
    entries = stored(AuditEntry.query.filter_by(act="site.decided").all)
    assert {e.facts["decision"] for e in entries} == {"name", "organisation", "notice", "contact"}
    assert all(entry.target_kind == "site_decisions" for entry in entries)


def test_what_stays_the_same_is_not_audited(admin):
    admin.post("/admin", data=DECISIONS)
    before = stored(AuditEntry.query.count)
    answer = admin.post("/admin", data=DECISIONS, follow_redirects=True)
    assert "Nothing was different." in answer.text
    assert stored(AuditEntry.query.count) == before > 0


def test_the_form_shows_what_holds_now(admin):
    admin.post("/admin", data=DECISIONS | {"registration": "closed"})
    page = admin.get("/admin").text
    assert 'value="Pratica comune"' in page
    assert 'checked id="registration-1"' in page


def test_closed_registration_refuses_whoever_registers(admin, browse):
    admin.post("/admin", data=DECISIONS | {"registration": "closed"})
    answer = browse().post("/register", data={
        "name": "Ada Bruni", "email": "ada@example.org", "password": "a calm long sentence",
        "accept_terms": "y"})
    assert "Registration is closed here." in answer.text


@pytest.mark.parametrize("field, value, sentence", [
    ("name", " ", "Please give the community a name."),
    ("name", "x" * 61, "There is room for 60 characters."),
    ("notice", "x" * 301, "There is room for 300 characters."),
    ("contact", "call us", "Write an e-mail address"),
    ("contact", "http://example.org", "Write an e-mail address"),
    ("contact", "javascript:alert(1)", "Write an e-mail address"),
    ("data_officer", "@nobody", "Write an e-mail address"),
    ("terms_version", "", "Please give the terms a version"),
    ("registration", "sometimes", "Not a valid choice"),
])
def test_a_wrong_decision_is_refused_and_nothing_is_stored(admin, field, value, sentence):
    answer = admin.post("/admin", data=DECISIONS | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored(read_site).name == "cop"


def test_that_it_is_a_demo_cannot_be_changed_here(admin):
    decide("is_demo", True)
    db.session.commit()
    admin.post("/admin", data=DECISIONS | {"is_demo": ""})
    assert stored(read_site).is_demo is True
    assert "This is a demo, and every page says so." in admin.get("/admin").text


def test_only_administrators_decide(browse, make):
    for role in ("moderator", "curator", "data_officer", "regional_manager"):
        member = browse(make.granted(role, name=role))
        assert member.get("/admin").status_code == 403
        answer = member.post("/admin", data=DECISIONS)
        assert answer.status_code == 403
        assert "Only an administrator may do this." in answer.text
    assert browse().get("/admin").headers["Location"] == "/login?next=/admin"
    assert stored(read_site).name == "cop"


def test_a_decision_from_a_strangers_form_is_refused(admin):
    assert admin.post("/admin", data=DECISIONS, csrf=False).status_code == 400
    assert stored(read_site).name == "cop"


def test_the_page_leads_to_people_and_the_audit_log(admin, count_queries):
    with count_queries(at_most=8):
        page = admin.get("/admin").text
    assert 'href="/admin/people"' in page
    assert 'href="/moderation/log"' in page
