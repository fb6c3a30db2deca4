"""What the clockwork means here: what was taken in and the log of letters are kept for a while."""
from datetime import timedelta

from cop.base.jobs import every
from cop.base.mail import forget_letters
from cop.base.mail_bulk import send_left
from cop.mailbox.service import forget_received


@every(timedelta(days=1))
def forget_old_mail() -> None:
    forget_letters()
    forget_received()


@every(timedelta(minutes=10))
def send_letters_that_were_left() -> None:
    send_left()
