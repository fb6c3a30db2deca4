"""The door of the API: keys, what they may do, how often, and the log of their uses."""
from datetime import timedelta

import pytest
from sqlalchemy import event

from cop.base import clock
from cop.base.clock import now
from cop.base.db import db
from cop.people.models import ApiCall, ApiKey
from cop.web.limits import limiter


def calls():
    return [(call.method, call.path, call.status) for call in ApiCall.query.order_by(ApiCall.id)]


def test_a_key_that_opens_nothing_is_refused_even_for_what_is_public(get, key, make):
    make.topic()
    expired, revoked, closed = (key(make.person()) for _ in range(3))
    keys = ApiKey.query.order_by(ApiKey.id).all()
    keys[0].expires_at = now() - timedelta(minutes=1)
    keys[1].revoked_at = now()
    keys[2].person.active = False
    for secret in (expired, revoked, closed, "cop_unknown"):
        answer = get("/api/v1/topics", secret)
        assert answer.status_code == 401
        assert answer.mimetype == "application/problem+json"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "expired" in answer.json["detail"]
    assert calls() == []


def test_another_way_to_sign_in_opens_nothing(browse, make):
    make.topic()
    for header in ("Basic YWRhOnNlY3JldA==", "Bearer", "Bearer ", "nonsense"):
        answer = browse().get("/api/v1/topics", headers={"Authorization": header})
        assert answer.status_code == 401, header


def test_a_key_that_only_writes_does_not_read(get, key, make):
    answer = get("/api/v1/topics", key(make.person(), "write"))
    assert answer.status_code == 403
    assert "read" in answer.json["detail"]


def test_a_key_opens_no_page(browse, key, make):
    secret = key(make.person())
    page = browse().get("/me", headers={"Authorization": f"Bearer {secret}"})
    assert page.status_code == 302
    assert "/login" in page.headers["Location"]


def test_the_cookie_of_a_page_opens_nothing_here(browse, make):
    private = make.space(visibility="private")
    member = make.member(private)
    topic = make.topic(private, member)
    browser = browse(member)
    assert browser.get(f"/api/v1/topics/{topic.id}").status_code == 404
    answer = browser.post(f"/api/v1/topics/{topic.id}/posts", json={"source": "Hello."})
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


def test_a_key_works_beside_a_cookie_of_somebody_else(browse, key, make):
    private = make.space(visibility="private")
    topic = make.topic(private)
    secret = key(make.member(private))
    answer = browse(make.person()).get(f"/api/v1/topics/{topic.id}",
                                       headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200


def test_the_limit_of_a_key_holds_for_an_hour(get, key, make):
    secret = key(make.person(), hourly_limit=3)
    begin = now()
    for minute in (0, 10, 20):
        with clock.at(begin + timedelta(minutes=minute)):
            assert get("/api/v1/spaces", secret).status_code == 200
    with clock.at(begin + timedelta(minutes=30)):
        answer = get("/api/v1/spaces", secret)
        assert answer.status_code == 429
        assert answer.mimetype == "application/problem+json"
        assert "3 times" in answer.json["detail"]
        again = answer.headers["Retry-After"]
        assert (begin + timedelta(hours=1)).strftime("%H:%M:%S GMT") in again
    with clock.at(begin + timedelta(minutes=61)):
        assert get("/api/v1/spaces", secret).status_code == 200
    assert len(calls()) == 4


def test_every_use_is_logged_whatever_the_answer(get, send, key, make):
    topic = make.topic()
    person = make.person()
    both, reads = key(person), key(person, "read")
    get("/api/v1/topics?kind=question", both)
    get(f"/api/v1/topics/{topic.id + 1}", both)
    send(f"/api/v1/topics/{topic.id}/posts", both, source="")
    send(f"/api/v1/topics/{topic.id}/posts", both, source="Hello.")
    send(f"/api/v1/topics/{topic.id}/posts", reads, source="Hello.")
    posts = f"/api/v1/topics/{topic.id}/posts"
    assert calls() == [
        ("GET", "/api/v1/topics", 200), ("GET", f"/api/v1/topics/{topic.id + 1}", 404),
        ("POST", posts, 422), ("POST", posts, 201), ("POST", posts, 403)]


def test_the_owner_sees_the_uses(browse, get, key, make):
    owner = make.person()
    get("/api/v1/spaces", key(owner))
    assert "/api/v1/spaces" in browse(owner).get("/me/keys").text


def test_visitors_leave_no_log(get, make):
    make.topic()
    assert get("/api/v1/topics").status_code == 200
    assert calls() == []


def test_reading_with_a_key_takes_the_write_lock_only_for_the_log(app, get, key, make):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one write lock")
    make.topic()
    secret = key(make.person())
    seen = []

    def note(raw, *_):
        raw.set_trace_callback(seen.append)

    event.listen(db.engine, "checkout", note)
    try:
        get("/api/v1/topics", secret)
    finally:
        event.remove(db.engine, "checkout", note)
        db.engine.dispose()
    lock = seen.index("BEGIN IMMEDIATE")
    assert any("FROM topics" in statement for statement in seen[:lock])
    assert not any("FROM topics" in statement for statement in seen[lock:])
    assert any(statement.startswith("INSERT INTO api_calls") for statement in seen[lock:])


def test_visitors_ask_so_often_a_minute_and_keys_as_often_as_they_may(get, key, make, monkeypatch):
    secret = key(make.person())
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    answers = [get(f"/api/v1/{noun}") for noun in ("spaces", "cases") for _ in range(30)]
    assert {answer.status_code for answer in answers} == {200}
    answer = get("/api/v1/topics")
    assert answer.status_code == 429
    assert answer.mimetype == "application/problem+json"
    assert 0 < int(answer.headers["Retry-After"]) <= 61
    assert get("/api/v1/topics", secret).status_code == 200
    assert get("/api/v1/topics", "cop_guessed").status_code == 429


def test_an_address_where_nothing_is_says_so_as_json(get, key, make):
    for secret in ("", key(make.person())):
        answer = get("/api/v1/poems", secret)
        assert answer.status_code == 404
        assert answer.mimetype == "application/problem+json"
