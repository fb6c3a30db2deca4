"""The second step of signing in: codes of an app, recovery codes, and who must have one."""
import re
import time
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from bs4 import BeautifulSoup
from flask_security import hash_password

from cop.base.audit import AuditEntry
from cop.base.clock import at, now
from cop.base.db import add, db
from cop.base.personal_data import export_all
from cop.people.models import Person
from cop.people.security.factors import RECOVERY_CODES
from cop.people.security.tables import Passkey
from cop.people.service.erasing import erase_person
from cop.people.service.keys import make_api_key
from tests.http.web.limits import limits

PASSWORD = "a calm long sentence"


@pytest.fixture
def ada(make):
    return make.person(email="ada@example.org", password=hash_password(PASSWORD))


def sign_in(browser, **more):
    return browser.post("/login", data={"email": "ada@example.org", "password": PASSWORD} | more)


def set_up(browser):
    """As somebody does it with an app: the key from the page, then the first code."""
    page = browser.post("/tf-setup", data={"setup": "authenticator"})
    shown = BeautifulSoup(page.text, "html.parser")
    app = pyotp.TOTP(shown.find("code", class_="key").text.replace("-", ""))
    form = next(form for form in shown.find_all("form") if "/tf-setup/" in form["action"])
    done = browser.post(form["action"], data={"code": app.now()})
    assert done.headers["Location"] == "/me/security/done"
    return app


@pytest.fixture
def with_app(browse, ada):
    """Ada has set up an app, and the code of this moment is used up."""
    return set_up(browse(ada))


def next_code(app):
    """The one after that which was used when it was set up."""
    return app.at(int(time.time()), counter_offset=1)


def make_codes(browser):
    page = browser.post("/mf-recovery-codes", data={})
    assert page.headers["Cache-Control"] == "private, no-store"
    return [code.text for code in BeautifulSoup(page.text, "html.parser").select(".codes code")]


def test_setting_up_shows_a_picture_and_leads_to_recovery_codes(browse, ada, letters):
    browser = browse(ada)
    page = browser.post("/tf-setup", data={"setup": "authenticator"})
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    set_up(browser)
    assert browser.get("/me/security/done").headers["Location"] == "/mf-recovery-codes"
    assert "Signing in asks for a code" in letters()[0]["Subject"]
    assert "factor.codes_set_up" in {entry.act for entry in AuditEntry.query}


def test_a_wrong_code_sets_up_nothing(browse, ada):
    browser = browse(ada)
    page = browser.post("/tf-setup", data={"setup": "authenticator"})
    action = re.search(r'action="(/tf-setup/[^"]+)"', page.text)[1]
    answer = browser.post(action, data={"code": "000000"}, follow_redirects=True)
    assert "This code is not right or too old" in answer.text
    assert Person.query.one().tf_primary_method is None


def test_signing_in_takes_the_password_and_a_code(browse, with_app):
    browser = browse()
    first = sign_in(browser, next="/me/settings")
    assert first.headers["Location"].startswith("/tf-validate")
    assert browser.get("/me").status_code == 302  # not in yet
    assert "six digits" in browser.get(first.headers["Location"]).text
    wrong = browser.post(first.headers["Location"], data={"code": "123456"})
    assert wrong.status_code == 422
    assert "This code is not right or too old" in wrong.text
    done = browser.post(first.headers["Location"], data={"code": next_code(with_app)})
    assert done.headers["Location"] == "/me/settings"
    assert browser.get("/me").status_code == 200


def test_a_code_works_once(browse, with_app):
    code = next_code(with_app)
    first, second = browse(), browse()
    for browser, status in ((first, 302), (second, 422)):
        sign_in(browser)
        assert browser.post("/tf-validate", data={"code": code}).status_code == status


def test_codes_are_not_found_by_trying(browse, with_app):
    with limits():
        answers = []
        for number in range(8):
            browser = browse()
            sign_in(browser)
            answers.append(browser.post("/tf-validate", data={"code": f"{number:06}"}).status_code)
    assert answers == [422] * 6 + [429] * 2


def test_who_guesses_codes_does_not_hold_up_the_owner_on_a_known_device(browse, with_app):
    known = browse()
    with limits():
        sign_in(known)
        assert known.post("/tf-validate", data={"code": next_code(with_app)}).status_code == 302
        known.post("/logout")
        thief = browse()
        sign_in(thief)
        for number in range(7):
            last = thief.post("/tf-validate", data={"code": f"{number:06}"})
        assert last.status_code == 429
        sign_in(known)
        codes = [known.post("/tf-validate", data={"code": f"{n:06}"}).status_code
                 for n in range(7)]
    assert codes == [422] * 6 + [429]  # but counted there, too


