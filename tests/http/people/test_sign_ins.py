"""Where somebody is signed in: seen, ended, told of, forgotten."""
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask_security import hash_password

from cop.base.audit import AuditEntry
from cop.base.clock import at, now
from cop.base.db import db
from cop.base.personal_data import export_all
from cop.people.listeners import forget_old_sign_ins
from cop.people.security.tables import SignIn
from cop.people.service.sign_ins import SEEN_EVERY
from tests.letters import said_in

PASSWORD = "a calm long sentence"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/142.0.0.0 Mobile Safari/537.36")


@pytest.fixture
def ada(make):
    return make.person(email="ada@example.org", password=hash_password(PASSWORD))


def sign_in(browser, agent=FIREFOX, address="151.38.12.77", **more):
    return browser.post("/login", data={"email": "ada@example.org", "password": PASSWORD} | more,
                        headers={"User-Agent": agent},
                        environ_overrides={"REMOTE_ADDR": address})


def shown(browser):
    page = BeautifulSoup(browser.get("/me/security").text, "html.parser")
    return [" ".join(item.get_text(" ").split()) for item in page.select("#devices li")]


def test_a_page_shows_where_somebody_is_signed_in(browse, ada):
    office, phone = browse(), browse()
    sign_in(office)
    sign_in(phone, PHONE, "2001:db8:1:2::3")
    first, second = shown(office)
    assert "Chrome Mobile, Android" in first
    assert "2001:db8:1::/48" in first
    assert "Firefox, Windows This device" in second
    assert "151.38.12.0/24" in second
    assert "151.38.12.77" not in office.get("/me/security").text


def test_one_signs_out_another_device(browse, ada):
    office, phone = browse(), browse()
    sign_in(office)
    sign_in(phone, PHONE, remember="y")
    lost = SignIn.query.filter_by(system="Android").one()
    db.session.rollback()
    office.post(f"/me/security/sign-ins/{lost.id}/end")
    assert phone.get("/me").status_code == 302
    assert office.get("/me").status_code == 200


def test_one_signs_out_everywhere_else(browse, ada):
    here, *others = browse(), browse(), browse()
    for each in (here, *others):
        sign_in(each)
    here.post("/me/security/sign-ins/end-others")
    assert here.get("/me").status_code == 200
    assert [each.get("/me").status_code for each in others] == [302, 302]


def test_nobody_ends_the_sign_in_of_somebody_else(browse, ada, make):
    sign_in(browse())
    stranger = browse(make.person("Bruno Conti"))
    theirs = SignIn.query.filter_by(person_id=ada.id).one().id
    db.session.rollback()
    assert stranger.post(f"/me/security/sign-ins/{theirs}/end").status_code == 404
    assert "/login" in browse().post("/me/security/sign-ins/end-others").headers["Location"]


def test_signing_out_ends_what_the_cookie_held(browse, ada):
    browser = browse()
    sign_in(browser, remember="y")
    kept = browser.get_cookie("session").value
    browser.post("/logout")
    browser.set_cookie("session", kept)  # somebody copied it before
    assert browser.get("/me").status_code == 302


def test_a_new_password_ends_all_others(browse, ada):
    here, other = browse(), browse()
    sign_in(here)
    sign_in(other, remember="y")
    here.post("/change", data={"password": PASSWORD, "new_password": "another calm sentence",
                               "new_password_confirm": "another calm sentence"})
    assert here.get("/me").status_code == 200
    assert other.get("/me").status_code == 302


@pytest.mark.parametrize("remember, idle, still", [
    ("", timedelta(hours=11), True), ("", timedelta(hours=13), False),
    ("y", timedelta(days=29), True), ("y", timedelta(days=31), False)])
def test_what_is_not_used_ends_by_itself(browse, ada, remember, idle, still):
    browser = browse()
    sign_in(browser, **({"remember": remember} if remember else {}))
    with at(now() + idle):
        assert (browser.get("/me").status_code == 200) is still


