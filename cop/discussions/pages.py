"""How the posts of a topic fall into pages: so many, or fewer when they are long.

Which posts there are, and in what order, is said by `queries.py`.
"""
from collections.abc import Iterable, Sequence

POSTS_ON_PAGE = 20
CHARACTERS_ON_PAGE = 60_000


def size_of_page(lengths: Iterable[int]) -> int:
    """How many posts of these lengths stand on a page that begins with the first of them."""
    count = characters = 0
    for length in lengths:
        characters += length
        if count == POSTS_ON_PAGE or (count and characters > CHARACTERS_ON_PAGE):
            break
        count += 1
    return count


def page_with(wanted: int, posts: Sequence[tuple[int, int]]) -> int:
    """The number of the last post before the page that shows number `wanted`; 0: the first page.

    `posts` are numbers and lengths in the order of reading.
    """
    before = begin = 0
    while begin < len(posts):
        window = posts[begin:begin + POSTS_ON_PAGE + 1]
        size = size_of_page(length for _, length in window)
        numbers = [number for number, _ in window[:size]]
        if wanted in numbers:
            break
        before, begin = numbers[-1], begin + size
    return before
