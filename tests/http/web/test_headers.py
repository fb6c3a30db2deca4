"""Every answer protects who reads it, and says which request it answers."""
import pytest
from flask import abort

from cop.web.session import open_to_visitors

PLACES = ["/help", "/search?q=x", "/nowhere", "/login", "/api/v1/nowhere", "/inbox"]


@pytest.mark.parametrize("address", PLACES)
def test_every_answer_carries_the_headers(browse, app, address):
    answer = browse().get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "Strict-Transport-Security" not in answer.headers


def test_over_https_browsers_are_told_to_stay_there(browse, app):
    answer = browse().get("/help", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_a_static_file_is_kept_for_ever_under_the_address_of_its_content(browse, app):
    page = browse().get("/help").text
    address = page.partition('href="/static/css/base.css')[2].partition('"')[0]
    kept = browse().get("/static/css/base.css" + address)
    assert kept.status_code == 200 and "immutable" in kept.headers["Cache-Control"]
    assert "immutable" not in browse().get("/static/css/base.css").headers["Cache-Control"]
    assert "immutable" not in browse().get("/static/nothing.css?v=1").headers.get(
        "Cache-Control", "")


def test_an_answer_names_its_request(browse, app):
    first, second = browse().get("/help"), browse().get("/help")
    assert len(first.headers["X-Request-ID"]) == 16
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


@pytest.mark.parametrize("given, taken", [
    ("abc-123_DEF", True), ("short", False), ("x" * 65, False), ("has space 12", False),
    ("<script>alert(1)", False), ("éééééééééé", False)])
def test_a_request_id_from_outside_is_taken_only_if_it_looks_like_one(browse, app, given, taken):
    answer = browse().get("/help", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is taken


def test_the_error_page_of_a_bug_carries_the_headers_too(browse, app, monkeypatch):
    monkeypatch.setitem(app.view_functions, "pages.help",
                        open_to_visitors(lambda: abort(418)))
    answer = browse().get("/help")
    assert answer.status_code == 418
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", [
    "/me", "/me/data", "/me/security", "/me/keys", "/admin/settings/law",
    "/admin/people", "/moderation", "/moderation/log", "/login"])
def test_what_is_private_stays_in_no_cache(browse, make, path):
    browser = browse(make.granted("administrator"))
    answer = browser.get(path)
    assert answer.status_code < 400
    assert answer.headers["Cache-Control"] in ("private, no-store", "no-store")


def test_who_signs_out_leaves_no_page_behind(browse, make):
    answer = browse(make.person()).post("/logout")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in browse().get("/help").headers


def test_no_page_may_use_what_a_device_has(browse, app):
    allowed = browse().get("/help").headers["Permissions-Policy"]
    for power in ("camera", "microphone", "geolocation", "usb", "payment", "browsing-topics"):
        assert f"{power}=()" in allowed
