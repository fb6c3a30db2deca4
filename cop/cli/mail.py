"""`cop mail`: mail that comes in, handed over by a mail server."""
import logging
import os
import signal
import sys
import threading

import click

from cop import create_app
from cop.base.db import db
from cop.cli.mail_door import open_door
from cop.cli.root import ReadConfig
from cop.mailbox.reading import LARGEST
from cop.mailbox.service import Outcome, take_in

log = logging.getLogger(__name__)

#: What mail servers understand (sysexits.h): they bounce it, or try again for EX_TEMPFAIL.
STATUS = {Outcome.TAKEN: os.EX_OK, Outcome.IGNORED: os.EX_OK,
          Outcome.NO_SUCH_ADDRESS: os.EX_NOUSER, Outcome.NOT_YOURS: os.EX_NOPERM,
          Outcome.UNREADABLE: os.EX_DATAERR}


@click.group()
def mail() -> None:
    """Take in answers and topics that people send by mail, and letters that come back."""


@mail.command()
@click.option("--to", "recipient", required=True, help="The address it was sent to.")
@click.option("--from", "return_path", default="", help="The sender in its envelope.")
@click.pass_obj
def receive(read_config: ReadConfig, recipient: str, return_path: str) -> None:
    """Take in one mail from standard input. Status as in sysexits.h: 75 means try again."""
    try:
        app = create_app(read_config())
        with app.app_context():
            outcome = take_in(sys.stdin.buffer.read(LARGEST + 1), recipient=recipient,
                              return_path=return_path)
            db.session.remove()
    except Exception:
        log.exception("a mail was not taken in")
        click.echo("Not now: please try again.", err=True)
        sys.exit(os.EX_TEMPFAIL)
    if STATUS[outcome]:
        click.echo(f"Not taken: {outcome}.", err=True)
    sys.exit(STATUS[outcome])


@mail.command()
@click.option("--lmtp", is_flag=True, help="Speak LMTP, as mail servers do with mailboxes.")
@click.pass_obj
def listen(read_config: ReadConfig, lmtp: bool) -> None:
    """Take in mail over SMTP or LMTP, at COP_MAIL_IN_HOST and COP_MAIL_IN_PORT."""
    config = read_config()
    if not config.mail_in_domain:
        raise click.ClickException("Set COP_MAIL_IN_DOMAIN: without it no address is ours.")
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    host, port = config.mail_in_host, config.mail_in_port
    try:
        with open_door(create_app(config), host, port, lmtp=lmtp):
            click.echo(f"Taking in mail for {config.mail_in_domain} at {host}:{port}.", err=True)
            stop.wait()
    except OSError as problem:
        why = str(problem.strerror).rpartition(": ")[2]  # Python adds the address
        raise click.ClickException(
            f"No mail can be taken in at {host}:{port}: {why}. "
            "Set another COP_MAIL_IN_PORT (or COP_MAIL_IN_HOST).") from problem
