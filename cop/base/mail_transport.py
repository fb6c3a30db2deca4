"""How a letter leaves: over SMTP with one line kept for all that wait, or into a folder.

What is sent, and when, is decided in `mail.py`.
"""
import select
import smtplib
import ssl
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

PATIENCE = 30  # seconds that a mail server may take to answer
#: A line that was silent for longer, or carried so many, is not used again.
SILENCE, MOST_LETTERS = 10, 500
SURELY_THERE = 1  # second: so long nobody hangs up without our seeing it


@dataclass(frozen=True)
class Post:
    """Where letters leave: `url` is smtp://, smtp+starttls://, smtps://, file:// or empty (they
    stay). With a `domain`, what comes to it comes back to us; `secret` signs those addresses."""

    url: str
    sender: str
    domain: str = ""
    secret: str = ""

    def deliver(self, message: Message, recipient: str, *, return_path: str = "") -> None:
        """Send, or raise: OSError and SMTPException mean later, the queue tries again."""
        scheme = urlsplit(self.url).scheme
        _TRANSPORTS[scheme](self.url, message, recipient, return_path or self.sender)


def try_line(url: str) -> None:
    """Does the mail server answer, and let us in? Or can the folder be written? OSError and
    SMTPException say why not. Nothing is sent."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        with tempfile.TemporaryFile(dir=_folder(parts)):
            return
    server = _connect(parts)
    server.noop()
    server.quit()


class _Line(threading.local):
    """The open line of this thread to a mail server."""

    server: smtplib.SMTP | None = None
    url = ""
    used_at = 0.0
    letters = 0


_line = _Line()


def hang_up() -> None:
    """Nothing more is to be sent for now: a line is kept open for no one."""
    server, _line.server = _line.server, None
    if server is not None:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def _by_smtp(url: str, message: Message, recipient: str, return_path: str) -> None:
    server = _open_line(url)
    options = () if recipient.isascii() else ("SMTPUTF8", "BODY=8BITMIME")
    try:
        server.sendmail(return_path, [recipient], message.as_bytes(), options)
    except smtplib.SMTPRecipientsRefused:
        raise
    except BaseException:  # nobody knows any more where the conversation stands
        hang_up()
        raise
    finally:
        _line.used_at, _line.letters = time.monotonic(), _line.letters + 1


def _open_line(url: str) -> smtplib.SMTP:
    silence = time.monotonic() - _line.used_at
    fresh = silence < SILENCE and _line.letters < MOST_LETTERS
    if not (_line.server and _line.url == url and fresh and _is_open(_line.server, silence)):
        hang_up()
        _line.server, _line.url, _line.letters = _connect(urlsplit(url)), url, 0
    return _line.server


def _is_open(server: smtplib.SMTP, silence: float) -> bool:
    """Who said something unasked says goodbye, or hung up. After some silence it is asked."""
    if select.select([server.sock], [], [], 0)[0]:
        return False
    if silence < SURELY_THERE:
        return True
    try:
        return server.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _connect(parts: SplitResult) -> smtplib.SMTP:
    """Encrypted where it is asked for: never without, never with a certificate that is not good."""
    host, port = parts.hostname or "localhost", parts.port or _PORTS[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=PATIENCE)
    try:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _to_folder(url: str, message: Message, _recipient: str, _return_path: str) -> None:
    folder = _folder(urlsplit(url))
    name = str(message["Message-ID"]).strip("<>").split("@")[0]
    (folder / f"{name}.eml").write_bytes(message.as_bytes())


def _folder(parts: SplitResult) -> Path:
    relative = parts.netloc if parts.netloc != "localhost" else ""  # file://mail, as one types it
    folder = Path(unquote(relative + parts.path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_TRANSPORTS: dict[str, Callable[[str, Message, str, str], None]] = {
    "smtp": _by_smtp, "smtp+starttls": _by_smtp, "smtps": _by_smtp, "file": _to_folder,
}
