"""How long notices are kept: what was read is forgotten in time. Who is told: the others."""
from datetime import timedelta

from cop.base.jobs import enqueue, every
from cop.notifications.service import inbox


@every(timedelta(hours=12))
def forget_old_notices() -> None:
    if inbox.forget_old():
        enqueue(f"{__name__}.forget_old_notices")
