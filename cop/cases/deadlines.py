"""When a case must be answered, counted in working days; when somebody is asked how it went.

Who answers is said in `policy/`."""
from collections.abc import Sequence
from datetime import date, datetime, timedelta

#: Working days from the day a case was submitted.
FIRST_ANSWER = 5
DECISION = 15
SATURDAY = 5
#: After so long somebody is asked whether a published case is still true: 24 months.
CONFIRM_AFTER = timedelta(days=730)


def promised(submitted: datetime) -> tuple[datetime, datetime]:
    """When the first answer and the decision are due."""
    return after_working_days(submitted, FIRST_ANSWER), after_working_days(submitted, DECISION)


def after_working_days(moment: datetime, days: int) -> datetime:
    """The same hour so many working days later. Holidays differ by place and are not known."""
    while days:
        moment += timedelta(days=1)
        days -= moment.weekday() < SATURDAY
    return moment


def day_after_months(since: str, months: int) -> date:
    """The first day of the month that comes so many months after that one (2026-03)."""
    year, month = divmod(int(since[:4]) * 12 + int(since[5:]) - 1 + months, 12)
    return date(year, month + 1, 1)


def next_step(since: str, steps: Sequence[int], today: date) -> date | None:
    """The next day on which so many months are over; none where all are."""
    return next((day for day in (day_after_months(since, step) for step in steps)
                 if day > today), None)


def last_step(since: str, steps: Sequence[int], today: date) -> int | None:
    """The last of these numbers of months that are over; none where not even the first is."""
    return max((step for step in steps if day_after_months(since, step) <= today), default=None)