def test_reading_writes_down_its_use_only_now_and_then(browse, ada, count_queries):
    browser = browse()
    sign_in(browser)
    with count_queries(at_most=8) as asked:
        browser.get("/me/security")
    assert not [each for each in asked if each.startswith("UPDATE")]
    later = now() + SEEN_EVERY + timedelta(minutes=1)
    with at(later), count_queries(at_most=9) as asked:
        browser.get("/me/security")
    assert len([each for each in asked if each.startswith("UPDATE")]) == 1
    assert SignIn.query.one().last_seen_at == later


def test_who_signs_in_is_loaded_in_one_query(browse, ada, count_queries):
    browser = browse(ada)
    with count_queries(at_most=8) as asked:
        browser.get("/me/security")
    about_people = [each for each in asked if "people.email" in each]
    assert len(about_people) == 1


def test_a_letter_tells_of_a_new_device_and_of_no_known_one(browse, ada, letters):
    ada.time_zone = "Europe/Rome"
    office = browse()
    sign_in(office)
    assert letters() == []  # the first one ever
    office.post("/logout")
    sign_in(office)
    assert letters() == []
    with at(datetime(2026, 11, 27, 14, 7, tzinfo=UTC)):
        sign_in(browse(), PHONE)
    (letter,) = letters()
    assert "on 27 November 2026, 15:07 CET." in said_in(letter)
    assert letter["From"].startswith("cop <cop@")
    assert letter["To"] == "ada@example.org"
    assert "Chrome Mobile, Android" in said_in(letter)
    assert "/me/security" in said_in(letter)


def test_sign_ins_of_staff_are_in_the_audit_log(browse, make):
    for name, role in (("ada@example.org", "administrator"), ("bruno@example.org", "")):
        person = make.granted(role, email=name) if role else make.person(email=name)
        person.password = hash_password(PASSWORD)
        browse().post("/login", data={"email": name, "password": PASSWORD})
    entry = AuditEntry.query.filter_by(act="person.signed_in").one()
    assert entry.actor_id == entry.target_id


def test_the_log_is_given_out_and_forgotten(browse, ada):
    sign_in(browse())
    (entry,) = export_all(ada)["people"]["sign_ins"]
    assert entry["with"] == ["Firefox", "Windows"]
    with at(now() + timedelta(days=31)):
        forget_old_sign_ins()
        assert SignIn.query.one().network == ""
    with at(now() + timedelta(days=181)):
        forget_old_sign_ins()
        assert SignIn.query.count() == 0


def test_dangerous_acts_ask_again_and_bring_back(browse, make):
    ada = make.granted("administrator", password=hash_password(PASSWORD))
    bruno = make.person("Bruno Conti")
    browser = browse(ada)
    browser.let_time_pass()
    page = f"/admin/people/{bruno.id}/roles"
    role = {"role": "administrator", "scope_kind": "everywhere", "scope": ""}
    for path, sent, back in [("/me/keys", {"name": "Script", "days": "9"}, "/me/keys"),
                             (page, role, page), (f"/admin/people/{bruno.id}/close", {}, page)]:
        asked = browser.post(path, data=sent, headers={"Referer": f"http://localhost{back}"})
        assert asked.headers["Location"] == f"/verify?next={back}"
    assert not bruno.grants
    done = browser.post(f"/verify?next={page}", data={"password": PASSWORD})
    assert done.headers["Location"].endswith(page)
    assert browser.post(page, data=role).status_code == 302
    db.session.rollback()  # look again
    assert [grant.role for grant in bruno.grants] == ["administrator"]


def test_an_administrator_signs_somebody_out_everywhere(browse, ada, make):
    phone, desk = browse(), browse(make.granted("administrator"))
    moderator = browse(make.granted("moderator"))
    sign_in(phone)
    assert phone.get("/me").status_code == 200
    answer = desk.post(f"/admin/people/{ada.id}/sign-out", follow_redirects=True)
    assert f"{ada.name} is signed out everywhere." in answer.text
    assert phone.get("/me").status_code == 302
    assert moderator.post(f"/admin/people/{ada.id}/sign-out").status_code == 403
