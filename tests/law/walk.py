"""Asks for every address as everybody, and says in one letter each time what came of it."""
from contextlib import contextmanager

from flask import templating
from flask.testing import FlaskClient

from cop.base.db import db
from cop.base.site import forget_site
from cop.documents import render
from cop.people.service.keys import make_api_key
from tests.browser_client import Browser
from tests.law.bodies import body_of, query_of
from tests.law.roles import FAMILIES, ROLES

#: letter → what it means.
LETTERS = {
    "+": "let in", "s": "asked to sign in", "x": "refused, with the reason",
    ".": "it is not there for them", "!": "something broke"}
#: Who was let in may be told that what they sent was wrong, or that they did it too often.
TAKEN = (400, 409, 413, 415, 422, 429)
#: As a script of the pages asks: what is refused is said in a line, not on a page.
BRIEFLY = {"Accept": "application/problem+json, text/html;q=0.9"}


def keys_of(app, people):
    """What each of them sends along: cookie and token of a page, or a key in the API."""
    return {role: _keys(app, people.get(role)) for role in ROLES}


def _keys(app, person):
    window, key = Browser(app, app.response_class), ""
    if person:
        _key, key = make_api_key(person, name="Script", scopes=["read", "write"], days=9)
        window.sign_in(person)
    token = window.token()
    cookie = window.get_cookie("session")
    return {"cookie": f"session={cookie.value}", "token": token, "key": key}


@contextmanager
def nothing_stays(*, write_pages=False):
    """Whatever is stored is taken back at once, so that everybody comes to the same world. Pages
    and files are decided about and not written: what they look like is for other tests. Letters
    are, as those of a digest are read by who sends them."""
    dialect, write, writers = db.engine.dialect, templating._render, render.WRITERS
    dialect.do_commit = dialect.do_rollback
    render.WRITERS = writers if write_pages else dict.fromkeys(
        writers, lambda _document: b"") | {"eml": writers["eml"]}
    templating._render = lambda app, template, context: (
        write(app, template, context) if write_pages or template.name.startswith("mail/") else "")
    try:
        yield
    finally:
        del dialect.do_commit
        templating._render, render.WRITERS = write, writers


def cells_of(app, route, family, parts, keys, roles=ROLES):
    """What a line of the table holds: for each role one letter a state of the family."""
    client = FlaskClient(app, app.response_class, use_cookies=False)
    return {role: "".join(_ask(client, route, parts["one"][""] | parts[family][state], keys[role])
                          for state in FAMILIES[family]) for role in roles}


def _ask(client, route, parts, keys):
    headers = {"Cookie": keys["cookie"]}
    if route.address.startswith("/api/v1"):
        headers = {"Authorization": f"Bearer {keys['key']}"} if keys["key"] else {}
    sent = body_of(route, parts, keys["token"]) if route.method != "GET" else {}
    with client.application.app_context():
        answer = client.open(route.at(parts) + query_of(route, parts), method=route.method,
                             headers=headers | BRIEFLY, **sent)
        db.session.remove()
    answer.close()
    if route.method != "GET":
        forget_site()
    return letter_of(answer)


def letter_of(answer):
    if answer.status_code == 401 or answer.headers.get("Location", "").startswith("/login"):
        return "s"
    if answer.status_code < 400 or answer.status_code in TAKEN:
        return "+"
    return {403: "x", 404: "."}.get(answer.status_code, "!")
