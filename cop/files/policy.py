"""Who may read which file: its uploader, and whoever may read what it is attached to.

What that is, is said by the features that attach files.
"""
from collections.abc import Callable

from sqlalchemy import ColumnElement, false, or_

from cop.files.models import File
from cop.people.models import Reader

Clause = Callable[[Reader], ColumnElement[bool]]

_clauses: list[Clause] = []


def readable_through(clause: Clause) -> None:
    """Let files be read through another thing. Called once by each feature, in `create_app`."""
    if clause not in _clauses:
        _clauses.append(clause)


def visible_files(reader: Reader) -> ColumnElement[bool]:
    """A file attached to nothing is its uploader's alone; one nobody uploaded is nobody's."""
    own = false() if reader.id is None else File.uploader_id == reader.id
    return or_(own, *(clause(reader) for clause in _clauses))
