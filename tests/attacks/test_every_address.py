"""Hostile strings in every address, query, form and header: no fault, no delay, no leak.

Each input gets some of them and each of them meets many inputs; COP_THROW_ALL=1 throws many more.
"""
import os
import random

import pytest
from werkzeug.datastructures import MultiDict

from tests.attacks.throwing import (
    Pool,
    Thrower,
    address,
    addresses_with,
    forms_on,
    names_of_fields,
    rules,
)
from tests.attacks.world import World

#: How often everything is gone through.
ROUNDS = 12 if os.environ.get("COP_THROW_ALL") else 1
ALL_LISTS = ("blns", "unicode", "sqli", "sqli-sqlite", "sqli-postgres", "traversal-core", "ssti",
             "crlf", "bad-filenames", "csv-injection", "xss", "email-invalid", "email-valid")

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def pool(lists):
    strings = [each for name in ALL_LISTS for each in lists[name]]
    random.Random(8).shuffle(strings)
    return Pool(strings)


@pytest.fixture
def throw(browse, there):
    thrower = Thrower(browse(there.staff))
    yield thrower
    print(f"{thrower.sent} sent, the slowest {thrower.slowest}")
    assert not thrower.problems, "\n".join(thrower.problems)


def test_in_the_place_of_each_variable_of_an_address(app, there, throw, pool):
    for _round in range(ROUNDS):
        for method in ("GET", "POST"):
            for rule in rules(app, method):
                for path in addresses_with(app, there, rule, pool):
                    throw(method, path, data={"csrf_token": throw.client.token()}
                          if method == "POST" else None)


def test_in_every_query(app, there, throw, pool):
    names = names_of_fields()
    for _round in range(ROUNDS):
        for rule in rules(app, "GET"):
            if path := address(app, there, rule):
                query = dict(zip(names, pool.several(len(names)), strict=True))
                throw("GET", path, list(query.values()), query_string=query)


def test_in_every_field_of_every_form(app, there, throw, pool):
    names = names_of_fields()
    for _round in range(ROUNDS):
        for rule in rules(app, "POST"):
            if path := address(app, there, rule):
                form = dict(zip(names, pool.several(len(names)), strict=True))
                throw("POST", path, list(form.values()), data=form | {
                    "csrf_token": throw.client.token()})


def test_in_what_is_typed_where_all_else_is_right(app, there, throw, pool):
    """So that it is stored, and shown again: what the form holds is what its page put there."""
    seen = set()
    for rule in rules(app, "GET"):
        if path := address(app, there, rule):
            page = throw("GET", path)
            if page.mimetype == "text/html" and "<form" in page.text:
                for place, held, typed in forms_on(page.text, path):
                    if (rule.endpoint, tuple(typed)) not in seen and "/close" not in place:
                        seen.add((rule.endpoint, tuple(typed)))
                        given = {name: pool.next() for name in typed}
                        throw("POST", place, list(given.values()), data=MultiDict(
                            [(name, value) for name, value in held if name not in given]
                            + [*given.items(), ("csrf_token", throw.client.token())]))
    assert len(seen) > 50
    for path in ("/", "/topics/1-x", "/cases/1-x", "/spaces/room", "/people/1", "/me/settings",
                 "/digests/1", "/admin/settings/community", "/inbox", "/search?q=select"):
        throw("GET", path, pool.strings)


def test_in_headers(there, throw, pool, browse):
    """What a client says of itself, all at once."""
    names = ("Accept-Language", "Accept", "User-Agent", "Referer", "X-Forwarded-For", "Range",
             "X-Forwarded-Proto", "If-None-Match", "If-Modified-Since", "X-Request-ID", "Origin",
             "Authorization", "Cookie", "Idempotency-Key", "Content-Type", "Accept-Encoding")
    visitor = Thrower(browse())
    for number in range(ROUNDS * 40):
        given = {name: _as_header(pool.next(400)) for name in names}
        path = ("/", "/topics/1", "/cases", "/search?q=work", "/login", "/api/v1/topics",
                "/feeds/topics.atom", "/static/css/base.css")[number % 8]
        visitor("GET", path, list(given.values()), headers=given)
        cookies = {"Cookie": "; ".join(f"{name}={given['Cookie']}" for name in (
            "session", "device", "ui", "remember_token"))}
        visitor("GET", path, list(given.values()), headers=cookies)
    assert not visitor.problems, "\n".join(visitor.problems)


def _as_header(text):
    """What a server hands on: Latin-1 without line ends."""
    return text.replace("\n", " ").replace("\r", " ").encode("utf-8").decode("latin-1")


def test_what_programs_send(there, throw, pool):
    bearer = {"Authorization": f"Bearer {there.key}"}
    topic, post = there.places["topic_id"], there.places["post_id"]
    for _number in range(ROUNDS * 25):
        given = pool.several(8)
        source, language, parent, once, q, lang, kind, after = given
        headers = bearer | {"Idempotency-Key": _as_header(once)}
        throw("POST", f"/api/v1/topics/{topic}/posts", given, headers=headers,
              json={"source": source, "language": "en"})
        throw("POST", f"/api/v1/topics/{topic}/posts", given, headers=bearer,
              json={"source": source, "language": language, "parent_id": parent})
        throw("PATCH", f"/api/v1/posts/{post}", given, headers=bearer,
              json={"source": source, "version": after})
        throw("POST", f"/api/v1/topics/{topic}/posts", given, headers=bearer, data=source,
              content_type="application/json")
        throw("GET", "/api/v1/search", given, headers=bearer,
              query_string={"q": q, "lang": lang, "kind": kind, "after": after})


def test_as_a_visitor_who_signs_in_joins_or_asks(app, throw, pool, browse):
    """Flask-Security's pages, and those of the community that anybody may send."""
    names = names_of_fields()
    visitor = Thrower(browse())
    for _round in range(ROUNDS):
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith("security.") and "POST" in rule.methods:
                for path in addresses_with(app, World(None, ""), rule, pool) if (
                        rule.arguments) else [rule.rule]:
                    form = dict(zip(names, pool.several(len(names)), strict=True))
                    visitor("POST", path, list(form.values()), data=form)
                    visitor("GET", path, list(form.values()), query_string=form)
    assert not visitor.problems, "\n".join(visitor.problems)
