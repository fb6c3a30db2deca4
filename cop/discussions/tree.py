"""The tree of posts as text: a path per post, sorted as the tree is read.

A path is the parent's path plus one component of fixed width, made of the post's number in its
topic; digits sort before capital letters everywhere, so databases agree on the order.
"""
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
WIDTH = 5
#: 32 to the power of WIDTH: more posts than a topic will ever have.
MOST = 32**WIDTH
#: An answer to a post this deep stands beside it: databases do not index endless paths.
DEEPEST = 100


def component(number: int) -> str:
    """Post number 33 → 00011. Raises ValueError outside 0 … MOST - 1."""
    if not 0 <= number < MOST:
        raise ValueError(f"A topic cannot have a post number {number}.")
    digits = ""
    for _ in range(WIDTH):
        number, rest = divmod(number, 32)
        digits = DIGITS[rest] + digits
    return digits


def path_below(parent_path: str, number: int) -> str:
    """The path of the post with this number below a parent; an opening post has no parent."""
    return parent_path[:DEEPEST * WIDTH] + component(number)


def depth_of(path: str) -> int:
    return len(path) // WIDTH - 1


#: How many levels of answers a page shows below the post on its top; deeper ones have their own.
LEVELS = 9


def top_of_page(path: str) -> str:
    """The path of the post on top of the page that shows the post with this path."""
    above = max(depth_of(path) - 1, 0) // LEVELS * LEVELS
    return path[:(above + 1) * WIDTH]


def number_of(path: str) -> int:
    """The number of the post with this path."""
    return int(path[-WIDTH:], 32)


def depth_within(path: str, number: int) -> int:
    """How deep the post with this number stands, which is on the way to the one with this path."""
    return next(depth for depth in range(depth_of(path) + 1)
                if number_of(path[:(depth + 1) * WIDTH]) == number)


class Deep(Protocol):
    """Anything that has a depth."""

    depth: int


P = TypeVar("P", bound=Deep)


@dataclass
class Branch(Generic[P]):
    """A post and the answers below it. Without a post: it stands on an earlier page."""

    post: P | None
    answers: list["Branch[P]"] = field(default_factory=list)

    def __iter__(self) -> Iterator[P]:
        if self.post:
            yield self.post
        for answer in self.answers:
            yield from answer

    def __len__(self) -> int:
        """How many posts there are, this one included."""
        return sum(1 for _ in self)


def branches(posts: Iterable[P], top: int = 0) -> list[Branch[P]]:
    """The trees that posts in the order of reading make; `top` is the depth above all of them."""
    roots: list[Branch[P]] = []
    levels = [roots]
    for post in posts:
        level = max(post.depth - top, 1)
        while len(levels) < level:
            missing: Branch[P] = Branch(None)
            levels[-1].append(missing)
            levels.append(missing.answers)
        branch = Branch(post)
        levels[level - 1].append(branch)
        levels[level:] = [branch.answers]
    return roots
