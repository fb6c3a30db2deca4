"""Lines of an import: checked, kept aside, put in order."""
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.base.errors import Invalid
from cop.base.tables import RowProblem
from cop.discussions.lines import Line, Spool, batches, in_order, read_line

GOOD = {"thread_id": "t1", "post_id": "p1", "parent_id": None, "author": "member-1",
        "date": "2025-03-01T10:00:00Z", "subject": "Title", "body": "  indented\n", "lang": "it"}
NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def spool():
    with Spool() as spool:
        yield spool


def line(number, post, parent="", *, thread="t", date=NOON, length=1):
    return Line(number, post, thread, parent, "a", date, 0, length)


def test_a_line_keeps_its_words_aside_until_their_turn(app, spool):
    lines = [read_line(n, GOOD | {"post_id": f"p{n}", "body": f"body {n}\x00"}, spool)
             for n in (1, 2)]
    assert [spool.read(line).body for line in reversed(lines)] == ["body 2", "body 1"]
    words = spool.read(lines[0])
    assert (words.subject, words.language, words.is_accepted) == ("Title", "it", False)
    assert lines[0].date == datetime(2025, 3, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("change, sentence", [
    ({"post_id": None}, "It has no post_id."),
    ({"thread_id": " "}, "It has no thread_id."),
    ({"author": ""}, "It has no author."),
    ({"post_id": "x" * 300}, "Its post_id is longer than 200 characters."),
    ({"date": "yesterday"}, "Its date “yesterday” is not one like 2026-10-31T09:30:00Z."),
    ({"date": None}, "Its date “” is not one like 2026-10-31T09:30:00Z."),
    ({"date": "0001-01-01T00:00:00+10:00"},
     "Its date “0001-01-01T00:00:00+10:00” is not one like 2026-10-31T09:30:00Z."),
])
def test_a_line_that_cannot_be_taken_says_why(app, spool, change, sentence):
    with pytest.raises(Invalid) as refusal:
        read_line(1, GOOD | change, spool)
    assert str(refusal.value) == sentence


def test_a_row_that_could_not_be_read_says_what_the_reader_of_files_said(app, spool):
    with pytest.raises(Invalid, match="This line is not JSON."):
        read_line(1, RowProblem("This line is not JSON."), spool)


@pytest.mark.parametrize("change, kind, is_accepted", [
    ({}, "discussion", False),
    ({"accepted": False}, "question", False),
    ({"accepted": True}, "question", True),
    ({"accepted": "yes"}, "question", True),
    ({"kind": "question"}, "question", False),
    ({"kind": "discussion", "accepted": False}, "discussion", False),
    ({"kind": "Clinic"}, "clinic", False),
    ({"kind": "request"}, "request", False),
    ({"kind": "something"}, "discussion", False),
])
def test_a_line_says_what_kind_of_topic_it_belongs_to(app, spool, change, kind, is_accepted):
    words = spool.read(read_line(1, GOOD | change, spool))
    assert (words.kind, words.is_accepted) == (kind, is_accepted)


def test_a_date_without_zone_is_in_utc_and_a_language_may_have_a_country(app, spool):
    found = read_line(1, GOOD | {"date": "2025-03-01 10:00", "lang": "pt-BR"}, spool)
    assert found.date == datetime(2025, 3, 1, 10, tzinfo=UTC)
    assert spool.read(found).language == "pt"
    assert spool.read(read_line(1, GOOD | {"lang": "klingon"}, spool)).language == ""


@given(st.permutations(range(12)), st.lists(st.integers(0, 5), min_size=12, max_size=12))
def test_no_post_comes_before_the_one_it_answers_whatever_the_file_says(places, hours):
    lines = [line(n, f"p{n}", f"p{(n - 1) // 2}" if n else "", date=NOON.replace(hour=hours[n]))
             for n in range(12)]
    order = [found.post for found in in_order([lines[place] for place in places])]
    assert sorted(order) == sorted(found.post for found in lines)
    for found in lines[1:]:
        assert order.index(found.parent) < order.index(found.post)


def test_brothers_come_by_date_and_circles_never():
    late, early = NOON.replace(hour=20), NOON.replace(hour=13)
    lines = [line(1, "a"), line(2, "late", "a", date=late), line(3, "early", "a", date=early),
             line(4, "x", "y"), line(5, "y", "x"), line(6, "self", "self")]
    assert [found.post for found in in_order(lines)] == ["a", "early", "late"]


def test_batches_are_cut_by_number_and_by_length():
    lines = [line(n, str(n), length=length) for n, length in enumerate([1, 1, 1, 9, 20, 1])]
    cut = [[found.length for found in batch] for batch in batches(lines, posts=3, characters=10)]
    assert cut == [[1, 1, 1], [9], [20], [1]]
