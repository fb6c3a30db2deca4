"""Words, numbers and dates in the language of the document."""
from datetime import date, datetime
from decimal import Decimal

import pytest

from cop.documents.words import LANGUAGES, WORDS, long_date, word, written


def test_every_word_is_there_in_every_language():
    assert all(len(forms) == len(LANGUAGES) and all(forms) for forms in WORDS.values())


def test_a_language_without_words_of_its_own_gets_english():
    assert word("source", "it") == "Fonte"
    assert word("source", "de-AT") == "Quelle"
    assert word("source", "fi") == "Source"


@pytest.mark.parametrize(
    "value, language, text",
    [
        (1234.5, "it", "1.234,5"),
        (1234.5, "en", "1,234.5"),
        (Decimal("0.25"), "de", "0,25"),
        (date(2026, 10, 3), "it", "3 ott 2026"),
        (datetime(2026, 10, 3, 14, 30), "it", "3 ott 2026, 14:30"),
        (None, "it", ""),
        (float("nan"), "it", ""),
        (float("inf"), "it", ""),
        ("=1+1", "it", "=1+1"),
        (7, "no such language", "7"),
    ],
)
def test_a_cell_is_written_as_the_language_writes_it(value, language, text):
    assert written(value, language) == text


def test_a_date_in_full():
    assert long_date(date(2026, 10, 3), "it") == "3 ottobre 2026"
    assert long_date(date(2026, 10, 3), "") == "3 October 2026"
