"""Reminding who answers of what is due."""
from cop.base.clock import now
from cop.rights.letters import tell_officers
from cop.rights.queries.desk import list_urgent

#: From so many days before an answer is due, once a week.
REMIND_BEFORE = 10


def remind_officers() -> None:
    urgent = list_urgent(REMIND_BEFORE)
    if urgent:
        tell_officers(urgent, "due")
    for request in urgent:
        request.reminded_on = now().date()
