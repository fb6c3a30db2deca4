"""Paths sort posts as a tree is read."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.discussions.tree import (
    DEEPEST,
    MOST,
    WIDTH,
    branch_bounds,
    component,
    depth_of,
    path_below,
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
def test_a_branch_is_what_lies_between_its_bounds(parents):
    tree = grow(parents)
    for number in tree:
        first, end = branch_bounds(tree[number][1])
        inside = {n for n, (_, path) in tree.items() if first <= path < end}
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
