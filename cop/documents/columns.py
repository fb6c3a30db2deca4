"""How wide the columns of a table are, from what stands in them.

Shared by the page formats; spreadsheets count characters for themselves.
"""
from collections.abc import Iterable, Sequence

NARROWEST, WIDEST = 6, 60
#: Letters of table text on a line of the page, and those that the gap between columns takes.
LINE, GAP = 96, 4
#: A longer word may be broken.
LONGEST_WORD = 18


def shares(rows: Iterable[Sequence[str]]) -> list[float]:
    """Each column's part of the line: its longest word, and of the rest more for longer texts,
    but less than in proportion.

    A table of short texts does not take the whole line, so that its columns stay together.
    """
    columns = list(zip(*rows, strict=True))
    weights = [_weight(column) for column in columns]
    needed = sum(max(map(len, column)) + GAP for column in columns) * 1.3
    line = min(max(needed / LINE, 0.4), 1)
    words = [(_longest_word(column) + GAP) / LINE for column in columns]
    if sum(words) > line:
        words = [0] * len(columns)
    rest = (line - sum(words)) / sum(weights)
    return [round(own + rest * weight, 4) for own, weight in zip(words, weights, strict=True)]


def _longest_word(texts: Sequence[str]) -> int:
    longest = max((len(word) for text in texts for word in text.split()), default=0)
    return min(longest, LONGEST_WORD)


def _weight(texts: Sequence[str]) -> float:
    longest = max(len(text) for text in texts)
    return min(max(longest, NARROWEST), WIDEST) ** 0.75
