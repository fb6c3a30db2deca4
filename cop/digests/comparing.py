"""A digest beside an older one: what the figures were and are, and what came and went."""
from collections.abc import Sequence
from dataclasses import dataclass

from cop.digests.contents import Contents, Item, Number


@dataclass(frozen=True)
class Comparison:
    """Pairs of figures (the older one may be missing), and the items of one and not the other."""

    numbers: Sequence[tuple[Number, Number | None]]
    came: Sequence[Item]
    stayed: Sequence[Item]
    went: Sequence[Item]


def compare(newer: Contents, older: Contents) -> Comparison:
    before = {number.name: number for number in older.numbers}
    then, now = ({item.key for item in each.items} for each in (older, newer))
    return Comparison(
        numbers=[(number, before.get(number.name)) for number in newer.numbers],
        came=[item for item in newer.items if item.key not in then],
        stayed=[item for item in newer.items if item.key in then],
        went=[item for item in older.items if item.key not in now])
