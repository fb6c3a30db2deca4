"""What happens to files."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class FileKept(Event):
    """Somebody uploaded a file; it may not be attached to anything yet."""

    file_id: int


@dataclass(frozen=True, kw_only=True)
class TextRead(Event):
    """The words of a document are known now."""

    file_id: int
