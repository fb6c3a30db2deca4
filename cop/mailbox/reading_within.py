"""A program of its own: what is in the mail on its input, written to its output as JSON.

It is started by `reading.py` for each mail, with little memory, little time and no way to write a
file, since whatever is wrong with a mail goes wrong in here. It knows nothing of cop: the first
line of its input says what is known of the letter that is answered.
"""
import json
import re
import resource
import signal
import sys
from base64 import b64encode
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from hashlib import sha256
from itertools import islice

from email_reply_extractor import extract_new_text, html_to_text

MEMORY = 768 * 1024 * 1024
SECONDS = 4
#: The library that finds what is quoted gets so much of them; some texts it never gets done with.
SECONDS_TO_CUT = 2
MOST_HEADERS = 256 * 1024
MOST_LINES = 600_000
MOST_PARTS = 60
LONGEST_HEADER = 2_000
LONGEST_TEXT, LONGEST_HTML = 150_000, 500_000
MOST_FILES = 20

PART = re.compile(rb"boundary\s*\*?[0-9]*\*?=|message/[a-z]", re.IGNORECASE)
FIELD = re.compile(r"[\s>*]*[^\W\d_][^:：\n]{0,30}[:：]")
SEPARATOR = re.compile(r"\s*(?:[_=*-]{5,}|-+[^-\n]{1,60}-+)?\s*")
TIME = re.compile(r"\d{1,2}[:.h]\d{2}")
#: An item of a list, to its first word.
ITEM = re.compile(r"(<li\b[^>]*>\s*(?:<(?:p|div|span)\b[^>]*>\s*){0,3})", re.IGNORECASE)
DEVICE = re.compile(
    r"\b(?:iPhone|iPad|Android|Galaxy|Samsung|Huawei|Xiaomi|Outlook|BlackBerry|Yahoo|Proton ?Mail|"
    r"GMX|Libero|Tiscali|Mail\.ru|Thunderbird|Windows)\b", re.IGNORECASE)
#: Not what somebody wants to show: signatures, meetings, Outlook's wrapping.
FURNITURE = ("application/pgp-signature", "application/pkcs7-signature", "text/calendar",
             "application/x-pkcs7-signature", "application/ms-tnef", "message/delivery-status",
             "text/rfc822-headers", "text/x-amp-html", "application/pgp-keys")


class Refused(Exception):
    """Why a mail is not read at all, in one word."""


class TooSlow(BaseException):
    """Nothing that catches exceptions may catch this one."""


