"""Where the crawl of the pages goes: to which address, in whose hands, in which language.

The things pages are about come from the world of the law, so does who is let in where.
"""
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps

from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import MisdirectedRequest, RequestEntityTooLarge

from cop.base.clock import now
from cop.base.errors import Conflict, Forbidden, Invalid, NotFound, ReadOnly, TooMany
from cop.base.outages import OldSchema
from tests.law.bodies import query_of
from tests.law.roles import FAMILIES, ROLES
from tests.law.routes import Route, routes_of
from tests.law.table import read_table

WHY = "It is not so."
#: All that may come instead of a page. An outage and a bug have pages of their own.
ERRORS = (
    Forbidden(WHY), NotFound(WHY), Conflict(WHY), Invalid({"text": WHY}), ReadOnly(WHY),
    TooMany(WHY, now() + timedelta(hours=1)), RequestEntityTooLarge(), MisdirectedRequest(),
    CSRFError(WHY), OldSchema(), ZeroDivisionError(WHY))
#: Somebody would miss it, so the page that refuses it shows it.
LONG = "The contrast of the buttons is too low.\n" * 3


@dataclass(frozen=True)
class Stop:
    """One address in the hands of one role, in one language. `sent`: what the form holds."""

    route: Route
    address: str
    role: str
    language: str
    sent: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def asked(self) -> str:
        return f"{self.address}{'&' if '?' in self.address else '?'}ui={self.language}"

    def __str__(self) -> str:
        return f"{self.route.line} {self.role} {self.asked}"


def all_stops(app, parts) -> Iterator[Stop]:
    """Every page as every role that is let in, in each state."""
    for route, cells in _pages(app):
        for role, places in _let_in(route, cells, parts):
            for address in places:
                yield Stop(route, address, role, "en")


def some_stops(app, parts) -> Iterator[Stop]:
    """Every page once. Whose turn it is of the groups of roles that are let in to different things
    changes from page to page, and so does the language."""
    for turn, (route, cells) in enumerate(_pages(app)):
        groups = defaultdict(list)
        for role, places in _let_in(route, cells, parts):
            groups[tuple(places)].append(role)
        turns = list(groups.items())
        if turns:
            places, roles = turns[turn % len(turns)]
            yield Stop(route, places[turn % len(places)], roles[turn % len(roles)],
                       ("en", "it")[turn % 2])


def empty_forms(app, parts) -> Iterator[Stop]:
    """Every form, sent with nothing in it by somebody who may send it."""
    for route, cells in _pages(app, "POST"):
        for role, places in list(_let_in(route, cells, parts))[:1]:
            yield Stop(route, places[0], role, "en")


def refused(app, parts) -> Iterator[Stop]:
    """Where nothing is, and no more; then what was typed when something else came in between."""
    routes = {route.line: route for route in routes_of(app)}
    for address in ("/nothing-here", f"/cases/{parts['withdrawn']}"):
        yield Stop(routes["GET /cases/<case_id>"], address, "visitor", "en")
    route = routes["POST /accessibility"]
    for turn, error in enumerate(ERRORS):
        with _failing(app, route.endpoint, error):
            yield Stop(route, "/accessibility", ("member", "visitor")[turn % 2],
                       ("en", "it")[turn // 2 % 2], {"text": LONG})


@contextmanager
def _failing(app, endpoint, error):
    view, told = app.view_functions[endpoint], app.config["PROPAGATE_EXCEPTIONS"]

    @wraps(view)  # so it is open to whom it was
    def fail(**_):
        raise error

    app.view_functions[endpoint], app.config["PROPAGATE_EXCEPTIONS"] = fail, False
    try:
        yield
    finally:
        app.view_functions[endpoint], app.config["PROPAGATE_EXCEPTIONS"] = view, told


def _pages(app, method="GET") -> Iterator[tuple[Route, object]]:
    table = read_table()
    return ((route, table[route.line]) for route in routes_of(app)
            if route.method == method and not route.address.startswith("/api/v1"))


def _let_in(route, line, parts) -> Iterator[tuple[str, list[str]]]:
    """Role → where it is let in."""
    for role in ROLES:
        there = [parts["one"][""] | parts[line.family][state]
                 for state, letter in zip(FAMILIES[line.family], line.cells[role], strict=True)
                 if letter == "+"]
        if there:
            yield role, [route.at(each) + query_of(route, each) for each in there]
