"""What is in a mail, read by a process of its own (`reading_within.py`) that may do little.

What is done with it is said in `service.py`.
"""
import json
import re
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cop.base.sandbox import heard_from

PROGRAM = Path(__file__).with_name("reading_within.py")
#: However much of it the process only waits.
PATIENCE = 20  # seconds
#: How subjects of answers begin, in the languages of mail programs.
ANSWERED = re.compile(r"^(?:\s*(?:re|r|aw|sv|vs|antw|odp|ynt|fwd?|i|wg|tr|rv)\s*:)+\s*", re.I)
LARGEST = 25 * 1024 * 1024
MOST_SAID = 50 * 1024 * 1024


class Unreadable(Exception):
    """A mail that is not read: too large, made to be difficult, or broken beyond sense."""


@dataclass(frozen=True)
class Enclosed:
    """A file that came with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Report:
    """What a server says of a letter of ours: `action` is failed, delayed, delivered …"""

    action: str
    status: str
    words: str


@dataclass(frozen=True)
class Mail:
    """A mail as far as it matters. `text` is what its sender wrote: no quotation, no signature."""

    message_id: str
    subject: str
    senders: Sequence[str]
    return_path: str | None
    is_automatic: bool
    text: str
    digest: str
    files: Sequence[Enclosed] = ()
    reports: Sequence[Report] = ()


def bare_subject(subject: str) -> str:
    """Without what says that it answers something."""
    return ANSWERED.sub("", subject)


def read_mail(raw: bytes, *, marks: Sequence[str] = (), parent: str = "") -> Mail:
    """Read a mail that may answer a letter of ours: `marks` are words that stood in its header,
    `parent` is what it said. Raises Unreadable."""
    if len(raw) > LARGEST:
        raise Unreadable("size")
    known = json.dumps({"marks": list(marks), "parent": parent}).encode()
    answer, status = heard_from(
        PROGRAM, known + b"\n" + raw, most=MOST_SAID, patience=PATIENCE)
    if status:
        raise Unreadable("difficult")
    said = json.loads(answer)
    if "refused" in said:
        raise Unreadable(said["refused"])
    files = [Enclosed(each["name"], b64decode(each["content"])) for each in said.pop("files")]
    reports = [Report(**each) for each in said.pop("reports")]
    return Mail(**said, files=files, reports=reports)
