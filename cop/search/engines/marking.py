"""Safe HTML of what was found: the text escaped, what matched between <mark> and </mark>.

Where the matches are is the engine's to know.
"""
from collections.abc import Iterable
from html import escape

#: From, and up to but without: counted in bytes of UTF-8, as engines count.
Span = tuple[int, int]


def marked(text: str, matches: Iterable[Span], part: Span | None = None) -> str:
    """The text, or a part of it with … where words were cut off. Matches do not overlap."""
    source = text.encode()
    here, end = part or (0, len(source))
    here = here if _has_words(source[:here]) else 0
    end = end if _has_words(source[end:]) else len(source)
    before, after = "… " if here else "", " …" if end < len(source) else ""
    pieces = []
    for start, stop in sorted(matches):
        pieces += [_html(source[here:start]), "<mark>", _html(source[start:stop]), "</mark>"]
        here = stop
    return before + "".join(pieces) + _html(source[here:end]) + after


def _has_words(text: bytes) -> bool:
    return any(character.isalnum() for character in text.decode(errors="ignore"))


def _html(text: bytes) -> str:
    return escape(text.decode(errors="ignore"))
