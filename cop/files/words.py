"""The words of a document, read by a process of its own (`words_within.py`) that may do little.

When they are read, and where they are kept, is the matter of `service/texts.py`.
"""
from pathlib import Path

from cop.base.sandbox import heard_from

PROGRAM = Path(__file__).with_name("words_within.py")
#: However much of it the process only waits.
PATIENCE = 40  # seconds
#: More of a document is not searched, in characters.
MOST_WORDS = 200_000
LOCKED = 3  # what the process answers where a password is asked for


class NoWords(Exception):
    """Why there are none: `locked`, or `unreadable` within the time and memory there is."""


def words_of(content: bytes, ending: str) -> str:
    """The words of a document, at most so many as are searched. Raises NoWords."""
    said, status = heard_from(PROGRAM, content, ending, str(MOST_WORDS), most=MOST_WORDS * 4,
                              patience=PATIENCE)
    if status:
        raise NoWords("locked" if status == LOCKED else "unreadable")
    return said.decode(errors="replace").replace("\0", "")
