"""Which of several choices counts."""
import pytest

from cop.spaces.levels import Choice, Level, level_of

MUTED, NORMAL, TRACKING, WATCHING = Level


@pytest.mark.parametrize("choices, level", [
    ([], NORMAL),
    ([Choice("space", TRACKING)], TRACKING),
    ([Choice("space", TRACKING), Choice("theme", WATCHING)], WATCHING),
    ([Choice("space", WATCHING), Choice("theme", MUTED)], MUTED),
    ([Choice("space", WATCHING), Choice("topic", NORMAL)], NORMAL),
    ([Choice("space", WATCHING), Choice("topic", MUTED)], MUTED),
    ([Choice("space", MUTED), Choice("topic", WATCHING)], WATCHING),
    ([Choice("space", WATCHING), Choice("topic", TRACKING, is_chosen=False)], WATCHING),
    ([Choice("space", MUTED), Choice("topic", TRACKING, is_chosen=False)], TRACKING),
    ([Choice("topic", WATCHING, is_chosen=False)], WATCHING),
])
def test_the_topic_comes_first_then_what_is_muted_then_the_closest(choices, level):
    assert level_of(choices) == level
