"""Everybody asks for everything, on a thing in each state; what comes of it stands in a table.

Whoever changes who may do what changes `tests/law/table.txt`, and docs/permissions.md with it.
"""
import random

import pytest

from cop.base.db import db
from tests.law.routes import routes_of
from tests.law.table import read_table, written
from tests.law.walk import cells_of, keys_of, nothing_stays
from tests.law.world import make_world

#: The addresses are asked for in so many parts, each in a new world.
PARTS = 2
#: So many routes are asked for on PostgreSQL, too.
SAMPLE = 25


@pytest.fixture
def ask(app, make):
    """What a route answers, as its line in the table."""
    people, parts = make_world(make)
    keys, lines = keys_of(app, people), read_table()
    db.session.commit()

    def line_of(route):
        family = lines[route.line].family
        return written(route.line, family, cells_of(app, route, family, parts, keys))

    with nothing_stays():
        yield line_of


def assert_as_written(ask, routes):
    """Only the lines that differ are told, as now and as in the table."""
    lines = [read_table()[route.line] for route in routes]
    expected = [written(line.route, line.family, line.cells) for line in lines]
    differing = [pair for pair in zip(map(ask, routes), expected, strict=True)
                 if pair[0] != pair[1]]
    assert not differing


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_may_do_what_the_table_says_and_nothing_else(app, ask, part):
    assert_as_written(ask, routes_of(app)[part::PARTS])


@pytest.mark.parametrize("app", [pytest.param("postgresql", marks=pytest.mark.postgres)],
                         indirect=True)
def test_it_is_the_same_on_postgresql(app, ask):
    assert_as_written(ask, random.Random(11).sample(routes_of(app), SAMPLE))
