"""Codes in words for the page that is being made: filters for templates.

The lists themselves are in `lists.py`; what is said in a document has its own language.
"""
from collections.abc import Callable

from flask_babel import get_locale

from cop.vocabulary.lists import COUNTRIES, LANGUAGES, THEMES
from cop.vocabulary.regions import region_label
from cop.vocabulary.terms import Vocabulary


def _in_words(vocabulary: Vocabulary) -> Callable[[str], str]:
    return lambda code: vocabulary.label(code, get_locale().language)


def _in_itself(code: str) -> str:
    """A language as those who speak it call it."""
    term = LANGUAGES.find(code)
    return term.facts.get("autonym", code) if term else code


FILTERS: dict[str, Callable[[str], str]] = {
    "lang_name": _in_words(LANGUAGES),
    "lang_name_itself": _in_itself,
    "theme_name": _in_words(THEMES),
    "country_name": _in_words(COUNTRIES),
    "region_name": lambda code: region_label(code, get_locale().language),
}
