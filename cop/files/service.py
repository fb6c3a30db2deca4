"""Everything that changes files. Who may attach one to what is the other feature's rule."""
from cop.base.db import add, db
from cop.base.text import clean
from cop.files import storage
from cop.files.models import File
from cop.people.models import Person

LONGEST_NAME = 120


def keep_file(uploader: Person | None, *, name: str, media_type: str, content: bytes) -> File:
    """Keep a file, by whoever uploaded it; an import uploads for nobody."""
    return add(File(
        uploader_id=uploader.id if uploader else None, name=safe_name(name),
        media_type=media_type, size=len(content), digest=storage.store(content),
    ))


def remove_file(file: File) -> None:
    """Forget a file. Its bytes go with the next sweep, unless another file has the same."""
    db.session.delete(file)


def safe_name(name: str) -> str:
    """A name that any system can save: no folders, no control characters, not too long."""
    name = clean(name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join("-" if c in '<>:"|?*\n\t' else c for c in name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = name, "", ""
    return (stem[:LONGEST_NAME - len(ending) - 1].strip() or "file") + dot + ending
