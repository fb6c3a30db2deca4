"""How the posts of a topic fall into pages: so many, or fewer when they are long.

Which posts there are, and in what order, is said in `queries/posts.py`.
"""
from collections.abc import Iterable, Sequence

POSTS_ON_PAGE = 20
CHARACTERS_ON_PAGE = 60_000
#: How many posts stand before one that somebody came for, when it is not on the first page.
BEFORE = 9


def size_of_page(lengths: Iterable[int]) -> int:
    """How many posts of these lengths stand on a page that begins with the first of them."""
    count = characters = 0
    for length in lengths:
        characters += length
        if count == POSTS_ON_PAGE or (count and characters > CHARACTERS_ON_PAGE):
            break
        count += 1
    return count


def begin_of_page_with(posts: Sequence[tuple[int, int]]) -> int:
    """The number of the last post before a page that shows a certain one; 0: the first page.

    `posts` are numbers and lengths of that one and of up to POSTS_ON_PAGE before it, the nearest
    first. Whatever else the topic holds need not be read.
    """
    fitting = size_of_page(length for _, length in posts)
    if fitting == len(posts):
        return 0
    return posts[min(fitting, BEFORE + 1)][0]
