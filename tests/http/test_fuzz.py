"""Whatever is sent to whatever form or address, by whomever: it is answered, and never with a 500.

`make fuzz` asks ten thousand times; the suite some hundred times, always the same.
"""
import os
import random
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml import html as markup

from cop.base.db import db
from cop.base.site import forget_site
from tests.law.routes import PART, routes_of
from tests.law.table import read_table
from tests.law.walk import keys_of, nothing_stays
from tests.law.world import FAMILIES, make_world

TIMES = int(os.environ.get("COP_FUZZ", "300"))
ODD = ("", " ", "0", "-1", "1", "999999999999999999999999", "2147483648", "1e309", "NaN", "nan",
       "inf", "١٢", "²", "½", "null", "None", "true", "on", "[]", "{}", "%00", "\x00", "\ud7ff",
       "\u202e\u0000x", "é" * 3000, "x" * 70_000, "2026-02-30", "0000-00-00", "9999-12-31",
       "2026-11-27", "25:61", "23:59", "Europe/Nowhere", "en", "qq", "../../etc/passwd",
       "<script>alert(1)</script>", "'; DROP TABLE people; --", "a@b", "a@example.org", "😀" * 40,
       "public", "private", "everywhere", "space", "ITH3", "IT", "outreach", "neet", "/", "//x.y",
       "https://example.org/", "x,y;z", "\r\nSet-Cookie: a=b", "{0}", "{{7*7}}", "%s%s%n",
       "_" * 256)
ROLES = ("visitor", "member", "author", "moderator", "curator", "manager", "officer", "admin")


@pytest.fixture
def world(app, make):
    people, parts = make_world(make)
    keys = keys_of(app, people)
    db.session.commit()
    return parts, keys


@pytest.fixture
def send(app, world):
    """`send(method, address, role, data)`: one answer; nothing of it stays."""
    client = FlaskClient(app, app.response_class, use_cookies=False)

    def ask(method, address, role, **sent):
        keys = world[1][role]
        headers = {"Cookie": keys["cookie"]}
        if address.startswith("/api/v1") and keys["key"]:
            headers = {"Authorization": f"Bearer {keys['key']}"}
        with app.app_context():
            answer = client.open(address, method=method, headers=headers, **sent)
            db.session.remove()
        forget_site()
        return answer

    with nothing_stays(write_pages=True):
        yield ask


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.timeout(3600)
def test_whatever_is_sent_nothing_breaks(app, world, send):
    dice, table = random.Random(2026), read_table()
    routes, fields, broken = routes_of(app), {}, {}
    for _ in range(TIMES):
        route, role = dice.choice(routes), dice.choice(ROLES)
        family = table[route.line].family
        parts = world[0]["one"][""] | world[0][family][dice.choice(FAMILIES[family])]
        address = _address(dice, route, parts)
        if route.method == "GET":
            answer = send("GET", address + _query(dice), role)
            fields |= _forms(answer)
        else:
            names = fields.get(_shape(address)) or list(dict.fromkeys(sum(fields.values(), [])))
            answer = send(route.method, address, role, **_body(dice, route, names, world, role))
        if answer.status_code >= 500 and answer.status_code != 503:
            broken[route.line] = (answer.status_code, address[:200], role)
        answer.close()
    assert broken == {}


def _address(dice, route, parts):
    """Mostly that of a thing there is; else with something odd in it."""
    if dice.random() < 0.8:
        return route.at(parts)
    return PART.sub(lambda _: quote(dice.choice(ODD)[:200], safe="") or "-", route.address)


def _query(dice):
    names = ("after", "q", "page", "view", "sort", "lang", "region", "theme", "from", "to", "kind",
             "space", "next", "format", "place", "state", "case", "ui", "to", "title", "seen")
    asked = [f"{dice.choice(names)}={quote(dice.choice(ODD)[:300])}"
             for _ in range(dice.randrange(4))]
    return f"?{'&'.join(asked)}" if asked else ""


def _body(dice, route, names, world, role):
    """Some of the fields of the form, once or several times, and odd things in them."""
    if route.address.startswith("/api/v1"):
        return {"json": dice.choice([{}, [], None, 7, "x", {dice.choice(
            ("source", "language", "fields", "parent_id")): dice.choice((*ODD, None, [], {}, 1.5))
            for _ in range(3)}])}
    sent = {name: [dice.choice(ODD) for _ in range(dice.choice((1, 1, 1, 2, 3)))]
            for name in names if dice.random() < 0.7}
    return {"data": sent | {"csrf_token": world[1][role]["token"]}}


def _forms(answer):
    """The fields of each form on a page, by the shape of the address it is sent to."""
    if answer.mimetype != "text/html" or not answer.text.strip():
        return {}
    found = {}
    for form in markup.document_fromstring(answer.text).iter("form"):
        to = form.get("action") or answer.request.path
        found[_shape(to)] = [each.get("name") for each in form.iter(
            "input", "select", "textarea", "button") if each.get("name")]
    return found


def _shape(address):
    return "".join("0" if letter.isdigit() else letter for letter in address.partition("?")[0])
