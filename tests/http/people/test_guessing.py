"""Who guesses passwords and addresses is slowed down; who the account belongs to comes in."""
import re
import time

import pytest
from flask_security import hash_password
from werkzeug.middleware.proxy_fix import ProxyFix

from cop.people.security.datastore import MOST_AN_HOUR
from tests.http.web.limits import limits
from tests.letters import said_in

PASSWORD = "a calm long sentence"
WRONG = "a wrong long sentence"
TRIES = 10  # for one account within a quarter of an hour
TRIES_AT_ONE_LINE = 30
#: Addresses, or accounts, that somebody has who means it.
MANY = 200


@pytest.fixture
def ada(make):
    return make.person(email="ada@example.org", password=hash_password(PASSWORD))


@pytest.fixture
def proxied(app, monkeypatch):
    """As behind one trusted proxy: `from_address` is what it says of where a request comes from."""
    monkeypatch.setattr(app, "wsgi_app", ProxyFix(app.wsgi_app, x_for=1))


@pytest.fixture
def slow_hashing(app, monkeypatch):
    """As slow as it takes to be seen beside the rest of a request."""
    slow = {"argon2__time_cost": 3, "argon2__memory_cost": 16384, "argon2__parallelism": 1}
    guard = app.extensions["security"]
    monkeypatch.setattr(guard, "pwd_context", guard.pwd_context.copy(**slow))


def attempt(browser, password=WRONG, email="ada@example.org", address="203.0.113.9", forged=""):
    came = f"{forged}, {address}" if forged else address
    return browser.post("/login", data={"email": email, "password": password},
                        headers={"X-Forwarded-For": came})


def addresses(many):
    return [f"198.51.{n // 200}.{n % 200 + 1}" for n in range(many)]


@pytest.mark.usefixtures("proxied")
def test_many_addresses_against_one_account_are_stopped(browse, ada, letters):
    known = browse()
    with limits():
        assert attempt(known, PASSWORD).status_code == 302
        known.post("/logout")
        answers = [attempt(browse(), address=address) for address in addresses(MANY)]
        assert [each.status_code for each in answers] == [422] * TRIES + [429] * (MANY - TRIES)
        assert int(answers[-1].headers["Retry-After"]) > 60
        assert "Too many wrong passwords for this account" in answers[-1].text

        # Even the right password does not open it from elsewhere now,
        assert attempt(browse(), PASSWORD, address="198.51.9.9").status_code == 429
        # but its owner comes in where they were before,
        assert attempt(known, PASSWORD, address="198.51.9.10").status_code == 302
        # and on a new device with the letter.
        (letter,) = letters()
        assert letter["To"] == "ada@example.org"
        new = browse()
        way_in = re.search(r"/login/known\?pass=\S+", said_in(letter))[0]
        assert "try on this device" in new.get(way_in, follow_redirects=True).text
        assert attempt(new, PASSWORD, address="198.51.9.11").status_code == 302


@pytest.mark.usefixtures("proxied")
def test_a_known_device_does_not_guess_for_ever(browse, ada):
    known = browse()
    with limits():
        attempt(known, PASSWORD)
        known.post("/logout")
        answers = [attempt(known, address=address).status_code for address in addresses(TRIES + 2)]
    assert answers == [422] * TRIES + [429] * 2


@pytest.mark.usefixtures("proxied")
def test_one_address_against_many_accounts_is_stopped(browse, make, ada):
    known = browse()
    with limits():
        attempt(known, PASSWORD)
        known.post("/logout")
        answers = [
            attempt(browse(), email=f"person{n}@example.org", forged=f"10.0.0.{n}").status_code
            for n in range(MANY)]
        assert answers == [422] * TRIES_AT_ONE_LINE + [429] * (MANY - TRIES_AT_ONE_LINE)
        # A colleague at the same line, who signed in there before, is not locked out with them.
        assert attempt(known, PASSWORD).status_code == 302
        # Nor anybody elsewhere.
        assert attempt(browse(), PASSWORD, address="203.0.113.10").status_code == 302


@pytest.mark.usefixtures("proxied")
def test_whether_there_is_an_account_makes_no_difference(browse, ada):
    answers = {}
    with limits():
        for email in ("ada@example.org", "nobody@example.org"):
            answers[email] = [
                re.sub(r'"[^"]{40,}"|value="[^"]*"', "", attempt(
                    browse(), email=email, address=address).text.replace(email, ""))
                for address in addresses(TRIES + 1)]
    one, other = answers.values()
    request_id = re.compile(r"[0-9a-f]{16}")
    for page, twin in zip(one, other, strict=True):
        assert request_id.sub("", page) == request_id.sub("", twin)


