"""The outlines that come with the program: headings to write under, for some kinds of topic.

A space may have its own instead; where these are kept is said in `models/outlines.py`.
"""
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "outlines"
#: The kinds of topic that begin with an outline.
OUTLINED = ("clinic", "request")
LONGEST_OUTLINE = 8_000  # characters


@lru_cache
def shipped_outline(kind: str, language: str) -> str:
    """The text for this kind in this language; in English where there is none."""
    named = FOLDER / f"{kind}.{language}.md"
    file = named if named.exists() else FOLDER / f"{kind}.en.md"
    return file.read_text(encoding="utf-8").strip()
