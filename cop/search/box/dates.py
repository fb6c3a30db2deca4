"""Dates as people write them: 2026-10, 5.10.2026, ottobre, yesterday, 3 days ago.

A small closed table: what is not in it is no date. Months have the names of CLDR. Days begin at
midnight UTC, weeks on Monday.
"""
import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel import Locale

from cop.base.text import fold

#: phrase → how many of what unit away, as of today
PHRASES: Mapping[str, Mapping[str, tuple[int, str]]] = {
    "en": {"today": (0, "day"), "yesterday": (-1, "day"), "this week": (0, "week"),
           "last week": (-1, "week"), "this month": (0, "month"), "last month": (-1, "month"),
           "this year": (0, "year"), "last year": (-1, "year")},
    "it": {"oggi": (0, "day"), "ieri": (-1, "day"), "l'altro ieri": (-2, "day"),
           "questa settimana": (0, "week"), "la settimana scorsa": (-1, "week"),
           "settimana scorsa": (-1, "week"), "la scorsa settimana": (-1, "week"),
           "scorsa settimana": (-1, "week"), "questo mese": (0, "month"),
           "il mese scorso": (-1, "month"), "mese scorso": (-1, "month"),
           "lo scorso mese": (-1, "month"), "scorso mese": (-1, "month"),
           "quest'anno": (0, "year"), "l'anno scorso": (-1, "year"), "anno scorso": (-1, "year"),
           "lo scorso anno": (-1, "year")},
    "fr": {"aujourd'hui": (0, "day"), "hier": (-1, "day"), "avant-hier": (-2, "day"),
           "cette semaine": (0, "week"), "la semaine dernière": (-1, "week"),
           "semaine dernière": (-1, "week"), "la semaine passée": (-1, "week"),
           "semaine passée": (-1, "week"), "ce mois": (0, "month"), "ce mois-ci": (0, "month"),
           "le mois dernier": (-1, "month"), "mois dernier": (-1, "month"),
           "le mois passé": (-1, "month"), "mois passé": (-1, "month"),
           "cette année": (0, "year"), "l'année dernière": (-1, "year"),
           "année dernière": (-1, "year"), "l'an dernier": (-1, "year"), "an dernier": (-1, "year"),
           "l'année passée": (-1, "year"), "année passée": (-1, "year")},
    "es": {"hoy": (0, "day"), "ayer": (-1, "day"), "anteayer": (-2, "day"),
           "esta semana": (0, "week"), "la semana pasada": (-1, "week"),
           "semana pasada": (-1, "week"), "la última semana": (-1, "week"),
           "última semana": (-1, "week"), "este mes": (0, "month"), "el mes pasado": (-1, "month"),
           "mes pasado": (-1, "month"), "el último mes": (-1, "month"), "último mes": (-1, "month"),
           "este año": (0, "year"), "el año pasado": (-1, "year"), "año pasado": (-1, "year"),
           "el último año": (-1, "year"), "último año": (-1, "year")},
}
UNITS: Mapping[str, Mapping[str, str]] = {
    "en": {"day": "days?", "week": "weeks?", "month": "months?", "year": "years?"},
    "it": {"day": "giorn[oi]", "week": "settiman[ae]", "month": "mes[ei]", "year": "ann[oi]"},
    "fr": {"day": "jours?", "week": "semaines?", "month": "mois", "year": "an(?:n[ée]e)?s?"},
    "es": {"day": "d[íi]as?", "week": "semanas?", "month": "mes(?:es)?", "year": "a[ñn]os?"},
}
#: Both mean the time since then: «3 days ago», «the last 3 days».
COUNTED: Mapping[str, tuple[str, ...]] = {
    "en": (r"(\d{1,3}) %s ago", r"(?:the )?(?:last|past) (\d{1,3}) %s"),
    "it": (r"(\d{1,3}) %s fa", r"(?:gli |le |i )?ultim[ie] (\d{1,3}) %s"),
    "fr": (r"il y a (\d{1,3}) %s", r"(?:les |ces )?(\d{1,3}) derni(?:er|[èe]re)s %s"),
    "es": (r"hace (\d{1,3}) %s", r"(?:los |las )?[úu]ltim[oa]s (\d{1,3}) %s"),
}
_YEAR = r"(?:19|20)\d\d"
_ISO = re.compile(rf"({_YEAR})(?:-(\d\d?)(?:-(\d\d?))?)?")
_DAY_FIRST = re.compile(rf"(\d\d?)[./-](\d\d?)[./-]({_YEAR})")


