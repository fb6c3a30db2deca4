"""Who may read which file: whoever may read what it is attached to.

What that is, is said by the features that attach files.
"""
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, not_, or_

from cop.files.models import File
from cop.people.models import Reader

Clause = Callable[[Reader], ColumnElement[bool]]


@dataclass(frozen=True)
class _Holder:
    visible: Clause
    holds: Callable[[], ColumnElement[bool]]


_holders: list[_Holder] = []


def readable_through(visible: Clause, holds: Callable[[], ColumnElement[bool]]) -> None:
    """Let files be attached to another kind of thing. Called once by each feature, in
    `create_app`. `visible`: those a reader may see through it; `holds`: all that it holds.
    """
    holder = _Holder(visible, holds)
    if holder not in _holders:
        _holders.append(holder)


def visible_files(reader: Reader) -> ColumnElement[bool]:
    """A file attached to nothing is its uploader's alone; one nobody uploaded is nobody's."""
    own = false() if reader.id is None else own_files(reader)
    return or_(own, *(holder.visible(reader) for holder in _holders))


def own_files(person: Reader) -> ColumnElement[bool]:
    """What somebody uploaded and has not attached yet."""
    return and_(File.uploader_id == person.id, not_(attached_files()))


def attached_files() -> ColumnElement[bool]:
    """Those that something holds."""
    return or_(false(), *(holder.holds() for holder in _holders))