def test_without_the_password_there_is_no_second_step(browse, with_app):
    for path in ("/tf-validate", "/mf-recovery"):
        answer = browse().post(path, data={"code": next_code(with_app)})
        assert answer.headers["Location"] == "/login"


def test_a_recovery_code_opens_once_and_is_counted(browse, with_app, ada):
    codes = make_codes(browse(ada))
    assert len(set(codes)) == RECOVERY_CODES
    kept = Person.query.one().mf_recovery_codes
    assert not {code for code in codes if any(code.replace("-", "") in each for each in kept)}
    assert all(each.startswith("$argon2id$") for each in kept)
    db.session.rollback()

    lost = browse()
    sign_in(lost)
    assert lost.post("/mf-recovery", data={"code": "abcd-efgh-jkmn-pqrs"}).status_code == 422
    assert lost.post("/mf-recovery", data={"code": codes[3].upper()}).status_code == 302
    assert f"{RECOVERY_CODES - 1} codes left" in lost.get("/me/security").text
    again = browse()
    sign_in(again)
    assert again.post("/mf-recovery", data={"code": codes[3]}).status_code == 422


def test_new_recovery_codes_replace_those_of_before_and_are_told_of(browse, with_app, ada, letters):
    browser = browse(ada)
    (old, *_), (new, *_) = make_codes(browser), make_codes(browser)
    assert "New recovery codes were made" in {letter["Subject"] for letter in letters()}
    for code, status in ((old, 422), (new, 302)):
        other = browse()
        sign_in(other)
        assert other.post("/mf-recovery", data={"code": code}).status_code == status
    assert old not in browser.get("/mf-recovery-codes").text


def test_giving_up_the_app_asks_for_no_codes_and_forgets_the_recovery_codes(
        browse, with_app, ada, letters):
    browser = browse(ada)
    make_codes(browser)
    browser.post("/tf-setup", data={"setup": "disable"})
    assert "no code of an app any more" in letters()[-1]["Subject"]
    assert sign_in(browse()).headers["Location"] == "/"
    db.session.rollback()
    assert Person.query.one().mf_recovery_codes is None


@pytest.mark.parametrize("method, path", [
    ("get", "/tf-setup"), ("post", "/tf-setup"), ("get", "/mf-recovery-codes"),
    ("post", "/mf-recovery-codes"), ("get", "/wan-register"), ("post", "/wan-delete")])
def test_factors_change_only_after_confirming(browse, ada, method, path):
    assert "/login" in getattr(browse(), method)(path).headers.get("Location", "")
    browser = browse(ada)
    browser.let_time_pass()
    answer = getattr(browser, method)(path)
    assert answer.headers["Location"].startswith("/verify")


def test_there_is_no_helpdesk_by_mail(browse, with_app):
    browser = browse()
    sign_in(browser)
    assert browser.post("/tf-rescue", data={"help_setup": "help"}).status_code == 404


@pytest.fixture
def with_key(ada):
    """Ada has a passkey. How one is used shows `tests/browser/test_passkeys.py`."""
    ada.fs_webauthn_user_handle = "ada"
    add(Passkey(user_id=ada.id, name="My phone", credential_id=b"1", public_key=b"1", sign_count=0,
                backup_state=False, device_type="single_device", lastuse_datetime=now()))
    db.session.commit()


def test_after_the_password_comes_the_passkey_or_what_one_chooses(browse, with_key, ada):
    browser = browse()
    assert sign_in(browser).headers["Location"].startswith("/wan-signin")
    page = browser.get("/wan-signin")
    assert "The second step: your passkey" in page.text
    assert "recovery code" in page.text
    set_up(browse(ada))
    both = browse()
    assert sign_in(both).headers["Location"].startswith("/tf-select")
    page = both.get("/tf-select")
    assert "My passkey" in page.text and "The app with the codes" in page.text
    chosen = both.post("/tf-select", data={"which": "authenticator"})
    assert chosen.headers["Location"].startswith("/tf-validate")


def test_a_passkey_is_removed_by_its_owner_only(browse, with_key, ada, make, letters):
    other = browse(make.person("Bruno Conti"))
    assert "You have no passkey" in other.post(
        "/wan-delete", data={"name": "My phone"}, follow_redirects=True).text
    browse(ada).post("/wan-delete", data={"name": "My phone"})
    assert "A passkey was removed" in letters()[-1]["Subject"]
    assert Passkey.query.count() == 0