@dataclass(frozen=True)
class Days:
    """From `first` to `last`, both included."""

    first: date
    last: date


def read_days(words: str, language: str, today: date) -> Days | None:
    """What days are meant; None when none are."""
    written = " ".join(fold(words.replace("’", "'")).split())
    for read in (_numbers, _phrase, _counted, _month_named):
        try:
            if days := read(written, language, today):
                return days
        except (ValueError, OverflowError):  # the 31st of June, a thousand years ago
            return None
    return None


@cache
def pattern(language: str) -> str:
    """A regular expression of the dates that hold spaces, the longer ones first."""
    spoken = {form for code in _codes(language) for phrase in PHRASES[code]
              for form in (phrase, fold(phrase))}
    options = [re.escape(phrase) for phrase in sorted(spoken, key=len, reverse=True)]
    options += [expression.pattern for _, expression in _counters(language)]
    names = "|".join(sorted(map(re.escape, {*_month_names(language), *_months(language)}),
                            key=len, reverse=True))
    options.append(rf"(?:\d\d?(?:er)? (?:de )?)?(?:{names})(?: (?:de )?{_YEAR})?\b")
    return "|".join(options).replace(r"\ ", " ").replace(" ", r"\s+").replace("'", "['’]")


def _numbers(words: str, _language: str, _today: date) -> Days | None:
    if iso := _ISO.fullmatch(words):
        year, month, day = (int(part) if part else None for part in iso.groups())
        if day and month:
            return _one(date(year or 0, month, day))
        return _whole_month(year or 0, month) if month else _whole_year(year or 0)
    if found := _DAY_FIRST.fullmatch(words):
        day, month, year = map(int, found.groups())
        return _one(date(year, month, day))
    return None


def _phrase(words: str, language: str, today: date) -> Days | None:
    for code in _codes(language):
        if meant := _phrases(code).get(words):
            number, unit = meant
            return _SPAN[unit](_moved(today, number, unit))
    return None


def _counted(words: str, language: str, today: date) -> Days | None:
    for unit, expression in _counters(language):
        if found := expression.fullmatch(words):
            return Days(_moved(today, -int(found[1]), unit), today)
    return None


def _month_named(words: str, language: str, today: date) -> Days | None:
    *day, name = [word for word in re.sub(rf" {_YEAR}$", "", words).split() if word != "de"]
    month, year = _months(language).get(name), re.search(rf"{_YEAR}$", words)
    if not month or len(day) > 1:
        return None
    number = int(year[0]) if year else today.year - (month > today.month)
    if not day:
        return _whole_month(number, month)
    return _one(date(number, month, int(day[0].removesuffix("er"))))


def _moved(today: date, number: int, unit: str) -> date:
    if unit in ("day", "week"):
        return today + timedelta(days=number * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 + number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _one(day: date) -> Days:
    return Days(day, day)


def _whole_week(day: date) -> Days:
    monday = day - timedelta(days=day.weekday())
    return Days(monday, monday + timedelta(days=6))


def _whole_month(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _whole_year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))


_SPAN: Mapping[str, Callable[[date], Days]] = {
    "day": _one, "week": _whole_week, "month": lambda day: _whole_month(day.year, day.month),
    "year": lambda day: _whole_year(day.year)}


def _codes(language: str) -> list[str]:
    return [code for code in dict.fromkeys((language, "en")) if code in PHRASES]


@cache
def _counters(language: str) -> list[tuple[str, re.Pattern[str]]]:
    return [(unit, re.compile(form % word)) for code in _codes(language)
            for unit, word in UNITS[code].items() for form in COUNTED[code]]


@cache
def _phrases(code: str) -> dict[str, tuple[int, str]]:
    return {fold(phrase): meant for phrase, meant in PHRASES[code].items()}


@cache
def _months(language: str) -> dict[str, int]:
    return {fold(name): number for name, number in _month_names(language).items()}


@cache
def _month_names(language: str) -> dict[str, int]:
    return {name.rstrip("."): number for code in _codes(language)
            for width in ("abbreviated", "wide")
            for number, name in Locale(code).months["format"][width].items()}
