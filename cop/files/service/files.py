"""Keeping and removing files. What is still arriving is in `uploads.py`.

Bytes are stored before the transaction that keeps them: a bucket may take its time, and SQLite has
one who writes.
"""
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import update

from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import TooMany
from cop.base.events import publish
from cop.base.jobs import enqueue, job
from cop.files import queries, storage
from cop.files.events import FileKept
from cop.files.inspecting import Sound
from cop.files.kinds import MEGABYTE
from cop.files.models import File, FileText
from cop.files.names import safe_name
from cop.people.models import Person

#: Longer than any request or import that has stored bytes and not yet its rows.
GRACE = timedelta(hours=1)
#: How long what was uploaded waits to be attached.
PATIENCE = timedelta(hours=24)
#: What one person may send in 24 hours.
MOST_A_DAY = 200 * MEGABYTE


def keep_file(uploader: Person | None, *, name: str, media_type: str, content: bytes) -> File:
    """Keep a file of our own making; an import uploads for nobody."""
    return add(File(
        uploader_id=uploader.id if uploader else None, name=safe_name(name),
        media_type=media_type, size=len(content), digest=storage.store(content),
    ))


@dataclass(frozen=True)
class Stored:
    """Bytes that were stored and that no file has yet; measures and digests of a picture's."""

    name: str
    media_type: str
    size: int
    digest: str
    width: int | None = None
    height: int | None = None
    medium: str | None = None
    small: str | None = None


def store_sound(uploader: Person, sound: Sound) -> Stored:
    """Store what somebody sent, once it was looked at, before the transaction that keeps it. Where
    nothing keeps it, it goes within a day."""
    require_room(uploader, len(sound.content))
    measures = {} if sound.picture is None else {
        "width": sound.picture.width, "height": sound.picture.height,
        "medium": storage.store(sound.picture.medium), "small": storage.store(sound.picture.small)}
    return Stored(name=sound.name, media_type=sound.media_type, size=len(sound.content),
                  digest=storage.store(sound.content), **measures)


def keep_stored(uploader: Person, stored: Stored) -> File:
    """Keep what was stored. It is theirs alone until it is attached."""
    require_room(uploader, stored.size)
    file = add(File(uploader_id=uploader.id, **vars(stored)))
    if not file.is_picture:
        add(FileText(file_id=file.id))
    publish(FileKept(file_id=file.id))
    return file


def keep_sound(uploader: Person, sound: Sound) -> File:
    """Both at once, where nobody waits: the demo."""
    return keep_stored(uploader, store_sound(uploader, sound))


def remove_file(file: File) -> None:
    """Forget a file. Its bytes go within the hour, unless another file has the same."""
    db.session.delete(file)
    for digest in file.digests:
        enqueue("files.forget", due_at=now() + GRACE, digest=digest)


def require_room(person: Person, size: int) -> None:
    """TooMany when somebody sends more than anybody needs."""
    if queries.count_bytes(person, now() - PATIENCE) + size > MOST_A_DAY:
        raise TooMany(_("You have sent %(most)s MB within a day, as much as one may. Please go "
                        "on tomorrow.", most=MOST_A_DAY // MEGABYTE), now() + PATIENCE / 4)


def purge_orphans() -> int:
    """Remove what was uploaded and attached to nothing within a day. How many these were."""
    orphans = queries.list_orphans(now() - PATIENCE)
    for file in orphans:
        remove_file(file)
    return len(orphans)


@job("files.forget", outside=True)
def forget(digest: str) -> None:
    """Remove bytes that no file has any more. Who stores the same meanwhile makes them young."""
    if not queries.is_known(digest):
        storage.remove(digest, older_than=(now() - GRACE / 2).timestamp())


def disown(person: Person) -> None:
    """What they uploaded is nobody's: what is attached stays where it is, the rest goes."""
    for file in queries.list_loose(person):
        remove_file(file)
    db.session.flush()
    db.session.execute(
        update(File).where(File.uploader_id == person.id).values(uploader_id=None))
