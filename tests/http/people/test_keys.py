"""Personal keys for programs."""
import re
from datetime import timedelta

import pytest

from cop.base.clock import at, now
from cop.base.db import db
from cop.people import queries
from cop.people.listeners import forget_old_calls
from cop.people.models import ApiKey
from cop.people.service import keys

WISH = {"name": "Dashboard", "scopes": ["read"], "days": "30", "hourly_limit": "100"}


@pytest.fixture
def ada(make):
    return make.person("Ada Bruni")


def made(browser):
    page = browser.post("/me/keys", data=WISH)
    assert page.status_code == 201
    db.session.rollback()  # look again
    return re.search(r'value="(cop_[\w-]{40,})"', page.text)[1]


def test_a_key_is_shown_once_and_opens(browse, ada):
    browser = browse(ada)
    secret = made(browser)
    assert "no-store" in browser.post("/me/keys", data=WISH).headers["Cache-Control"]
    page = browser.get("/me/keys").text
    assert secret not in page
    assert "Dashboard" in page
    key = queries.find_key(secret)
    assert (key.person.id, key.scopes, key.hourly_limit) == (ada.id, ["read"], 100)
    assert secret not in [column for column in vars(key).values() if isinstance(column, str)]


@pytest.mark.parametrize("change, sentence", [
    ({"name": ""}, "Give the key a name"),
    ({"scopes": []}, "Choose what the key may do."),
    ({"scopes": ["everything"]}, "everything"),
    ({"days": "366"}, "A key lives between 1 and 365 days."),
    ({"days": "soon"}, "Not a valid integer value"),
    ({"hourly_limit": "0"}, "Between 1 and 10000 uses an hour."),
])
def test_a_bad_wish_for_a_key_is_refused(browse, ada, change, sentence):
    page = browse(ada).post("/me/keys", data=WISH | change)
    assert page.status_code == 422
    assert sentence in page.text
    assert ApiKey.query.count() == 0


def test_a_revoked_key_opens_nothing(browse, ada):
    browser = browse(ada)
    secret = made(browser)
    key_id = queries.find_key(secret).id
    db.session.rollback()
    page = browser.post(f"/me/keys/{key_id}/revoke", follow_redirects=True)
    assert "opens nothing any more" in page.text
    db.session.rollback()
    assert queries.find_key(secret) is None


def test_the_keys_of_others_are_not_there(make, browse, ada):
    made(browse(ada))
    key = ApiKey.query.one()
    other = browse(make.person("Bea Conti"))
    assert other.post(f"/me/keys/{key.id}/revoke").status_code == 404
    assert "Dashboard" not in other.get("/me/keys").text


def test_visitors_make_no_keys(browse):
    answer = browse().post("/me/keys", data=WISH)
    assert answer.status_code == 401
    assert "Dashboard" in answer.text
    assert ApiKey.query.count() == 0


def test_a_key_expires_and_its_owner_must_be_here(ada):
    key, secret = keys.make_api_key(ada, name="Old", scopes=["read"], days=1)
    assert queries.find_key(secret) == key
    with at(now() + timedelta(days=2)):
        assert queries.find_key(secret) is None
    ada.active = False
    assert queries.find_key(secret) is None


def test_uses_are_logged_and_counted_by_the_hour(browse, ada):
    key, _ = keys.make_api_key(ada, name="Dashboard", scopes=["read", "write"], days=30)
    with at(now() - timedelta(hours=2)):
        keys.log_call(key, method="GET", path="/api/v1/cases", status=200)
    keys.log_call(key, method="GET", path="/api/v1/topics", status=404)
    assert queries.count_calls_last_hour(key) == 1
    page = browse(ada).get("/me/keys").text
    assert "GET /api/v1/cases" in page
    assert "GET /api/v1/topics" in page


def test_the_log_of_uses_is_forgotten_after_90_days(make, ada):
    key, _secret = keys.make_api_key(ada, name="Dashboard", scopes=["read"], days=300)
    for days in (91, 89):
        with at(now() - timedelta(days=days)):
            keys.log_call(key, method="GET", path=f"/{days}", status=200)
    forget_old_calls()
    assert [call.path for call in queries.list_calls(ada)] == ["/89"]
