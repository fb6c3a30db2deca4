"""The clock of requests that were refused."""
from datetime import timedelta

from cop.base.clock import now
from cop.base.jobs import every
from cop.joining.service import forget_refused

#: So long who decides sees that somebody asked before.
REFUSED_KEPT = timedelta(days=90)


@every(timedelta(days=1))
def forget_who_was_refused() -> None:
    forget_refused(before=now() - REFUSED_KEPT)
