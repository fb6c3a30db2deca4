"""The clock of what nobody answered."""
from datetime import timedelta

from cop.base.jobs import every
from cop.succession import service


@every(timedelta(days=1))
def close_unanswered() -> None:
    service.close_unanswered()
