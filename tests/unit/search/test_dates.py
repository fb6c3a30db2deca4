"""Dates as people write them, as of Thursday, 26 November 2026."""
from datetime import date

import pytest

from cop.search.box.dates import Days, read_days

TODAY = date(2026, 11, 26)


def days(first, last=None):
    return Days(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize("language, words, meant", [
    ("en", "2026", days("2026-01-01", "2026-12-31")),
    ("en", "2026-10", days("2026-10-01", "2026-10-31")),
    ("en", "2024-02", days("2024-02-01", "2024-02-29")),
    ("en", "2026-10-05", days("2026-10-05")),
    ("it", "5.10.2026", days("2026-10-05")), ("en", "5/10/2026", days("2026-10-05")),
    ("en", "today", days("2026-11-26")), ("en", "Yesterday", days("2026-11-25")),
    ("en", "last week", days("2026-11-16", "2026-11-22")),
    ("en", "this  week", days("2026-11-23", "2026-11-29")),
    ("en", "last month", days("2026-10-01", "2026-10-31")),
    ("en", "last year", days("2025-01-01", "2025-12-31")),
    ("en", "3 days ago", days("2026-11-23", "2026-11-26")),
    ("en", "the last 2 weeks", days("2026-11-12", "2026-11-26")),
    ("en", "9 months ago", days("2026-02-26", "2026-11-26")),
    ("en", "october", days("2026-10-01", "2026-10-31")),
    ("en", "december", days("2025-12-01", "2025-12-31")),
    ("en", "5 Oct 2024", days("2024-10-05")),
    ("it", "ieri", days("2026-11-25")), ("it", "oggi", days("2026-11-26")),
    ("it", "settimana scorsa", days("2026-11-16", "2026-11-22")),
    ("it", "mese scorso", days("2026-10-01", "2026-10-31")),
    ("it", "l’anno scorso", days("2025-01-01", "2025-12-31")),
    ("it", "3 giorni fa", days("2026-11-23", "2026-11-26")),
    ("it", "ultimi 2 mesi", days("2026-09-26", "2026-11-26")),
    ("it", "ottobre 2025", days("2025-10-01", "2025-10-31")),
    ("it", "last month", days("2026-10-01", "2026-10-31")),
    ("fr", "Hier", days("2026-11-25")), ("fr", "aujourd’hui", days("2026-11-26")),
    ("fr", "la semaine dernière", days("2026-11-16", "2026-11-22")),
    ("fr", "mois dernier", days("2026-10-01", "2026-10-31")),
    ("fr", "annee derniere", days("2025-01-01", "2025-12-31")),
    ("fr", "il y a 3 jours", days("2026-11-23", "2026-11-26")),
    ("fr", "les 2 dernières années", days("2024-11-26", "2026-11-26")),
    ("fr", "il y a 1 an", days("2025-11-26", "2026-11-26")),
    ("fr", "février 2026", days("2026-02-01", "2026-02-28")),
    ("fr", "1er août", days("2026-08-01")), ("fr", "last month", days("2026-10-01", "2026-10-31")),
    ("es", "ayer", days("2026-11-25")), ("es", "HOY", days("2026-11-26")),
    ("es", "el mes pasado", days("2026-10-01", "2026-10-31")),
    ("es", "año pasado", days("2025-01-01", "2025-12-31")),
    ("es", "hace 3 días", days("2026-11-23", "2026-11-26")),
    ("es", "últimos 2 meses", days("2026-09-26", "2026-11-26")),
    ("es", "hace 1 año", days("2025-11-26", "2026-11-26")),
    ("es", "5 de octubre de 2025", days("2025-10-05")),
    ("es", "octubre de 2025", days("2025-10-01", "2025-10-31")),
    ("xx", "yesterday", days("2026-11-25")),
])
def test_a_date_is_understood(language, words, meant):
    assert read_days(words, language, TODAY) == meant


@pytest.mark.parametrize("words", [
    "", "soon", "2026-13", "2026-02-30", "31 june", "999 years ago 3", "5 5 may", "0.0.2026"])
def test_what_is_no_date_is_none(words):
    assert read_days(words, "en", TODAY) is None


def test_far_away_days_are_no_error():
    assert read_days("999 years ago", "en", TODAY) == Days(date(1027, 11, 26), TODAY)
    assert read_days("999 years ago", "en", date(900, 1, 1)) is None
