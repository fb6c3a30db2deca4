"""Where posts stand after branches came and went."""
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cop.discussions.grafts import Leaf, branch_of, placed
from cop.discussions.tree import DEEPEST, WIDTH, depth_of

DAY = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_branch_is_a_post_and_all_below_it():
    parents = {1: None, 2: 1, 3: 2, 4: 1, 5: 3, 6: 4}
    assert branch_of(2, parents) == {2, 3, 5}
    assert branch_of(6, parents) == {6}


def test_numbers_follow_time_and_paths_follow_parents():
    leaves = [Leaf(10, None, DAY), Leaf(11, 10, DAY + timedelta(days=3)),
              Leaf(12, 10, DAY + timedelta(days=1)), Leaf(13, 11, DAY + timedelta(days=4))]
    places = placed(leaves, opening=10)
    assert {post: place.number for post, place in places.items()} == {10: 1, 12: 2, 11: 3, 13: 4}
    assert places[13].path == places[11].path + "00004"
    assert [places[post].depth for post in (10, 11, 12, 13)] == [0, 1, 1, 2]


def test_an_opening_stays_first_though_older_posts_come_in_below_it():
    leaves = [Leaf(1, None, DAY), Leaf(2, 1, DAY - timedelta(days=9)),
              Leaf(3, 2, DAY - timedelta(days=8))]
    assert [placed(leaves, opening=1)[post].number for post in (1, 2, 3)] == [1, 2, 3]


@given(st.lists(st.integers(0, 30), max_size=40), st.randoms(use_true_random=False))
def test_any_tree_keeps_all_posts_below_their_parents(choices, chance):
    leaves = [Leaf(1, None, DAY)]
    for number, choice in enumerate(choices, 2):
        when = DAY + timedelta(hours=chance.randrange(-20, 20))
        leaves.append(Leaf(number, leaves[choice % len(leaves)].id, when))
    places = placed(leaves, opening=1)
    assert sorted(place.number for place in places.values()) == list(range(1, len(leaves) + 1))
    for leaf in leaves[1:]:
        assert places[leaf.id].path.startswith(places[leaf.parent_id].path[:DEEPEST * WIDTH])
        assert places[leaf.id].depth == depth_of(places[leaf.id].path)


def test_a_chain_deeper_than_paths_go_is_placed_too():
    leaves = [Leaf(n, n - 1 or None, DAY + timedelta(minutes=n)) for n in range(1, 2001)]
    places = placed(leaves, opening=1)
    assert max(place.depth for place in places.values()) == DEEPEST
    assert len({place.path for place in places.values()}) == 2000
