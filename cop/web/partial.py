"""Languages that only navigation, forms and some pages speak: which pages, and what else does.

Which pages those are stands beside the texts, in `translations/<language>/partial.toml`; how a
reader's language is chosen, in `rendering.py`.
"""
import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from flask_babel import force_locale, get_locale

HERE = Path(__file__).parent.parent / "translations"
#: What letters are called in Unicode that are written from the right.
FROM_THE_RIGHT = ("R", "AL")


def is_partial(language: str) -> bool:
    return pages_in(language) is not None


def speaks(language: str, endpoint: str) -> bool:
    """Is the page at this endpoint all in the language?"""
    pages = pages_in(language)
    return pages is None or any(fnmatchcase(endpoint, page) for page in pages)


@lru_cache(maxsize=8)
def pages_in(language: str) -> tuple[str, ...] | None:
    """None: the language is spoken everywhere."""
    path = HERE / language / "partial.toml"
    return tuple(tomllib.loads(path.read_text())["pages"]) if path.exists() else None


def whole(languages: Iterable[str]) -> list[str]:
    """Those that every page, letter and document speaks."""
    return [language for language in languages if not is_partial(language)]


def in_language(language: str, caller: Callable[[], str]) -> str:
    """What stands inside this call of a template, in another language than the page."""
    if get_locale().language == language:
        return caller()
    with force_locale(language):
        return caller()


def is_from_the_right(words: str) -> bool:
    """By its first letter: a message may come from a page in another language than this one."""
    strong = (unicodedata.bidirectional(sign) for sign in words)
    return next((kind for kind in strong if kind in ("L", *FROM_THE_RIGHT)), "L") in FROM_THE_RIGHT
