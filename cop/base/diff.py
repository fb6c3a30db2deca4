"""What changed between two texts, word by word. Which texts are compared is decided elsewhere."""
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Words, spaces and signs each on their own, so that a comma added is a comma added.
TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
#: Stretches longer than this (in tokens) are shown as one text gone and one come.
LONGEST_STRETCH = 3000


@dataclass(frozen=True)
class Piece:
    """A stretch of text. `kind`: same, added or removed."""

    kind: str
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order: without `removed` they are the new text,
    without `added` the old one.

    Lines are matched first, and words only within lines that differ: long texts stay quick.
    """
    pieces: list[Piece] = []
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, before, after in _stretches(*lines):
        if kind == "equal":
            _append(pieces, "same", after)
        else:
            for piece in _compare_words(before, after):
                _append(pieces, piece.kind, piece.text)
    return pieces


def _compare_words(old: str, new: str) -> Iterator[Piece]:
    before, after = TOKENS.findall(old), TOKENS.findall(new)
    if max(len(before), len(after)) > LONGEST_STRETCH:
        yield Piece("removed", old)
        yield Piece("added", new)
        return
    gone = come = ""
    for kind, old_part, new_part in _stretches(before, after):
        if kind == "equal" and (new_part.strip() or not (gone or come)):
            yield from (Piece("removed", gone), Piece("added", come), Piece("same", new_part))
            gone = come = ""
        else:  # a space between two changes belongs to them: phrases change, not words
            gone, come = gone + old_part, come + new_part
    yield from (Piece("removed", gone), Piece("added", come))


def _stretches(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    """In long texts what comes again and again is no ground for a match: that is what keeps
    a text of one repeated word from taking minutes.
    """
    matcher = SequenceMatcher(None, old, new)
    for kind, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        yield kind, "".join(old[from_old:to_old]), "".join(new[from_new:to_new])


def _append(pieces: list[Piece], kind: str, text: str) -> None:
    """Add a piece; what has the same kind as the last one goes on with it."""
    if not text:
        return
    if pieces and pieces[-1].kind == kind:
        text = pieces.pop().text + text
    pieces.append(Piece(kind, text))
