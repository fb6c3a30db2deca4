"""Days and times in words, as people write them who speak a language: English as in Europe, where
the day comes before the month and a day has 24 hours; French with its first of the month.

The arguments are those of Flask-Babel's functions of the same names.
"""
import re
from datetime import date, datetime
from typing import Any

import flask_babel
from babel import Locale, dates

#: Language → the country in which days are written so that all who read it know what is meant.
AS_IN = {"en": Locale("en", "GB")}
FIRST_IN_FRENCH = re.compile(
    r"(?<![\d.,:])\b1 (?=janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)")


def written_as(locale: Locale) -> Locale:
    """The one by which days are written."""
    return AS_IN.get(str(locale), locale)


def format_date(day: date, width: str = "long", *, rebase: bool = True,
                locale: Locale | None = None) -> str:
    if rebase and locale is None and isinstance(day, datetime):
        day = flask_babel.to_user_timezone(day)
    locale = locale or flask_babel.get_locale()
    return _told(dates.format_date(day, width, written_as(locale)), locale)


def format_time(moment: datetime, width: str = "short", *, rebase: bool = True,
                locale: Locale | None = None) -> str:
    if rebase and locale is None:
        moment = flask_babel.to_user_timezone(moment)
    return dates.format_time(moment, width, **_zone_of(moment),
                             locale=written_as(locale or flask_babel.get_locale()))


def format_datetime(moment: datetime, width: str = "long", *, rebase: bool = True) -> str:
    if rebase:
        moment = flask_babel.to_user_timezone(moment)
    locale = flask_babel.get_locale()
    words = dates.format_datetime(moment, width, **_zone_of(moment), locale=written_as(locale))
    return _told(words, locale)


def _zone_of(moment: Any) -> dict[str, Any]:
    """Babel would turn a moment into UTC if it were not told to leave it."""
    return {"tzinfo": moment.tzinfo} if getattr(moment, "tzinfo", None) else {}


def _told(words: str, locale: Locale) -> str:
    return FIRST_IN_FRENCH.sub("1er ", words) if locale.language == "fr" else words
