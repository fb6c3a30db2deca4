"""Files that arrive in parts, over lines that break. What becomes of them is in `files.py`.

The words are those of the IETF's “Resumable Uploads for HTTP”: a part says at which offset it
begins, and who lost the line asks for the offset that is wanted next.
"""
import hashlib

from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Conflict, Invalid
from cop.base.jobs import enqueue, job
from cop.files import queries, storage
from cop.files.inspecting import Sound, inspect, size_problem
from cop.files.models import File, Upload
from cop.files.names import safe_name
from cop.files.service.files import PATIENCE, Stored, keep_stored, require_room
from cop.people.models import Person

#: The largest part that is taken at once.
LARGEST_PART = 1024 * 1024


def begin_upload(person: Person, *, name: str, size: int, digest: str) -> Upload:
    """Begin to send a file, or go on with it: what arrived before is still there.

    `digest` is the SHA-256 of all its bytes, in hexadecimal.
    """
    if problem := size_problem(size) or _digest_problem(digest) or (
            "" if size > 0 else _("This file is empty.")):
        raise Invalid({"file": problem})
    upload = queries.find_upload(person, digest)
    if upload is None:
        require_room(person, size)
        return add(Upload(person_id=person.id, name=safe_name(name), digest=digest, size=size))
    if upload.file_id and not queries.list_own(person, [upload.file_id]):
        upload.file_id, upload.offset = None, 0  # that one is attached: this is another
    upload.name, upload.created_at = safe_name(name), now()
    return upload


def store_part(upload: Upload, offset: int, content: bytes) -> None:
    """Store the part that begins at this offset, before the transaction that counts it. Conflict
    where another one is wanted."""
    _require_next(upload, offset, len(content))
    storage.store_part(upload.id, offset, content)


def take_part(upload: Upload, offset: int, size: int) -> None:
    """Count the part that was stored. Of two at the same place the first one counts."""
    _require_next(upload, offset, size)
    upload.offset += size


def look_at_upload(upload: Upload) -> Sound:
    """Put the parts together and look at the whole; no transaction waits for it.

    Invalid where something is missing, was changed on the way, or cannot be kept.
    """
    try:
        content = storage.read_parts(upload.id, upload.offset)
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != upload.digest:
        raise Invalid({"file": _("The file did not arrive as it was sent. Please try again.")})
    return inspect(upload.name, content)


def finish_upload(person: Person, upload: Upload, stored: Stored) -> File:
    """Keep what arrived. Asked again, it answers with the same file."""
    if upload.file_id is None:
        upload.file = keep_stored(person, stored)
        enqueue("files.forget_parts", upload_id=upload.id)
    return upload.file


def drop_upload(upload: Upload) -> None:
    enqueue("files.forget_parts", upload_id=upload.id)
    db.session.delete(upload)


@job("files.forget_parts", outside=True)
def forget_parts(upload_id: int) -> None:
    """Of what has become a file, or was dropped, unless its number is arriving anew."""
    if not queries.is_arriving(upload_id):
        storage.remove_parts(upload_id)


def purge_uploads() -> None:
    """Forget what was begun and not finished within a day."""
    for upload in queries.list_old_uploads(now() - PATIENCE):
        drop_upload(upload)


def _require_next(upload: Upload, offset: int, size: int) -> None:
    if offset != upload.offset or upload.file_id:
        raise Conflict(_("This part was not the one that is wanted next."))
    if not 0 < size <= min(LARGEST_PART, upload.size - offset):
        raise Invalid({"file": _("A part of the file has not the right size.")})


def _digest_problem(digest: str) -> str:
    if len(digest) == 64 and set(digest) <= set("0123456789abcdef"):
        return ""
    return _("The SHA-256 of the file is missing.")
