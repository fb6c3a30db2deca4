"""An administrator takes the second step away from who has lost it."""
from dataclasses import replace
from datetime import timedelta

import pytest
from flask_security import hash_password

from cop.base.audit import AuditEntry
from cop.base.clock import at, now
from cop.base.db import add, db
from cop.base.personal_data import export_all
from cop.base.site import decide
from cop.people.models import Person
from cop.people.security.tables import Passkey, SecondStepRemoval
from cop.people.service.erasing import erase_person
from cop.people.service.factors import take_second_step
from tests.http.people.test_second_step import PASSWORD, set_up, sign_in

REASON = "Phone stolen; called back on the number of the office."


@pytest.fixture
def admin(make):
    return make.granted("administrator", name="Alma Amministra", password=hash_password(PASSWORD))


@pytest.fixture
def ada(make, browse):
    """Moderates; has an app, a passkey and recovery codes."""
    person = make.granted("moderator", name="Ada Bruni", email="ada@example.org",
                          password=hash_password(PASSWORD), interface_language="it")
    browser = browse(person)
    set_up(browser)
    browser.post("/mf-recovery-codes", data={})
    db.session.rollback()
    person.fs_webauthn_user_handle = "ada"
    add(Passkey(user_id=person.id, name="My phone", credential_id=b"1", public_key=b"1",
                sign_count=0, backup_state=False, device_type="single_device",
                lastuse_datetime=now()))
    db.session.commit()
    return person


def page_of(person):
    return f"/admin/people/{person.id}/second-step"


def has_any(person):
    db.session.rollback()
    ada = db.session.get(Person, person.id)
    return bool(ada.tf_primary_method or ada.tf_totp_secret or ada.mf_recovery_codes
                or ada.webauthn or ada.has_second_factor)


def test_what_is_lost_is_taken_away_with_a_reason_and_told(browse, admin, ada, letters):
    theirs, half_way, browser = browse(ada), browse(), browse(admin)
    decide("contact", "help@example.org")
    db.session.commit()
    assert sign_in(half_way).headers["Location"].startswith("/tf-select")
    assert "Lost second step" in browser.get(f"/admin/people/{ada.id}/roles").text
    page = browser.get(page_of(ada)).text
    assert "My phone" in page and "Make sure first who is asking" in page
    done = browser.post(page_of(ada), data={"reason": REASON}, follow_redirects=True)
    assert "The second step of Ada Bruni is taken away" in done.text
    assert not has_any(ada)
    assert theirs.get("/me").status_code == 302  # signed out
    for path in ("/tf-validate", "/mf-recovery"):
        assert half_way.post(path, data={"code": "123456"}).headers["Location"] == "/login"
    removal = SecondStepRemoval.query.one()
    assert (removal.person_id, removal.by_id, removal.reason) == (ada.id, admin.id, REASON)
    entry = AuditEntry.query.filter_by(act="factor.taken_away").one()
    assert (entry.actor_id, entry.target_id, entry.facts) == (admin.id, ada.id, {})
    letter = letters()[-1]
    assert letter["To"] == "ada@example.org"
    assert "secondo passaggio" in letter["Subject"]
    assert "help@example.org" in letter.get_body(("plain",)).get_content()
    page = browser.get(page_of(ada)).text
    assert REASON in page and "Alma Amministra" in page
    assert "signs in without a second step" in page


def test_who_holds_a_role_must_set_up_a_new_one(browse, admin, ada, app, monkeypatch):
    monkeypatch.setitem(app.config, "COP", replace(
        app.config["COP"], second_factor="staff", second_factor_days=3))
    with at(now() + timedelta(days=30)):
        take_second_step(admin, ada, REASON)
        db.session.commit()
        browser = browse()
        assert sign_in(browser).headers["Location"] == "/"  # the password alone
        led = browser.get("/topics")
        assert led.headers["Location"].startswith("/me/security/second-step")
        assert browser.get("/tf-setup").status_code == 200


@pytest.mark.parametrize("reason", ["", "  lost   ", "x" * 1001])
def test_without_a_reason_nothing_is_taken(browse, admin, ada, reason):
    refused = browse(admin).post(page_of(ada), data={"reason": reason})
    assert refused.status_code == 422
    assert "Say in 10 to 1,000 characters why" in refused.text
    assert reason.strip() in refused.text
    assert has_any(ada)


def test_nobody_takes_their_own_away_and_another_administrator_does(browse, make, admin):
    other = make.granted("administrator", name="Otto Other")
    browser = browse(admin)
    set_up(browser)
    assert "another administrator" in browser.get(page_of(admin)).text
    refused = browser.post(page_of(admin), data={"reason": REASON})
    assert refused.status_code == 403
    assert "Nobody takes away their own second step" in refused.text
    assert has_any(admin)
    assert browse(other).post(page_of(admin), data={"reason": REASON}).status_code == 302
    assert not has_any(admin)


def test_who_has_none_loses_none(browse, make, admin):
    page = page_of(make.person("Bea Conti"))
    refused = browse(admin).post(page, data={"reason": REASON})
    assert refused.status_code == 403
    assert "Bea Conti signs in without a second step" in refused.text


def test_an_open_screen_is_not_enough_and_what_was_typed_is_kept(browse, admin, ada):
    browser, page = browse(admin), page_of(ada)
    browser.let_time_pass()
    asked = browser.post(page, data={"reason": REASON}, headers={
        "Referer": f"http://localhost{page}"})
    assert asked.headers["Location"] == f"/verify?next={page}"
    assert has_any(ada)
    browser.post(f"/verify?next={page}", data={"password": PASSWORD})
    assert REASON in browser.get(page).text


def test_only_administrators_come_here_and_only_for_people_there_are(browse, make, admin, ada):
    others = (make.person("Bea Conti"), make.granted("moderator", name="Carla Dini"))
    for person in others:
        for answer in (browse(person).get(page_of(ada)),
                       browse(person).post(page_of(ada), data={"reason": REASON})):
            assert answer.status_code == 403
            assert "Only an administrator may do this." in answer.text
            assert "ada@example.org" not in answer.text
    assert browse().get(page_of(ada)).headers["Location"].startswith("/login")
    browser = browse(admin)
    assert browser.get("/admin/people/9999/second-step").status_code == 404
    assert browser.post("/admin/people/9999/second-step", data={
        "reason": REASON}).status_code == 404
    assert has_any(ada)


def test_that_it_was_taken_is_given_out_and_forgotten(admin, ada):
    take_second_step(admin, ada, REASON)
    (told,) = export_all(ada)["people"]["second_steps_taken_away"]
    assert told["reason"] == REASON
    erase_person(None, ada, keep_works=True)
    assert SecondStepRemoval.query.count() == 0
