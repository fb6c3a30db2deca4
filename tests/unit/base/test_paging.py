"""Pages begin where the one before ended; a cursor that somebody made up begins at the first."""
import base64
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from cop.base.paging import make_cursor, page
from cop.people.models import Person

BY_NAME = (Person.folded_name, Person.id)
BY_AGE = (Person.created_at, Person.id)
TODAY = datetime(2026, 11, 22, tzinfo=UTC).isoformat()
MADE_UP = [
    "x", "é", "W10", base64.urlsafe_b64encode(b"[" * 20_000).decode(),
    *(base64.urlsafe_b64encode(json.dumps(cursor).encode()).decode() for cursor in (
        7, {}, [1, 2], [["v", "a"]], [["v", "a"], ["v", "b"]], [["v", "a\0"], ["v", 1]],
        [["v", "\ud800"], ["v", 1]], [["v", "a"], ["v", 10**30]], [["v", "a"], ["v", True]],
        [["v", None], ["v", 1]], [["v", 1.5], ["v", float("inf")]], [["t", TODAY], ["v", "a"]],
        [["t", TODAY], ["v", 2**31]], [["t", "2026-11-22T10:00:00"], ["v", 1]],
        [["t", "0001-01-01T00:00:00+14:00"], ["v", 1]],
        [["t", "9999-12-31T23:00:00-14:00"], ["v", 1]],
    )),
]


def names(by, after, **more):
    return [person.name for person in page(select(Person), by=by, after=after, size=2, **more)]


def test_a_page_begins_after_the_last_row_of_the_one_before(make):
    for name in ("Carla", "Ada", "Bruno", "Dora", "Élise"):
        make.person(name)
    first = page(select(Person), by=BY_NAME, size=2, descending=False)
    assert [person.name for person in first] == ["Ada", "Bruno"]
    second = page(select(Person), by=BY_NAME, after=first.next, size=2, descending=False)
    assert [person.name for person in second] == ["Carla", "Dora"]
    third = page(select(Person), by=BY_NAME, after=second.next, size=2, descending=False)
    assert [person.name for person in third] == ["Élise"]
    assert third.next == ""


def test_rows_of_the_same_moment_are_neither_skipped_nor_shown_twice(make):
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    people = [make.person(f"Person {n}", created_at=moment) for n in range(5)]
    seen, after = [], ""
    for _page in range(3):
        part = page(select(Person), by=BY_AGE, after=after, size=2)
        seen += [person.id for person in part]
        after = part.next
    assert after == ""
    assert seen == sorted((person.id for person in people), reverse=True)


@pytest.mark.parametrize("cursor", MADE_UP, ids=range(len(MADE_UP)))
def test_a_cursor_that_somebody_made_up_gives_the_first_page(make, cursor):
    for name in ("Carla", "Ada", "Bruno"):
        make.person(name)
    assert names(BY_NAME, cursor, descending=False) == ["Ada", "Bruno"]
    assert len(names(BY_AGE, cursor)) == 2


def test_a_cursor_of_another_list_gives_the_first_page(make):
    make.person("Ada")
    assert names(BY_NAME, make_cursor([datetime.now(UTC), 1])) == ["Ada"]
