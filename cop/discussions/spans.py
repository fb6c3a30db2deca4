"""Sets of numbers that mostly follow each other, as short as a person would write them: 1-20,35."""
from collections.abc import Iterable, Iterator
from itertools import chain


class Spans:
    """Whole numbers from 1, kept as spans from … to."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()):
        self._spans = list(_joined(spans))

    @classmethod
    def read(cls, text: str) -> "Spans":
        parts = (part.partition("-") for part in text.split(",") if part)
        return cls((int(first), int(last or first)) for first, _, last in parts)

    def with_numbers(self, numbers: Iterable[int]) -> "Spans":
        return Spans(chain(self._spans, ((number, number) for number in numbers)))

    def first_missing(self) -> int:
        """The lowest number that is not there."""
        return self._spans[0][1] + 1 if self._spans and self._spans[0][0] == 1 else 1

    def __contains__(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self._spans)

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(range(first, last + 1) for first, last in self._spans)

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self._spans)

    def __str__(self) -> str:
        return ",".join(str(first) if first == last else f"{first}-{last}"
                        for first, last in self._spans)


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same numbers in order, what touches in one span."""
    begin, end = 0, -1
    for first, last in sorted(spans):
        if first <= end + 1:
            end = max(end, last)
            continue
        if end >= begin:
            yield begin, end
        begin, end = first, last
    if end >= begin:
        yield begin, end
