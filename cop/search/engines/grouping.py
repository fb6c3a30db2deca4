"""Hits of one topic as one: for engines that know only single hits."""
from collections.abc import Iterable


def in_groups(topics: Iterable[int]) -> list[tuple[int, int]]:
    """From the topic of each hit, the best first: (position of the first, how many more) of each
    topic, in that order. What belongs to no topic (0) stands alone."""
    groups: dict[int, list[int]] = {}
    for position, topic in enumerate(topics):
        groups.setdefault(topic or -1 - position, []).append(position)
    return [(positions[0], len(positions) - 1) for positions in groups.values()]
