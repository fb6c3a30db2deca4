"""How wide the columns of a table are, from what stands in them.

Shared by the page formats; spreadsheets count characters for themselves.
"""
from collections.abc import Iterable, Sequence

NARROWEST, WIDEST = 6, 60
#: Letters of table text on a line of the page, and those that the gap between columns takes.
LINE, GAP = 96, 4


def shares(rows: Iterable[Sequence[str]]) -> list[float]:
    """Each column's part of the line: more for longer texts, but less than in proportion.

    A table of short texts does not take the whole line, so that its columns stay together.
    """
    columns = list(zip(*rows, strict=True))
    weights = [_weight(column) for column in columns]
    needed = sum(max(map(len, column)) + GAP for column in columns) * 1.3
    line = min(max(needed / LINE, 0.4), 1)
    return [round(line * weight / sum(weights), 4) for weight in weights]


def _weight(texts: Sequence[str]) -> float:
    longest = max(len(text) for text in texts)
    return min(max(longest, NARROWEST), WIDEST) ** 0.75
