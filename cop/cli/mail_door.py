"""The door for mail: an SMTP or LMTP server that hands what comes to the mailbox.

An address that is not ours is refused before anything is sent to it.
"""
import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from flask import Flask

from cop.base.db import db
from cop.mailbox.addresses import read_own
from cop.mailbox.reading import LARGEST
from cop.mailbox.service import Outcome, take_in

log = logging.getLogger(__name__)

#: So many mails are taken in at once: each is read by a process of its own.
AT_ONCE = 2
LONGEST_LINE = 1_000_000
ANSWERS = {
    Outcome.TAKEN: "250 2.0.0 Taken", Outcome.IGNORED: "250 2.0.0 Taken",
    Outcome.NO_SUCH_ADDRESS: "550 5.1.1 No such address here",
    Outcome.NOT_YOURS: (
        "550 5.7.1 This address takes mail only from its member: please send it from the address "
        "of your account, or write on the page"),
    Outcome.UNREADABLE: "554 5.6.0 This mail cannot be read",
}


class Door:
    """What the server asks at each step."""

    def __init__(self, app: Flask, hands: ThreadPoolExecutor):
        self.app, self.hands = app, hands

    async def handle_RCPT(self, _server: SMTP, _session: Any, envelope: Any, address: str,
                          _options: Any) -> str:
        if envelope.rcpt_tos:  # each hears of its own mail what became of it
            return "452 4.5.3 One at a time, please"
        with self.app.app_context():
            if read_own(address) is None:
                return ANSWERS[Outcome.NO_SUCH_ADDRESS]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self.hands, self.take, envelope.content, envelope.rcpt_tos[0], envelope.mail_from)

    def take(self, raw: bytes, recipient: str, sender: str) -> str:
        try:
            with self.app.app_context():
                outcome = take_in(raw, recipient=recipient, return_path=sender or "<>")
                db.session.remove()
        except Exception:
            log.exception("a mail was not taken in")
            return "451 4.3.0 Not now, please try again"
        return ANSWERS[outcome]


class OverSmtp(SMTP):
    """Mail programs write longer lines than they should, and mail servers pass them on."""

    line_length_limit = LONGEST_LINE


class OverLmtp(LMTP):
    """The same."""

    line_length_limit = LONGEST_LINE


class Entrance(Controller):
    """The server in a thread of its own."""

    def __init__(self, *args: Any, lmtp: bool, **kwargs: Any):
        self.kind = OverLmtp if lmtp else OverSmtp
        super().__init__(*args, **kwargs)

    def factory(self) -> SMTP:
        return self.kind(self.handler, **self.SMTP_kwargs)


@contextmanager
def open_door(app: Flask, host: str, port: int, *, lmtp: bool = False) -> Iterator[None]:
    """Take in mail until the block ends; what is being taken in is finished."""
    with ThreadPoolExecutor(AT_ONCE) as hands:
        entrance = Entrance(Door(app, hands), hostname=host, port=port, lmtp=lmtp,
                            data_size_limit=LARGEST, enable_SMTPUTF8=True)
        entrance.start()
        try:
            yield
        finally:
            entrance.stop()
