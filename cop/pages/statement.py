"""When the accessibility statement was looked over, and when it has to be again."""
from datetime import date

from cop.base.site_decisions import Site

#: The text that every installation has was written and held against the software then.
PREPARED = date(2026, 11, 27)
#: Each year the statement has been reviewed by this day, as Italian law has it; from the other
#: on, administrators are asked for it.
BY = (9, 23)
ASKED_FROM = (9, 1)


def last_review(site: Site) -> date:
    return max(PREPARED, site.statement_reviewed or PREPARED)


def is_due(site: Site, today: date) -> bool:
    """Nobody reviewed it since the day it had to be the year before."""
    return ((today.month, today.day) >= ASKED_FROM
            and last_review(site) <= date(today.year - 1, *BY))
