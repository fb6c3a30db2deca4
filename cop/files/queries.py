"""Everything that reads files. The bytes themselves are in `storage.py`."""
from sqlalchemy import select

from cop.base.db import db, one
from cop.files.models import File
from cop.files.policy import visible_files
from cop.people.models import Reader


def get_file(reader: Reader, file_id: int) -> File:
    return one(select(File).where(File.id == file_id, visible_files(reader)))


def list_digests() -> set[str]:
    """The digests of all files there are."""
    return set(db.session.scalars(select(File.digest)))
