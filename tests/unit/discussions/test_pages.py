"""How posts fall into pages."""
from hypothesis import given
from hypothesis import strategies as st

from cop.discussions.pages import (
    BEFORE,
    CHARACTERS_ON_PAGE,
    POSTS_ON_PAGE,
    begin_of_page_with,
    size_of_page,
)

LENGTHS = st.lists(st.one_of(st.integers(0, 500), st.integers(0, 90_000)), max_size=80)


def split(lengths):
    """The numbers on each page, page by page, as a reader turns them."""
    pages, left = [], list(enumerate(lengths, 1))
    while left:
        size = size_of_page(length for _, length in left)
        pages.append(left[:size])
        left = left[size:]
    return pages


@given(LENGTHS)
def test_every_post_stands_on_one_page_and_no_page_is_empty_or_too_long(lengths):
    pages = split(lengths)
    assert [number for page in pages for number, _ in page] == list(range(1, len(lengths) + 1))
    for page in pages:
        assert 1 <= len(page) <= POSTS_ON_PAGE
        assert len(page) == 1 or sum(length for _, length in page) <= CHARACTERS_ON_PAGE


@given(LENGTHS)
def test_the_page_that_somebody_is_led_to_shows_the_post_and_what_stands_before_it(lengths):
    posts = list(enumerate(lengths, 1))
    for wanted, _ in posts:
        nearest = posts[max(0, wanted - POSTS_ON_PAGE - 1):wanted][::-1]
        after = begin_of_page_with(nearest)
        shown = posts[after:after + size_of_page(length for _, length in posts[after:])]
        assert wanted in [number for number, _ in shown]
        assert after == 0 or wanted - after <= BEFORE + 1


def test_twenty_short_posts_make_a_page_and_three_long_ones_do():
    assert size_of_page([100] * 50) == 20
    assert size_of_page([20_000] * 50) == 3
    assert size_of_page([445_000, 10]) == 1
    assert size_of_page([]) == 0