@pytest.mark.usefixtures("slow_hashing")
def test_how_long_it_takes_does_not_tell_whether_there_is_an_account(browse, make):
    make.person(email="ada@example.org", password=hash_password(PASSWORD))
    browser, times = browse(), {"ada@example.org": [], "nobody@example.org": []}
    for _again in range(7):
        for email, seconds in times.items():
            began = time.process_time()
            assert attempt(browser, email=email).status_code == 422
            seconds.append(time.process_time() - began)
    known, unknown = (min(seconds) for seconds in times.values())
    assert 0.6 < known / unknown < 1.7


@pytest.mark.usefixtures("proxied")
def test_links_for_a_new_password_are_not_found_from_many_addresses(browse, ada):
    """What is tried is signed; nobody comes nearer by trying, and each line is stopped."""
    with limits():
        answers = [browse().get(f"/reset/{n}", headers={"X-Forwarded-For": address}).status_code
                   for n, address in enumerate(addresses(5) * 40)]
    assert answers.count(429) == 5 * (40 - TRIES_AT_ONE_LINE)
    assert set(answers) == {302, 429}


@pytest.mark.usefixtures("proxied")
def test_a_new_password_by_letter_opens_while_others_guess(browse, ada, letters):
    with limits():
        for address in addresses(TRIES):
            attempt(browse(), address=address)
        locked_out = browse()
        assert attempt(locked_out, PASSWORD).status_code == 429
        locked_out.post("/reset", data={"email": "ada@example.org"})
        (link,) = [found[0] for letter in letters()
                   if (found := re.search(r"/reset/\S+", said_in(letter)))]
        locked_out.post(link, data={"password": "another calm sentence",
                                    "password_confirm": "another calm sentence"})
        assert attempt(locked_out, "another calm sentence").status_code == 302


def test_signing_in_rightly_is_not_counted(browse, ada):
    with limits():
        answers = [attempt(browse(), PASSWORD).status_code for _ in range(TRIES_AT_ONE_LINE + 5)]
    assert set(answers) == {302}


@pytest.mark.usefixtures("proxied")
def test_nobody_is_flooded_with_letters_for_a_new_password(browse, ada, letters):
    with limits():
        answers = [browse().post("/reset", data={"email": "ada@example.org"},
                                 headers={"X-Forwarded-For": address})
                   for address in addresses(MOST_AN_HOUR + 5)]
        assert {each.status_code for each in answers} == {200}
        assert all("a letter with a link is on its way" in each.text for each in answers)
        written = letters()
        assert len(written) == MOST_AN_HOUR
        # Each of them still lets its owner in, whoever asked for it.
        link = re.search(r"/reset/\S+", said_in(written[0]))[0]
        assert browse().get(link).status_code == 200


@pytest.mark.usefixtures("proxied")
@pytest.mark.parametrize("path, sent", [
    ("/reset", {"email": "x@example.org"}), ("/confirm", {"email": "x@example.org"}),
    ("/register", {"email": "x@example.org", "password": "short", "name": "X"})])
def test_one_address_cannot_ask_without_end(browse, path, sent):
    browser = browse()
    with limits():
        answers = [browser.post(path, data=sent, headers={"X-Forwarded-For": "203.0.113.5"})
                   for _ in range(25)]
    assert answers[0].status_code < 429
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Please wait" in answers[-1].text


def test_links_of_letters_are_not_found_by_trying(browse):
    browser = browse()
    with limits():
        answers = [browser.get(f"/reset/{n}").status_code for n in range(35)]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_confirming_who_one_is_is_counted(browse, ada):
    browser = browse(ada)
    with limits():
        answers = [browser.post("/verify", data={"password": WRONG}).status_code
                   for _ in range(TRIES + 1)]
    assert answers == [422] * TRIES + [429]


def test_a_pass_that_is_none_of_ours_makes_no_device_known(browse):
    browser = browse()
    page = browser.get("/login/known?pass=made-up", follow_redirects=True)
    assert "This link is too old" in page.text
    assert browser.get_cookie("device") is None


@pytest.mark.parametrize("path", ["/reset", "/confirm"])
def test_asking_for_a_letter_does_the_same_whoever_it_is(browse, make, count_queries, path):
    """How long it takes must not tell either: who it is, is found out by a job."""
    make.person(email="ada@example.org", confirmed_at=None)
    asked = []
    for email in ("ada@example.org", "nobody@example.org"):
        browser = browse()
        with count_queries(at_most=8) as statements:
            browser.post(path, data={"email": email})
        asked.append([each[:30] for each in statements if "people" in each or "INTO jobs" in each])
    assert asked[0] == asked[1]
    assert len(asked[0]) == 2
