"""What the clockwork means here: what was taken in and the log of letters are kept for a while."""
from datetime import timedelta

from cop.base.jobs import every
from cop.base.mail import forget_letters
from cop.mailbox.service import forget_received


@every(timedelta(days=1))
def forget_old_mail() -> None:
    forget_letters()
    forget_received()
