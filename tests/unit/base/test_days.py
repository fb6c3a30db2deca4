"""Days in words: no reader takes the month for the day."""
from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from cop.base.days import format_date, format_datetime, format_time

MOMENT = datetime(2026, 10, 1, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize("language, long, medium, full", [
    ("en", "3 October 2026", "3 Oct 2026", "Saturday, 3 October 2026"),
    ("fr", "3 octobre 2026", "3 oct. 2026", "samedi 3 octobre 2026"),
    ("it", "3 ottobre 2026", "3 ott 2026", "sabato 3 ottobre 2026"),
])
def test_the_day_comes_before_the_month(app, language, long, medium, full):
    with app.test_request_context(), force_locale(language):
        assert [format_date(date(2026, 10, 3), width) for width in ("long", "medium", "full")] == [
            long, medium, full]


@pytest.mark.parametrize("day, words", [
    (date(2026, 10, 1), "1er octobre 2026"), (date(2026, 10, 11), "11 octobre 2026"),
    (date(2026, 10, 21), "21 octobre 2026"), (date(2026, 8, 1), "1er août 2026")])
def test_the_first_of_a_french_month_is_called_so(app, day, words):
    with app.test_request_context(), force_locale("fr"):
        assert format_date(day) == words


def test_a_day_has_24_hours(app):
    with app.test_request_context(), force_locale("en"):
        assert format_time(MOMENT) == "14:05"
        assert format_datetime(MOMENT).startswith("1 October 2026")
    with app.test_request_context(), force_locale("fr"):
        assert format_datetime(MOMENT).startswith("1er octobre 2026")
