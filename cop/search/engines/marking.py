"""Safe HTML of what was found: the text escaped, what matched between <mark> and </mark>.

A word matches when its term was looked for, so the marks are the same whatever engine found it.
"""
from collections.abc import Iterable, Sequence
from html import escape, unescape
from itertools import islice

from cop.base.text import excerpt
from cop.search.engines import analysis
from cop.search.engines.leaves import Marks

#: From, and up to but without, in characters.
Span = tuple[int, int]

SNIPPET = 220  # characters
#: Of a text full of matches only so many are weighed.
MOST_MATCHES = 500


def marked_title(text: str, language: str, marks: Marks) -> str:
    """The whole of it."""
    return marked(text, matches(text, language, marks))


def marked_passage(text: str, language: str, marks: Marks) -> str:
    """The place where most of what was looked for stands; without any, the beginning."""
    found = matches(text, language, marks)
    if not found:
        return marked(excerpt(text, SNIPPET), ())
    part = _widened(text, _densest(text, found))
    return marked(text, [m for m in found if part[0] <= m[0] and m[1] <= part[1]], part)


def unmarked(html: str) -> str:
    """The text it was made of."""
    return unescape(html.replace("<mark>", "").replace("</mark>", ""))


def matches(text: str, language: str, marks: Marks) -> list[Span]:
    """Where the words stand that were looked for, in their order."""
    return list(islice(analysis.places(text, language, marks.terms, tuple(marks.prefixes),
                                       marks.firsts), MOST_MATCHES))


def marked(text: str, found: Iterable[Span], part: Span | None = None) -> str:
    """The text, or a part of it with … where words were cut off. Matches do not overlap."""
    here, end = part or (0, len(text))
    here = here if _has_words(text[:here]) else 0
    end = end if _has_words(text[end:]) else len(text)
    before, after = "… " if here else "", " …" if end < len(text) else ""
    pieces = []
    for start, stop in sorted(found):
        pieces += [escape(text[here:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        here = stop
    return before + "".join(pieces) + escape(text[here:end]) + after


def _densest(text: str, found: Sequence[Span]) -> Span:
    """The stretch that holds most different words, of those the one with most matches."""
    best, score = found[0], (0, 0)
    first = 0
    for last, (_, end) in enumerate(found):
        while end - found[first][0] > SNIPPET and first < last:
            first += 1
        held = found[first:last + 1]
        new = len({text[a:b].lower() for a, b in held}), len(held)
        if new > score:
            best, score = (found[first][0], end), new
    return best


def _widened(text: str, part: Span) -> Span:
    """With words before and after, up to the length of a snippet."""
    room = max(0, SNIPPET - (part[1] - part[0]))
    start = max(0, part[0] - room // 2)
    end = min(len(text), start + max(SNIPPET, part[1] - part[0]))
    start = max(0, min(start, end - SNIPPET))
    if start:
        start = min(text.find(" ", start, part[0]) + 1 or part[0], part[0])
    if end < len(text):
        end = max(text.rfind(" ", part[1], end), part[1])
    return start, end


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
