"""When an answer is due: Saturdays and Sundays do not count."""
from datetime import UTC, datetime

import pytest

from cop.cases.deadlines import after_working_days


@pytest.mark.parametrize("submitted, days, due", [
    ("2026-11-02", 5, "2026-11-09"),   # Monday → Monday
    ("2026-11-06", 1, "2026-11-09"),   # Friday → Monday
    ("2026-11-07", 1, "2026-11-09"),   # Saturday → Monday
    ("2026-11-08", 5, "2026-11-13"),   # Sunday → Friday
    ("2026-11-04", 15, "2026-11-25"),  # three weeks
    ("2026-11-04", 0, "2026-11-04"),
])
def test_working_days_are_counted(submitted, days, due):
    moment = datetime.fromisoformat(f"{submitted}T10:30").replace(tzinfo=UTC)
    assert after_working_days(moment, days).isoformat() == f"{due}T10:30:00+00:00"
