"""Whatever is sent to whatever page or form, by whomever: it is answered, and never with a 500.

Every page is asked for once with odd questions; then hypothesis fills the forms that stood on them,
and makes what breaks something as small as it can. `make fuzz` fills ten thousand, the suite some
hundred, always the same.
"""
import os
import random
from io import BytesIO
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as markup

from cop.base.db import db
from cop.base.site import forget_site
from tests.law.routes import PART, routes_of
from tests.law.table import read_table
from tests.law.walk import keys_of, nothing_stays
from tests.law.world import FAMILIES, make_world

TIMES = int(os.environ.get("COP_FUZZ", "200"))
ODD = ("", " ", "0", "-1", "1", "999999999999999999999999", "2147483648", "1e309", "NaN", "nan",
       "inf", "١٢", "²", "½", "null", "None", "true", "on", "[]", "{}", "%00", "\x00", "\ud7ff",
       "\u202e\u0000x", "é" * 3000, "x" * 70_000, "2026-02-30", "0000-00-00", "9999-12-31",
       "2026-11-27", "25:61", "23:59", "Europe/Nowhere", "en", "qq", "../../etc/passwd",
       "<script>alert(1)</script>", "'; DROP TABLE people; --", "a@b", "a@example.org", "😀" * 40,
       "public", "private", "everywhere", "space", "ITH3", "IT", "outreach", "neet", "/", "//x.y",
       "https://example.org/", "x,y;z", "\r\nSet-Cookie: a=b", "{0}", "{{7*7}}", "%s%s%n",
       "_" * 256)
FILES = ((b"", "empty.csv"), (b"name;email\n\n", "a.csv"), (b"\xff\xfe\x00", "a.txt"),
         (b"<svg onload='x()'/>", "a.svg"), (b"PK\x03\x04", "a.docx"), (b"GIF89a", "../a.png"))
ROLES = ("visitor", "member", "author", "moderator", "curator", "manager", "officer", "admin")
#: What people type, and what nobody would.
VALUES = st.one_of(st.sampled_from(ODD), st.text(max_size=60), st.integers().map(str),
                   st.dates().map(str), st.times().map(str), st.emails(), st.floats().map(str))


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
        with app.app_context():
            answer = client.open(address, method=method, headers={"Cookie": keys["cookie"]}, **sent)
            db.session.remove()
        forget_site()
        return answer

    with nothing_stays(write_pages=True):
        yield ask


@pytest.fixture
def forms(app, world, send):
    """All that stand on the pages, which are asked for with odd questions on the way."""
    dice, table, found, broken = random.Random(2026), read_table(), {}, {}
    for route in routes_of(app):
        if route.method != "GET" or route.address.startswith("/api/v1"):
            continue
        family = table[route.line].family
        parts = world[0]["one"][""] | world[0][family][dice.choice(FAMILIES[family])]
        is_odd = dice.random() < 0.1
        address = _odd_address(dice, route) if is_odd else route.at(parts) + _query(dice)
        role = dice.choice(ROLES if is_odd else ("author", "admin", "admin"))
        answer = send("GET", address, role)
        found |= _forms(answer)
        if not _is_answered(answer):
            broken[route.line] = (answer.status_code, address[:200], role)
        answer.close()
    assert broken == {}
    return [found[shape] for shape in sorted(found)]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.timeout(3600)
@settings(max_examples=TIMES, deadline=None, derandomize="COP_FUZZ" not in os.environ,
          database=None, suppress_health_check=list(HealthCheck))
@given(draw=st.data())
def test_whatever_is_sent_nothing_breaks(world, send, forms, draw):
    address, fields = draw.draw(st.sampled_from(forms), "form")
    role = draw.draw(st.sampled_from(ROLES), "role")
    sent = draw.draw(st.fixed_dictionaries({}, optional={
        name: _values(kind, offered) for name, (kind, offered) in fields.items()}), "sent")
    data = {name: [(BytesIO(each[0]), each[1]) if isinstance(each, tuple) else each
                   for each in values] for name, values in sent.items()}
    answer = send("POST", address, role, data=data | {"csrf_token": world[1][role]["token"]})
    assert _is_answered(answer), answer.status
    answer.close()


def _values(kind, offered):
    """Of one field, once or several times."""
    if kind == "file":
        return st.lists(st.sampled_from(FILES), min_size=1, max_size=2)
    value = st.one_of(st.sampled_from(offered), VALUES) if offered else VALUES
    return st.lists(value, min_size=1, max_size=3)


def _is_answered(answer):
    return answer.status_code < 500 or answer.status_code == 503


def _odd_address(dice, route):
    """With something odd in the place of each thing."""
    return PART.sub(lambda _: quote(dice.choice(ODD)[:200], safe="") or "-", route.address)


def _query(dice):
    names = ("after", "q", "page", "view", "sort", "lang", "region", "theme", "from", "to", "kind",
             "space", "next", "format", "place", "state", "case", "ui", "to", "title", "seen")
    asked = [f"{dice.choice(names)}={quote(dice.choice(ODD)[:300])}"
             for _ in range(dice.randrange(3))]
    return f"?{'&'.join(asked)}" if asked else ""


def _forms(answer):
    """Of each form on a page that is posted, one of each shape: its address, and of each field the
    type and what it offers."""
    if answer.mimetype != "text/html" or not answer.text.strip():
        return {}
    found = {}
    for form in markup.document_fromstring(answer.text).iterfind(".//form[@method='post']"):
        fields = {}
        for each in form.iter("input", "select", "textarea", "button"):
            if (name := each.get("name")) and name != "csrf_token":
                kind, offered = fields.setdefault(name, (each.get("type", ""), []))
                offered += [option.get("value", "") for option in each.iter("option")]
                offered += [each.get("value")] if each.get("value") else []
        to = (form.get("action") or answer.request.path).partition("?")[0]
        shape = "".join("0" if sign.isdigit() else sign for sign in to)
        found[shape, tuple(sorted(fields))] = (to, fields)
    return found