def main() -> None:
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS),
                        (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    known = json.loads(sys.stdin.buffer.readline())
    try:
        said = read(sys.stdin.buffer.read(), known)
    except RecursionError:
        said = {"refused": "parts"}
    except Refused as reason:
        said = {"refused": str(reason)}
    sys.stdout.write(json.dumps(said))


def read(raw: bytes, known: dict) -> dict:
    raw = raw.replace(b"\0", b"")
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    if len(head) > MOST_HEADERS:
        raise Refused("headers")
    if raw.count(b"\n") > MOST_LINES or raw.count(b"\r") > MOST_LINES:
        raise Refused("lines")
    if sum(1 for _part in PART.finditer(raw)) > MOST_PARTS:
        raise Refused("parts")
    mail = message_from_bytes(raw)
    parts = list(open_parts(mail))
    text, files = written(parts, known), list(attached(parts))
    return {
        "message_id": header(mail, "Message-ID"), "subject": header(mail, "Subject"),
        "senders": [address for _name, address in getaddresses([header(mail, "From")])],
        "return_path": header(mail, "Return-Path") if "Return-Path" in mail else None,
        "is_automatic": is_automatic(mail), "text": text, "files": files,
        "reports": list(islice(reports(mail), MOST_FILES)),
        "digest": sha256(repr((header(mail, "From"), header(mail, "Date"), header(mail, "Subject"),
                               text)).encode(errors="replace")).hexdigest(),
    }


def header(mail: Message, name: str) -> str:
    value = str(mail.get(name, ""))[:LONGEST_HEADER]
    try:
        value = str(make_header(decode_header(value)))
    except Exception:  # a charset nobody knows, half a character …
        value = value.encode(errors="replace").decode()
    return " ".join(value.replace("\0", "").split())


def is_automatic(mail: Message) -> bool:
    """Was it sent by a program? RFC 3834, and what was usual before it."""
    auto = header(mail, "Auto-Submitted").lower()
    precedence = header(mail, "Precedence").lower()
    return (auto not in ("", "no") or precedence in ("bulk", "junk", "list", "auto_reply")
            or any(name in mail for name in (
                "X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "List-Id", "X-Loop"))
            or mail.get_content_type() in ("multipart/report", "message/delivery-status"))


def open_parts(mail: Message, within: str = "") -> Iterator[tuple[Message, str]]:
    """Every part that is no box of parts, and the kind of box it lies in; a mail that is enclosed
    in this one is not opened."""
    kind = mail.get_content_type()
    if kind.startswith("message/") or not mail.is_multipart():
        yield mail, within
    else:
        for part in mail.get_payload():
            yield from open_parts(part, kind)


def content(part: Message) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1252", "latin-1"):
        try:
            return raw.decode(charset).replace("\0", "")
        except (LookupError, ValueError):
            continue
    return ""


def written(parts: list[tuple[Message, str]], known: dict) -> str:
    """What the sender wrote: without what is quoted, without signature."""
    plain, html = [], ""
    for part, _within in parts:
        kind = part.get_content_type()
        if is_file(part) or part.is_multipart():
            continue
        if kind == "text/plain":
            flows = str(part.get_param("format", "")).lower() == "flowed"
            text = content(part)[:LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
            plain.append(unflowed(text) if flows else text)
        elif kind == "text/html" and not html:
            html = content(part)[:LONGEST_HTML]
    return cut("\n\n".join(plain)[:LONGEST_TEXT], html, known)


def unflowed(text: str) -> str:
    """Lines that flow are one (RFC 3676); what is quoted stays as it is."""
    lines: list[str] = []
    flows = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        bare = line[1:] if line.startswith(" ") else line
        if flows and not quoted:
            lines[-1] += bare
        else:
            lines.append(bare)
        flows = bare.endswith(" ") and bare != "-- " and not quoted
    return "\n".join(line if line == "-- " else line.rstrip() for line in lines)


def cut(text: str, html: str, known: dict) -> str:
    marks = [mark.casefold() for mark in known["marks"] if len(mark) > 4]
    signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, SECONDS_TO_CUT)
    try:
        if not text.strip():
            html = ITEM.sub(r"\1- ", html)
            text = html_to_text(html)
        text = without_header_block(text, marks)
        new = extract_new_text(text, parent_body=known["parent"] or None, html_body=html or None)
        text = new.text if new.status == "ok" else unquoted(text)
    except TooSlow:
        text = unquoted(text)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return without_signature(without_attribution(text, marks)).strip("\n")


def give_up(*_args: object) -> None:
    raise TooSlow


def unquoted(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))


def without_header_block(text: str, marks: list[str]) -> str:
    """Outlook and its like: From, Sent, To, Subject in any language, and all below is quoted. It is
    told from other lists of this form by what we know stood in our letter."""
    lines = text.split("\n")
    begin = 0
    while begin < len(lines):
        end = begin
        while end < len(lines) and end - begin < 9 and FIELD.match(lines[end]):
            end += 1
        block = "\n".join(lines[begin:end]).casefold()
        if end - begin >= 2 and any(mark in block for mark in marks):
            while begin and SEPARATOR.fullmatch(lines[begin - 1]):
                begin -= 1
            return "\n".join(lines[:begin])
        begin = max(end, begin + 1)
    return text


def without_attribution(text: str, marks: list[str]) -> str:
    """The line in any language that says who wrote what was quoted, told by our address in it."""
    lines = text.split("\n")
    found = next((i for i, line in enumerate(lines)
                  if any(mark in line.casefold() for mark in marks)), None)
    if found is None:
        return text
    begin = end = found
    while (begin and found - begin < 2 and lines[begin - 1].strip()
           and not TIME.search("\n".join(lines[begin:end + 1]))):
        begin -= 1
    ends = (":", "：")
    if not lines[end].rstrip().endswith(ends) and end + 1 < len(lines):
        following = lines[end + 1].rstrip()
        end += following.endswith(ends) and len(following) < 80
    return "\n".join(lines[:begin] + lines[end + 1:])


def without_signature(text: str) -> str:
    lines = text.rstrip().split("\n")
    for i in range(len(lines) - 1, max(len(lines) - 16, 0), -1):
        if lines[i].rstrip() == "--":
            lines = lines[:i]
            break
    while lines and not lines[-1].strip():
        lines.pop()
    last = lines[-1] if len(lines) > 1 and not lines[-2].strip() else ""
    if last and len(last) <= 80 and DEVICE.search(last):
        lines.pop()
    return "\n".join(lines).rstrip()


def is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def attached(parts: list[tuple[Message, str]]) -> Iterator[dict]:
    """Files that go with the mail; pictures that its HTML is decorated with do not count."""
    count = 0
    for part, within in parts:
        kind = part.get_content_type()
        decorates = within == "multipart/related" and kind.startswith("image/")
        if decorates or kind in FURNITURE or kind.startswith("multipart/") or not (
                is_file(part) or not kind.startswith(("text/", "message/"))):
            continue
        raw = part.get_payload(decode=True)
        count += 1
        if raw and count <= MOST_FILES:
            name = header_words(part.get_filename() or "")
            yield {"name": name, "content": b64encode(raw).decode()}


def header_words(words: str) -> str:
    try:
        return str(make_header(decode_header(words[:LONGEST_HEADER])))
    except Exception:
        return words.encode(errors="replace").decode()


def reports(mail: Message) -> Iterator[dict]:
    """What a server says of letters that it could not deliver (RFC 3464)."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        fields = part.get_payload() if part.is_multipart() else []
        for each in fields:
            if "Action" in each:
                yield {"action": header(each, "Action").lower(), "status": header(each, "Status"),
                       "words": header(each, "Diagnostic-Code")}


if __name__ == "__main__":
    main()
