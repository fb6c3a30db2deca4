"""Single sign-on with a real OpenID Connect provider: coming, joining, connecting, leaving."""
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import current_app
from flask_security import hash_password

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.base.personal_data import export_all
from cop.base.site import decide
from cop.people.models import Person
from cop.people.security.tables import Identity, SignIn
from cop.people.service.erasing import erase_person
from cop.web.single_sign_on import Provider, check_sign_on
from tests.http.people.test_join import link_in
from tests.letters import said_in
from tests.provider import real_provider

PASSWORD = "a calm long sentence"
ROLES = "admins=administrator; veneto=regional_manager:ITH3; youth=moderator:youth"
FORM = {"name": "Ada Bruni", "region": "Veneto", "interface_language": "it", "accept_terms": "y"}


@pytest.fixture(scope="module")
def there():
    with real_provider() as provider:
        yield provider


@pytest.fixture
def sign_on(app, there, monkeypatch):
    """This installation signs on at the provider, whose groups give roles."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # within this machine
    config = replace(app.config["COP"], oidc_issuer=there.issuer, oidc_client_id="cop",
                     oidc_client_secret="secret", oidc_label="Region", oidc_roles=ROLES)
    monkeypatch.setitem(app.extensions, "sign_on", Provider(app, config))
    monkeypatch.setitem(app.config, "COP", config)
    return there


@pytest.fixture
def ada(make):
    return make.person(email="ada@example.org", password=hash_password(PASSWORD))


def connected(person, subject="ada-there"):
    issuer = current_app.config["COP"].oidc_issuer
    db.session.add(Identity(person_id=person.id, issuer=issuer, subject=subject, name="Ada"))
    db.session.commit()
    return person


def come(browser, there, subject="ada-there", start="/login/oidc", post=False, data=None):
    """Go there, sign in, and come back: the answer of our page."""
    sent = browser.post(start, data=data or {}) if post else browser.get(start)
    assert sent.headers["Location"].startswith(there.issuer), sent.headers["Location"]
    return browser.get(there.sign_in(sent.headers["Location"], subject))


def test_the_page_of_signing_in_offers_it(browse, sign_on):
    assert "Sign in with Region" in browse().get("/login").text


def test_without_a_provider_there_is_nothing(browse, make):
    assert "Sign in with Region" not in browse().get("/login").text
    for path in ("/login/oidc", "/login/oidc/back", "/login/oidc/first"):
        assert browse().get(path).status_code == 404
    assert browse(make.person()).post("/me/identities").status_code == 404


def test_it_is_asked_with_state_nonce_and_proof_of_the_code(browse, sign_on, ada):
    connected(ada)
    browser = browse()
    address = browser.get("/login/oidc").headers["Location"]
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 20 and len(asked["nonce"][0]) >= 20
    browser.get(sign_on.sign_in(address, "ada-there"))
    challenge, answered = sign_on.proof_of(address)
    assert challenge == answered


def test_whoever_is_connected_comes_in_and_is_brought_back(browse, sign_on, ada):
    connected(ada)
    browser = browse()
    assert come(browser, sign_on, start="/login/oidc?next=/me/settings").headers[
        "Location"] == "/me/settings"
    assert browser.get("/me/settings").status_code == 200
    db.session.rollback()
    assert SignIn.query.one().way == "provider"
    assert Identity.query.one().last_used_at


def test_somebody_new_introduces_themselves_and_accepts_the_terms(browse, sign_on):
    sign_on.has("new", email="new@example.org", email_verified=True, name="Ada B.",
                groups=["veneto"])
    browser = browse()
    sent = come(browser, sign_on, "new")
    assert sent.headers["Location"] == "/login/oidc/first"
    page = browser.get("/login/oidc/first")
    assert 'value="Ada B."' in page.text
    refused = browser.post("/login/oidc/first", data=FORM | {"accept_terms": "", "name": ""})
    assert refused.status_code == 422
    assert Person.query.count() == 0
    db.session.rollback()
    done = browser.post("/login/oidc/first", data=FORM)
    assert done.headers["Location"] == "/"
    assert browser.get("/me").status_code == 200
    person = Person.query.one()
    assert (person.name, person.email, list(person.regions)) == (
        "Ada Bruni", "new@example.org", ["ITH3"])
    assert person.confirmed_at and person.terms_version and person.password is None
    assert [grant.role for grant in person.grants] == ["regional_manager"]


def test_an_address_the_provider_did_not_prove_is_confirmed_by_letter(browse, sign_on, letters):
    sign_on.has("unproved", email="new@example.org", email_verified=False)
    browser = browse()
    come(browser, sign_on, "unproved")
    answer = browser.post("/login/oidc/first", data=FORM, follow_redirects=True)
    assert "We have sent a letter to new@example.org" in answer.text
    assert browser.get("/me").status_code == 302
    again = come(browser, sign_on, "unproved")
    assert again.headers["Location"] == "/login"
    (letter,) = letters()
    browser.get(link_in(letter, "confirm"))
    assert come(browser, sign_on, "unproved").headers["Location"] == "/"


def test_an_account_of_the_same_address_is_never_taken_over(browse, sign_on, ada):
    sign_on.has("same", email="Ada@example.org", email_verified=True)
    browser = browse()
    come(browser, sign_on, "same")
    page = browser.get("/login/oidc/first")
    assert "There is an account with the address" in page.text
    assert browser.post("/login/oidc/first", data=FORM).status_code == 422
    assert browser.get("/me").status_code == 302
    # Only who opens it the old way connects the two.
    browser.post("/login", data={"email": "ada@example.org", "password": PASSWORD})
    assert "Connect the two?" in browser.get("/me/identities/waiting").text
    assert browser.post("/me/identities/waiting").headers["Location"] == "/me/security"
    assert come(browse(), sign_on, "same").headers["Location"] == "/"
    db.session.rollback()
    assert Person.query.count() == 1


def test_whose_address_nobody_proved_learns_nothing_of_accounts(browse, sign_on, ada, letters):
    sign_on.has("curious", email="ada@example.org", email_verified=False)
    browser = browse()
    come(browser, sign_on, "curious")
    assert "There is an account" not in browser.get("/login/oidc/first").text
    answer = browser.post("/login/oidc/first", data=FORM, follow_redirects=True)
    assert "We have sent a letter to ada@example.org" in answer.text
    assert letters() == []
    assert Identity.query.count() == 0


@pytest.mark.parametrize("registration", ["closed", "approval", "invitation"])
def test_where_not_everybody_joins_the_provider_changes_nothing(
        browse, sign_on, make, registration):
    decide("registration", registration)
    db.session.commit()
    sign_on.has("late", email="late@example.org", email_verified=True)
    browser = browse()
    come(browser, sign_on, "late")
    assert "Registration is" in browser.get("/login/oidc/first").text
    assert browser.post("/login/oidc/first", data=FORM).status_code == 422
    assert Person.query.count() == 0


def test_one_connects_and_disconnects_but_never_the_last_way_in(browse, sign_on, ada, letters):
    browser = browse(ada)
    back = come(browser, sign_on, start="/me/identities", post=True)
    assert back.headers["Location"] == "/me/security"
    (letter,) = letters()
    assert "can be opened from now on" in said_in(letter)
    identity = Identity.query.one()
    path = f"/me/identities/{identity.id}/disconnect"
    person = db.session.get(Person, ada.id)
    kept, person.password = person.password, None
    db.session.commit()
    refused = browser.post(path)
    assert refused.status_code == 403 and "your only way in" in refused.text
    db.session.get(Person, ada.id).password = kept
    db.session.commit()
    assert browser.post(path).status_code == 302
    assert Identity.query.count() == 0
    assert {"identity.connected", "identity.disconnected"} <= {e.act for e in AuditEntry.query}


def test_an_identity_is_of_one_account_only(browse, sign_on, ada, make):
    connected(ada)
    other = make.person("Bruno Conti")
    browser = browse(other)
    answer = come(browser, sign_on, start="/me/identities", post=True)
    assert answer.status_code == 409
    path = f"/me/identities/{Identity.query.one().id}/disconnect"
    db.session.rollback()
    assert browser.post(path).status_code == 404


def test_groups_give_roles_and_take_them_back_but_not_those_given_by_hand(
        browse, sign_on, ada, make):
    make.space("Youth", slug="youth")
    connected(make.granted("curator", email="c@example.org", name="Carla"), "carla")
    sign_on.has("carla", groups=["veneto", "youth", "nonsense"])

    def roles():
        db.session.rollback()
        person = Person.query.filter_by(email="c@example.org").one()
        return sorted((grant.role, grant.source) for grant in person.grants)

    come(browse(), sign_on, "carla")
    assert roles() == [("curator", ""), ("moderator", "groups"), ("regional_manager", "groups")]
    sign_on.has("carla", groups=["youth"])
    come(browse(), sign_on, "carla")
    assert roles() == [("curator", ""), ("moderator", "groups")]
    acts = [entry.act for entry in AuditEntry.query if entry.act.startswith("role.")]
    assert acts.count("role.granted") == 2 and acts.count("role.revoked") == 1


def test_the_last_administrator_stays_one_whatever_the_provider_says(browse, sign_on, make):
    connected(make.person(email="c@example.org"), "chief")
    sign_on.has("chief", groups=["admins"])
    come(browse(), sign_on, "chief")
    sign_on.has("chief", groups=[])
    come(browse(), sign_on, "chief")
    db.session.rollback()
    assert [grant.role for grant in Person.query.one().grants] == ["administrator"]


def test_who_has_a_second_step_takes_it_unless_the_provider_did(browse, sign_on, ada):
    ada.tf_primary_method, ada.tf_totp_secret = "authenticator", "{}"
    connected(ada)
    sign_on.has("ada-there", amr=["pwd"])
    assert come(browse(), sign_on).headers["Location"].startswith("/tf-validate")
    sign_on.has("ada-there", amr=["pwd", "mfa"])
    assert come(browse(), sign_on).headers["Location"] == "/"
    db.session.rollback()
    assert SignIn.query.one().is_strong
    sign_on.has("ada-there")


def test_a_closed_account_stays_closed(browse, sign_on, ada):
    ada.active = False
    connected(ada)
    browser = browse()
    assert come(browser, sign_on).headers["Location"] == "/login"
    assert "This account is closed" in browser.get("/login").text


def test_signing_out_leads_out_there_too(browse, sign_on, ada):
    connected(ada)
    browser = browse()
    come(browser, sign_on)
    out = browser.post("/logout").headers["Location"]
    assert out.startswith(f"{sign_on.issuer}/oauth2/end_session?")
    asked = parse_qs(urlsplit(out).query)
    assert asked["post_logout_redirect_uri"] == ["http://localhost/"]
    assert asked["id_token_hint"][0].count(".") == 2
    assert browser.get("/me").status_code == 302
    db.session.rollback()
    assert SignIn.query.one().provider_token == ""


def test_who_came_with_a_password_signs_out_here_only(browse, sign_on, ada):
    browser = browse(ada)
    assert browser.post("/logout").headers["Location"] == "/"


def test_the_provider_confirms_that_it_is_them_only_when_it_asked_just_now(browse, sign_on, ada):
    connected(ada)
    for proved, to in ((int(time.time()) - 3600, "/verify"), (int(time.time()), "/me/keys")):
        sign_on.has("ada-there", auth_time=proved)
        browser = browse(ada)
        browser.let_time_pass()
        back = come(browser, sign_on, start="/verify/oidc", post=True, data={"next": "/me/keys"})
        assert back.headers["Location"].startswith(to)
    sign_on.has("ada-there")


@pytest.mark.parametrize("spoil", [
    lambda path: path.replace("state=", "state=x"), lambda path: path.replace("code=", "code=x"),
    lambda path: "/login/oidc/back?error=access_denied", lambda path: "/login/oidc/back"])
def test_what_did_not_come_from_there_opens_nothing(browse, sign_on, ada, spoil):
    connected(ada)
    browser = browse()
    sent = browser.get("/login/oidc")
    back = browser.get(spoil(sign_on.sign_in(sent.headers["Location"], "ada-there")))
    assert back.headers["Location"] == "/login"
    assert "broken off" in browser.get("/login").text
    assert browser.get("/me").status_code == 302


def test_an_answer_is_good_once_and_in_one_browser(browse, sign_on, ada):
    connected(ada)
    browser = browse()
    path = sign_on.sign_in(browser.get("/login/oidc").headers["Location"], "ada-there")
    assert browse().get(path).headers["Location"] == "/login"
    assert browser.get(path).headers["Location"] == "/"
    browser.post("/logout")
    assert browser.get(path).headers["Location"] == "/login"


@pytest.mark.parametrize("issuer, sentence", [
    ("http://localhost:9", "does not answer at this moment"),
    ("{issuer}/elsewhere", "does not answer at this moment")])
def test_while_the_provider_is_away_the_password_still_opens(
        app, browse, sign_on, ada, monkeypatch, issuer, sentence):
    config = replace(app.config["COP"], oidc_issuer=issuer.format(issuer=sign_on.issuer))
    monkeypatch.setitem(app.extensions, "sign_on", Provider(app, config))
    browser = browse()
    sent = browser.get("/login/oidc")
    assert sent.headers["Location"] == "/login"
    assert sentence in browser.get("/login").text
    done = browser.post("/login", data={"email": "ada@example.org", "password": PASSWORD})
    assert done.headers["Location"] == "/"


def test_a_provider_that_points_to_other_hosts_is_not_believed(app, browse, sign_on, monkeypatch):
    provider = app.extensions["sign_on"]
    provider.client.load_server_metadata()
    provider.client.server_metadata["jwks_uri"] = "http://169.254.169.254/keys"
    browser = browse()
    assert browser.get("/login/oidc").headers["Location"] == "/login"
    assert "not set up rightly" in browser.get("/login").text


def test_identities_are_given_out_and_forgotten(sign_on, ada):
    connected(ada)
    (entry,) = export_all(ada)["people"]["identities"]
    assert entry["number_there"] == "ada-there"
    erase_person(None, ada, keep_works=True)
    assert Identity.query.count() == 0


@pytest.mark.parametrize("error, sentence", [
    ("invalid_client", "not set up rightly"), ("unauthorized_client", "not set up rightly"),
    ("access_denied", "broken off")])
def test_why_a_sign_in_was_broken_off_is_in_the_log(browse, sign_on, caplog, error, sentence):
    """What the administrator is told to look for; those who sign in read whether to try again."""
    browser = browse()
    (state,) = parse_qs(urlsplit(browser.get("/login/oidc").headers["Location"]).query)["state"]
    with caplog.at_level("WARNING", logger="cop.web.single_sign_on"):
        browser.get(f"/login/oidc/back?error={error}&state={state}")
    assert sentence in browser.get("/login").text
    assert error in caplog.text


def test_a_provider_with_new_keys_is_believed_the_next_time(app, browse, sign_on, ada):
    """Those that were read before are good no more, and nobody told us."""
    connected(ada)
    metadata = app.extensions["sign_on"].client.load_server_metadata()
    with real_provider() as other:
        metadata["jwks"] = requests.get(f"{other.issuer}/jwks", timeout=5).json()
    browser = browse()
    assert come(browser, sign_on).headers["Location"] == "/login"
    assert come(browser, sign_on).headers["Location"] == "/"


@pytest.mark.parametrize("issuer, well, told", [
    ("{issuer}", True, "answers"), ("http://localhost:9", False, "localhost"),
    ("{issuer}/elsewhere", False, "404")])
def test_the_doctor_asks_the_provider_who_it_is(app, sign_on, monkeypatch, issuer, well, told):
    config = replace(app.config["COP"], oidc_issuer=issuer.format(issuer=sign_on.issuer))
    monkeypatch.setitem(app.extensions, "sign_on", Provider(app, config))
    (finding,) = check_sign_on()
    assert finding.is_well == well and told in finding.told


def test_the_doctor_says_nothing_of_a_provider_where_there_is_none(app):
    assert list(check_sign_on()) == []
