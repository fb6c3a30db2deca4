"""How a letter is written down for its way: headers, text and HTML side by side (RFC 5322, 2045).

What stands in it, and where it goes, is decided in `mail.py`. The newer classes of `email` take
every header apart that we have just put together: in a run of digests that was half of the work.
"""
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Mapping
from email.header import Header
from email.message import Message
from email.policy import compat32

#: Whatever has to be folded is folded here: an address alone on a second line is misread by some.
POLICY = compat32.clone(linesep="\r\n", max_line_length=None)
LONGEST_LINE = 900  # characters; 998 with its name (RFC 5322)
#: Cannot occur in what is quoted-printable (there `=` is followed by a number) nor in base64.
BOUNDARY = "=_"


def as_message(headers: Mapping[str, str], text: str, html: str = "") -> Message:
    """A text, or a text and the same as HTML."""
    message = _alternatives(text, html) if html else _part(text, "plain")
    for name, value in headers.items():
        message[name] = _header(name, value)
    message["MIME-Version"] = "1.0"
    return message


def _alternatives(text: str, html: str) -> Message:
    message = Message(policy=POLICY)
    message["Content-Type"] = f'multipart/alternative; boundary="{BOUNDARY}"'
    message.set_payload([_part(text, "plain"), _part(html, "html")])
    return message


def _part(words: str, subtype: str) -> Message:
    """Words of Latin letters stay readable; others would become three times as long that way."""
    part, raw = Message(policy=POLICY), b"\r\n".join([*words.encode().splitlines(), b""])
    written, encoding = b2a_qp(raw, istext=True), "quoted-printable"
    if len(written) > 1.7 * len(raw):
        written, encoding = encodebytes(raw), "base64"
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = encoding
    part.set_payload(written.decode("ascii"))
    return part


def _header(name: str, value: str) -> str:
    """Without any break that somebody typed: what follows it would be a header of its own."""
    value = " ".join(value.split())
    if value.isascii() and len(value) < LONGEST_LINE:
        return value
    charset = "us-ascii" if value.isascii() else "utf-8"
    return Header(value, charset, header_name=name).encode()
