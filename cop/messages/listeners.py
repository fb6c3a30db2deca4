"""The clock of conversations that are not kept any longer."""
from datetime import timedelta

from cop.base.clock import now
from cop.base.jobs import every
from cop.base.site import read_site
from cop.messages.service.taking_part import forget_old

MONTH = timedelta(days=30.44)


@every(timedelta(days=1))
def forget_old_conversations() -> None:
    if months := read_site().messages_kept:
        forget_old(before=now() - months * MONTH)
