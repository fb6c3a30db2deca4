"""When a case must be answered, counted in working days. Who answers is said in `policy/`."""
from datetime import datetime, timedelta

#: Working days from the day a case was submitted.
FIRST_ANSWER = 5
DECISION = 15
SATURDAY = 5
#: After so long somebody is asked whether a published case is still true: 24 months.
CONFIRM_AFTER = timedelta(days=730)


def after_working_days(moment: datetime, days: int) -> datetime:
    """The same hour so many working days later. Holidays differ by place and are not known."""
    while days:
        moment += timedelta(days=1)
        days -= moment.weekday() < SATURDAY
    return moment
