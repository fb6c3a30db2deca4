"""Codes of the lists by any of their names, in any language. Regions have `regions.py`."""
from functools import cache

from cop.vocabulary.cldr import LABEL_LANGUAGES
from cop.vocabulary.lists import LANGUAGES, PRACTICE_STATUSES
from cop.vocabulary.terms import Vocabulary
from cop.vocabulary.words import comparable


def find_language(words: str) -> str | None:
    """The code of a language: it, Italian, italiano, Italienisch."""
    return _names(LANGUAGES).get(comparable(words))


def find_status(words: str) -> str | None:
    """The code of a practice's status: running, in funzione."""
    return _names(PRACTICE_STATUSES).get(comparable(words))


@cache
def _names(vocabulary: Vocabulary) -> dict[str, str]:
    """As `comparable` writes it → code; a code wins over a name, the first name over the next."""
    names = {comparable(term.code): term.code for term in vocabulary}
    for term in vocabulary:
        for label in (*(term.labels[code] for code in LABEL_LANGUAGES), term.fact("autonym")):
            if label:
                names.setdefault(comparable(label), term.code)
    return names
