"""Who may write by mail: the person an address was made for, from the address we know them by."""
from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.verdict import ALLOW, Verdict, deny
from cop.mailbox.reading import Mail

#: So many mails of one person are taken in an hour.
MOST_AN_HOUR = 30


def is_sender(email: str, mail: Mail) -> bool:
    """Is the mail from this address and no other?"""
    return [address.casefold() for address in mail.senders] == [email.casefold()]


def is_by_a_program(mail: Mail, return_path: str, ours: str) -> bool:
    """An automatic answer, a list, a letter that came back, or one of ours that came round."""
    path = (return_path or mail.return_path or "?").strip().strip("<>").casefold()
    robots = ("", "mailer-daemon", ours.casefold())
    from_robot = path in robots or path.startswith("mailer-daemon@")
    return mail.is_automatic or from_robot or ours.casefold() in (
        address.casefold() for address in mail.senders)


def may_answer_until(last_day: int) -> Verdict:
    """`last_day` is a proleptic ordinal, as addresses for answers have it."""
    if now().toordinal() > last_day:
        return deny(_("This e-mail was too old to be answered by mail. Please answer on the page."))
    return ALLOW


def may_send_another(in_the_last_hour: int) -> Verdict:
    if in_the_last_hour >= MOST_AN_HOUR:
        return deny(_("You have sent %(most)s e-mails within an hour. Please go on later.",
                      most=MOST_AN_HOUR))
    return ALLOW


def may_stand_alone(mail: Mail) -> Verdict:
    """Is anything left of it? Some write below what they answer, where it is cut as quoted."""
    if not mail.text.strip():
        return deny(_("Nothing is left of it without the signature and what it quotes. Please "
                      "write above the text that you answer."))
    return ALLOW
