"""Looking at what somebody sends: sound enough to be kept, or refused with a sentence.

It asks no database, so that no transaction waits for it.
"""
from dataclasses import dataclass

from flask_babel import format_decimal
from flask_babel import gettext as _

from cop.base.errors import Invalid
from cop.files.kinds import LARGEST, MEGABYTE
from cop.files.names import name_as
from cop.files.pictures import Picture, make_anew
from cop.files.sniffing import kind_of


@dataclass(frozen=True)
class Sound:
    """A file that may be kept, under a safe name; `picture` when it is one."""

    name: str
    media_type: str
    content: bytes
    picture: Picture | None = None


def inspect(name: str, content: bytes) -> Sound:
    """Invalid with a sentence where it cannot be kept."""
    if problem := size_problem(len(content)):
        raise Invalid({"file": problem})
    kind = kind_of(content)
    picture = make_anew(content, kind) if kind.is_picture else None
    return Sound(name_as(kind, name), kind.media_type, picture.content if picture else content,
                 picture)


def size_problem(size: int) -> str:
    """Why a file of so many bytes cannot be kept; nothing when it can."""
    if size > LARGEST:
        return _("A file has at most %(most)s MB; this one has %(size)s MB.",
                 most=LARGEST // MEGABYTE, size=format_decimal(round(size / MEGABYTE, 1)))
    return ""
