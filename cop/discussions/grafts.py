"""Which posts are a branch, and where the posts of a topic stand when branches come and go.

What a path is, and how it sorts, is said in `tree.py`.
"""
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cop.discussions.tree import depth_of, path_below


@dataclass(frozen=True)
class Leaf:
    """A post as far as its place goes: what it answers, and when it was written."""

    id: int
    parent_id: int | None
    at: datetime


@dataclass(frozen=True)
class Place:
    """Where a post stands in its topic."""

    number: int
    path: str
    depth: int


def branch_of(root: int, parents: Mapping[int, int | None]) -> set[int]:
    """The post `root` and all that answer it or each other below it; `parents`: id → parent's."""
    answers: dict[int | None, list[int]] = defaultdict(list)
    for post, parent in parents.items():
        answers[parent].append(post)
    found, waiting = set(), [root]
    while waiting:
        post = waiting.pop()
        found.add(post)
        waiting += answers[post]
    return found


def placed(leaves: Iterable[Leaf], *, opening: int) -> dict[int, Place]:
    """The places of all posts of a topic made anew: the opening is number 1, the others follow in
    the order of time, each below what it answers."""
    order = sorted(leaves, key=lambda leaf: (leaf.id != opening, leaf.at, leaf.id))
    numbers = {leaf.id: number for number, leaf in enumerate(order, 1)}
    answers: dict[int | None, list[int]] = defaultdict(list)
    for leaf in order[1:]:
        answers[leaf.parent_id].append(leaf.id)
    places: dict[int, Place] = {}
    waiting: list[tuple[int, str]] = [(opening, "")]
    while waiting:
        post, above = waiting.pop()
        path = path_below(above, numbers[post])
        places[post] = Place(numbers[post], path, depth_of(path))
        waiting += [(answer, path) for answer in answers[post]]
    return places
