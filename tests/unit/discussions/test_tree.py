"""Paths sort posts as a tree is read."""
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.discussions.tree import (
    DEEPEST,
    LEVELS,
    MOST,
    WIDTH,
    branches,
    component,
    depth_of,
    number_of,
    path_below,
    top_of_page,
)

#: parents[i] answers the question "which post does post i + 2 answer?", as a share of those before
PARENTS = st.lists(st.floats(0, 0.999), max_size=60)


def grow(parents):
    """Number → (parent number, path): post 1 opens, each later one answers an earlier one."""
    tree = {1: (None, path_below("", 1))}
    for number, share in enumerate(parents, 2):
        parent = 1 + int(share * (number - 1))
        tree[number] = (parent, path_below(tree[parent][1], number))
    return tree


def read(tree, number=1):
    """The order in which a reader goes through a tree: a post, then its answers by age."""
    yield number
    for answer in sorted(n for n, (parent, _) in tree.items() if parent == number):
        yield from read(tree, answer)


@given(PARENTS)
def test_paths_sort_every_tree_in_the_order_of_reading(parents):
    tree = grow(parents)
    by_path = sorted(tree, key=lambda number: tree[number][1])
    assert by_path == list(read(tree))


@given(PARENTS)
def test_the_paths_of_a_branch_begin_with_that_of_its_root(parents):
    tree = grow(parents)
    for number in tree:
        root = tree[number][1]
        inside = {n for n, (_, path) in tree.items() if root <= path < root + "~"}
        assert inside == set(read(tree, number))


@given(PARENTS)
def test_the_depth_of_a_post_is_one_more_than_that_of_what_it_answers(parents):
    tree = grow(parents)
    for parent, path in tree.values():
        assert depth_of(path) == (depth_of(tree[parent][1]) + 1 if parent else 0)


@given(st.integers(0, MOST - 1), st.integers(0, MOST - 1))
def test_components_sort_as_their_numbers_and_have_one_width(one, other):
    assert (component(one) < component(other)) == (one < other)
    assert len(component(one)) == WIDTH


@pytest.mark.parametrize("number", [-1, MOST])
def test_a_number_that_has_no_component_is_refused(number):
    with pytest.raises(ValueError, match="cannot have a post number"):
        component(number)


def test_an_endless_chain_of_answers_stops_growing_deeper():
    path = ""
    for number in range(1, 3 * DEEPEST):
        before, path = path, path_below(path, number)
        assert path > before
    assert depth_of(path) == DEEPEST


@dataclass
class Leaf:
    number: int
    depth: int


@given(PARENTS, st.integers(0, 60))
def test_branches_hold_every_post_below_what_it_answers_wherever_a_page_begins(parents, begin):
    tree = grow(parents)
    page = [Leaf(number, depth_of(tree[number][1])) for number in read(tree)][1:][begin:]
    grown = branches(page)
    assert [leaf for branch in grown for leaf in branch] == page
    assert sum(map(len, grown)) == len(page)

    def look(branch, depth):
        assert branch.post is None or branch.post.depth == depth
        for answer in branch.answers:
            if branch.post and answer.post:
                assert tree[answer.post.number][0] == branch.post.number
            look(answer, depth + 1)

    for branch in grown:
        look(branch, 1)


@given(PARENTS)
def test_the_post_on_top_of_a_page_is_above_the_one_shown_and_near_enough(parents):
    for _, path in grow(parents).values():
        top = top_of_page(path)
        assert path.startswith(top)
        assert depth_of(path) - depth_of(top) <= LEVELS
        assert top == path[:WIDTH] or depth_of(path) > depth_of(top)
        assert component(number_of(path)) == path[-WIDTH:]
