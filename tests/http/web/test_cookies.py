"""Cookies are closed to scripts, to other sites, and to open lines."""
import pytest
from flask import Flask, Response

from cop.web import cookies


def app_of(*, is_encrypted):
    app = Flask(__name__)
    app.secret_key = "for tests only"
    cookies.init_app(app, is_encrypted=is_encrypted)
    return app


@pytest.mark.parametrize("of", ["SESSION", "REMEMBER"])
def test_over_https_only_this_host_sets_them(of):
    settings = app_of(is_encrypted=True).config
    assert settings[f"{of}_COOKIE_NAME"].startswith("__Host-")
    assert settings[f"{of}_COOKIE_SECURE"] is True
    assert settings[f"{of}_COOKIE_HTTPONLY"] is True
    assert settings[f"{of}_COOKIE_SAMESITE"] == "Lax"


@pytest.mark.parametrize("is_encrypted", [True, False])
def test_our_own_are_like_them(is_encrypted):
    with app_of(is_encrypted=is_encrypted).test_request_context():
        response = Response()
        cookies.give(response, "device", "x", seconds=60)
    given = response.headers["Set-Cookie"]
    assert given.startswith("__Host-device=x;") is is_encrypted
    assert ("Secure" in given) is is_encrypted
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=60"):
        assert part in given
    assert "Domain" not in given


def test_a_cookie_is_read_under_the_name_it_was_given():
    app = app_of(is_encrypted=True)
    with app.test_request_context(headers={"Cookie": "device=theirs; __Host-device=ours"}):
        assert cookies.read("device") == "ours"
    with app.test_request_context(headers={"Cookie": "device=theirs"}):
        assert cookies.read("device") == ""
