"""What it takes to attach files to a text: what each shows, and how the text refers to it.

The field of a form is in `fields.py`; which feature attaches files to what is its own affair.
"""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from cop.base.markup import Enclosure
from cop.base.text import clean
from cop.files.kinds import MOST_FILES
from cop.files.models import File

LONGEST_ALT = 300  # characters
#: A picture in a text is shown no higher (static/css/components/files.css), in pixels.
TALLEST = 480


@dataclass(frozen=True)
class Attachment:
    """A file to be attached, and what it shows when it is a picture."""

    file: File
    alt: str = ""


def problems_of(attachments: Sequence[Attachment]) -> list[str]:
    """Why these cannot be attached as they are, as sentences."""
    problems = [] if len(attachments) <= MOST_FILES else [
        _("At most %(most)s files go with one text.", most=MOST_FILES)]
    return problems + [
        _("%(name)s: please say what the picture shows, for those who do not see it.",
          name=each.file.name)
        for each in attachments if each.file.is_picture and not each.alt]


def tidy_alt(words: str) -> str:
    return " ".join(clean(words).split())[:LONGEST_ALT]


def enclosures(attachments: Iterable[Attachment]) -> dict[int, Enclosure]:
    """What a text with these files may show and link as `file:12`, by the file's id."""
    return {each.file.id: _enclosure(each.file, each.alt) for each in attachments}


def _enclosure(file: File, alt: str) -> Enclosure:
    if not file.is_picture:
        return Enclosure(address=f"/files/{file.id}/{file.name}")
    width, height = file.measures("medium")
    shrunk = min(1, TALLEST / height)
    return Enclosure(address=f"/pictures/{file.id}/full", picture=f"/pictures/{file.id}/medium",
                     width=round(width * shrunk), height=round(height * shrunk), alt=alt)
