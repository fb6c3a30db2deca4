"""Everything that reads files. The bytes themselves are in `storage/`."""
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, not_, or_, select

from cop.base.db import db, one
from cop.files.models import File, FileText, Upload
from cop.files.policy import attached_files, own_files, visible_files
from cop.people.models import Person, Reader


def get_file(reader: Reader, file_id: int) -> File:
    return one(select(File).where(File.id == file_id, visible_files(reader)))


def list_files(reader: Reader, ids: Collection[int]) -> list[File]:
    """Those of these files that the reader may see."""
    query = select(File).where(File.id.in_(ids), visible_files(reader))
    return list(db.session.scalars(query)) if ids else []


def list_own(person: Reader, ids: Collection[int], *, to_write: bool = False) -> list[File]:
    """Those of these files that somebody uploaded and has not attached yet; to write, nobody
    else attaches or purges them until the transaction ends."""
    if person.id is None or not ids:
        return []
    query = select(File).where(File.id.in_(ids), own_files(person))
    return list(db.session.scalars(query.with_for_update() if to_write else query))


def list_orphans(before: datetime) -> Sequence[File]:
    """Files that somebody uploaded before that moment and that nothing holds."""
    return db.session.scalars(select(File).where(
        File.created_at < before, File.uploader_id.is_not(None), not_(attached_files()))).all()


def list_loose(uploader: Person) -> Sequence[File]:
    """What somebody uploaded and nothing holds."""
    return db.session.scalars(select(File).where(
        File.uploader_id == uploader.id, not_(attached_files()))).all()


def list_digests() -> set[str]:
    """The digests of all the bytes that files have."""
    rows = db.session.execute(select(File.digest, File.medium, File.small))
    return {digest for row in rows for digest in row if digest}


def find_newest_digest() -> str | None:
    return db.session.scalar(select(File.digest).order_by(File.id.desc()).limit(1))


def is_known(digest: str) -> bool:
    """Has any file these bytes?"""
    query = select(File.id).where(or_(
        File.digest == digest, File.medium == digest, File.small == digest))
    return db.session.scalar(query.limit(1)) is not None


def get_upload(person: Person, upload_id: int, *, to_write: bool = False) -> Upload:
    """Something this person is sending; to write, it stays theirs until the transaction ends."""
    query = select(Upload).where(Upload.id == upload_id, Upload.person_id == person.id)
    return one(query.with_for_update() if to_write else query)


def find_upload(person: Person, digest: str) -> Upload | None:
    return db.session.scalar(
        select(Upload).where(Upload.person_id == person.id, Upload.digest == digest))


def is_arriving(upload_id: int) -> bool:
    """For jobs: does more of it come?"""
    query = select(Upload.id).where(Upload.id == upload_id, Upload.file_id.is_(None))
    return db.session.scalar(query) is not None


def count_bytes(person: Person, since: datetime) -> int:
    """How many bytes somebody has sent since then, or begun to."""
    files = select(func.coalesce(func.sum(File.size), 0)).where(
        File.uploader_id == person.id, File.created_at >= since)
    uploads = select(func.coalesce(func.sum(Upload.size), 0)).where(
        Upload.person_id == person.id, Upload.created_at >= since, Upload.file_id.is_(None))
    return (db.session.scalar(files) or 0) + (db.session.scalar(uploads) or 0)


def list_old_uploads(before: datetime) -> Sequence[Upload]:
    return db.session.scalars(select(Upload).where(Upload.created_at < before)).all()


def find_file(file_id: int) -> File | None:
    """For jobs: whoever may read it."""
    return db.session.get(File, file_id)


def find_text(file_id: int) -> FileText | None:
    """The words of a document, however far they are."""
    return db.session.scalar(select(FileText).where(FileText.file_id == file_id))
