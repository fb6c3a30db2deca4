"""Sets of numbers, written as spans."""
from hypothesis import given
from hypothesis import strategies as st

from cop.discussions.spans import Spans

NUMBERS = st.sets(st.integers(1, 60))


@given(NUMBERS, NUMBERS)
def test_spans_hold_what_was_put_in_and_are_read_as_they_are_written(first, second):
    spans = Spans().with_numbers(first).with_numbers(second)
    read = Spans.read(str(spans))
    assert list(read) == list(spans) == sorted(first | second)
    assert len(spans) == len(first | second)
    for number in range(1, 62):
        assert (number in spans) == (number in first | second)
    assert spans.first_missing() == min(set(range(1, 62)) - (first | second))


def test_what_follows_each_other_is_written_as_one_span():
    assert str(Spans().with_numbers([3, 1, 2, 7, 9, 8])) == "1-3,7-9"
    assert str(Spans().with_numbers([5])) == "5"
    assert str(Spans()) == ""
