"""Small charts of numbers over time or by kind, as bars that a template draws.

Made without knowing what is counted; how they look is in `templates/components/chart.html`.
"""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cop.base.small_numbers import is_few, told


@dataclass(frozen=True)
class Bar:
    """`length` is its part of the longest one, in per cent; `shown` is the number in words."""

    label: str
    shown: str
    length: int


@dataclass(frozen=True)
class Chart:
    bars: tuple[Bar, ...]
    #: Of all numbers; of people it is told like each of them.
    total: str

    @property
    def is_empty(self) -> bool:
        return all(bar.shown == "0" for bar in self.bars)


def draw_bars(counts: Iterable[tuple[str, int]], *, of_people: bool = False) -> Chart:
    """`of_people`: of few nothing is drawn, and they are not told exactly (`small_numbers.py`)."""
    rows = list(counts)
    most = max((count for _label, count in rows), default=0) or 1
    say = told if of_people else str
    return Chart(tuple(
        Bar(label, say(count), 0 if of_people and is_few(count) else _length(count, most))
        for label, count in rows), say(sum(count for _label, count in rows)))


def _length(count: int, most: int) -> int:
    """What there is can be seen."""
    return max(round(100 * count / most), 2) if count else 0


def last_months(until: date, how_many: int = 12) -> list[str]:
    """«2026-03», the oldest first, with that of the day last."""
    last = until.year * 12 + until.month - 1
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(last - how_many + 1, last + 1)]


def of_each(labels: Iterable[str], counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Each label with its number, also where there is none."""
    return [(label, counts.get(label, 0)) for label in labels]