def test_a_passkey_page_needs_a_name_and_says_what_is_wrong(browse, with_key, ada):
    browser = browse(ada)
    for name, sentence in (("", "Give the passkey a name."), ("My phone", "already")):
        answer = browser.post("/wan-register", data={"name": name, "usage": "first"})
        assert answer.status_code == 422
        assert sentence in answer.text


def test_an_answer_of_no_passkey_opens_nothing(browse, with_key):
    browser = browse()
    page = browser.post("/wan-signin", data={})
    action = re.search(r'action="(/wan-signin/[^"]+)"', page.text)[1]
    for credential in ("", "{}", '{"id": "MQ", "rawId": "MQ", "type": "public-key"}', "[1]"):
        answer = browser.post(action, data={"credential": credential})
        assert answer.headers["Location"] == "/wan-signin"
    assert browser.get("/me").status_code == 302


@pytest.fixture
def strict(app, monkeypatch):
    """Whoever holds a role needs a second step, from the third day on."""
    monkeypatch.setitem(app.config, "COP", replace(
        app.config["COP"], second_factor="staff", second_factor_days=3))


@pytest.mark.usefixtures("strict")
def test_staff_without_a_second_step_are_led_to_it_and_may_put_it_off_for_days(browse, make):
    moderator = make.granted("moderator")
    browser = browse(moderator)
    led = browser.get("/topics?state=new")
    assert led.headers["Location"] == "/me/security/second-step?next=/topics?state%3Dnew"
    page = browser.get(led.headers["Location"])
    assert "You have until" in page.text
    later = browser.post("/me/security/second-step/later", data={"next": "/topics?state=new"})
    assert later.headers["Location"] == "/topics?state=new"
    assert browser.get("/topics").status_code == 200

    with at(now() + timedelta(days=4)):
        led = browser.get("/moderation/log")
        assert led.headers["Location"].startswith("/me/security/second-step")
        page = browser.get(led.headers["Location"])
        assert "Later" not in page.text
        refused = browser.post("/me/settings", data={"name": "Ada"})
        assert refused.status_code == 403
        assert "Your role needs a second step" in refused.text
        for path in ("/me/security", "/privacy", "/tf-setup"):
            assert browser.get(path).status_code == 200
        assert browser.post("/logout").status_code == 302


@pytest.mark.usefixtures("strict")
def test_a_key_for_programs_is_no_way_around_it(browse, make):
    """Unless it was made when it was too late to come in without."""
    moderator, member = make.granted("moderator"), make.person()

    def answer(secret):
        return browse().get("/api/v1/topics", headers={"Authorization": f"Bearer {secret}"})

    _key, old = make_api_key(moderator, name="Old", scopes=["read"], days=30)
    _key, of_member = make_api_key(member, name="Plain", scopes=["read"], days=30)
    assert answer(old).status_code == 200
    with at(now() + timedelta(days=4)):
        _key, new = make_api_key(moderator, name="New", scopes=["read"], days=9)
        refused = answer(old)
        assert refused.status_code == 403 and "needs a second step" in refused.json["detail"]
        assert answer(new).status_code == answer(of_member).status_code == 200
        moderator.tf_primary_method = "authenticator"
        assert answer(old).status_code == 200


@pytest.mark.usefixtures("strict")
def test_staff_with_a_second_step_and_others_go_on(browse, make):
    administrator, member = make.granted("administrator"), make.person("Bruno Conti")
    administrator.tf_primary_method = "authenticator"
    with at(now() + timedelta(days=4)):
        assert browse(administrator).get("/moderation/log").status_code == 200
        assert browse(member).get("/topics").status_code == 200
        assert browse().get("/topics").status_code == 200


@pytest.mark.usefixtures("strict")
def test_putting_off_leads_to_no_other_site(browse, make):
    browser = browse(make.granted("moderator"))
    later = browser.post("/me/security/second-step/later", data={"next": "https://evil.example/"})
    assert later.headers["Location"] == "/"


def test_second_steps_are_given_out_and_forgotten(browse, with_app, ada):
    make_codes(browse(ada))
    db.session.rollback()
    person = Person.query.one()
    given = export_all(person)["people"]
    assert given["codes_of_an_app"] is True and given["recovery_codes"] == RECOVERY_CODES
    erase_person(None, person, keep_works=True)
    assert not (person.tf_totp_secret or person.mf_recovery_codes or person.tf_primary_method)
