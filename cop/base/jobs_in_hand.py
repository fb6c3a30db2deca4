"""What each worker has in hand, noted in a file beside the data: a job that kills whoever does it
leaves nothing in the database, as its transaction is gone, and would be done again for ever.

What becomes of such a job is decided in `jobs.py`.
"""
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cop.base.per_app import PerApp
from cop.base.workers import is_gone, own_name

_folder: PerApp[Path | None] = PerApp(None)


def use(folder: Path) -> None:
    """Set where the notes lie, once, when the application is put together."""
    _folder.set(folder)


@contextmanager
def holding(job_id: int) -> Iterator[None]:
    """A note that stays behind if this process falls. Without room for it, it goes on without."""
    note = _note()
    with suppress(OSError):
        if note:
            note.write_text(str(job_id))
    try:
        yield
    finally:
        with suppress(OSError):
            if note:
                note.unlink()


def left_behind() -> list[int]:
    """The jobs that workers of this host had in hand when they fell; each is told once."""
    folder, found = _folder.get(), []
    for note in folder.glob("*+*") if folder else ():
        with suppress(OSError, ValueError):
            if is_gone(note.name.partition("+")[0]):
                found.append(int(note.read_text()))
                note.unlink()
    return found


def _note() -> Path | None:
    folder = _folder.get()
    if folder is None:
        return None
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{own_name()}+{threading.get_native_id()}"
