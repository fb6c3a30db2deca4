"""Tables of files. The bytes lie in storage under the digest of their content."""
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import Model
from cop.files.kinds import BY_MEDIA_TYPE
from cop.files.pictures import MEDIUM, SMALL

#: Where the words of a document stand.
WAITING, DONE, REFUSED = "waiting", "done", "refused"


class File(Model):
    """One stored file. Same content, same digest: the bytes are kept once.

    A picture has its measures, and the digests of two smaller ones.
    """

    __tablename__ = "files"
    uploader_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    width: Mapped[int | None]
    height: Mapped[int | None]
    medium: Mapped[str | None] = mapped_column(index=True)
    small: Mapped[str | None] = mapped_column(index=True)

    words: Mapped["FileText | None"] = relationship(viewonly=True, uselist=False)

    @property
    def is_picture(self) -> bool:
        return self.medium is not None

    @property
    def label(self) -> str:
        """What people call its kind: PDF."""
        kind = BY_MEDIA_TYPE.get(self.media_type)
        return kind.label if kind else "TXT"

    @property
    def digests(self) -> list[str]:
        """Of all the bytes that are stored for it."""
        return [digest for digest in (self.digest, self.medium, self.small) if digest]

    def measures(self, size: str) -> tuple[int, int]:
        """(width, height) of the picture in a size."""
        width, height = self.width or 1, self.height or 1
        widest = {"medium": MEDIUM, "small": SMALL}.get(size, width)
        shrunk = min(1, widest / width, widest * 3 / height)
        return (width, height) if size == "full" else (
            max(round(width * shrunk), 1), max(round(height * shrunk), 1))


class Upload(Model):
    """A file that is arriving in parts, or has: then `file_id` says which it became.

    The same person sending the same bytes goes on where they stopped.
    """

    __tablename__ = "uploads"
    __table_args__ = (UniqueConstraint("person_id", "digest"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str]
    digest: Mapped[str]
    size: Mapped[int]
    offset: Mapped[int] = mapped_column(default=0)
    file_id: Mapped[int | None] = mapped_column(
        ForeignKey("files.id", ondelete="CASCADE"), index=True)

    file: Mapped[File | None] = relationship()

    @property
    def is_whole(self) -> bool:
        return self.offset == self.size


class FileText(Model):
    """The words of a document: waiting to be read, done, or refused and why."""

    __tablename__ = "file_texts"
    file_id: Mapped[int] = mapped_column(
        ForeignKey("files.id", ondelete="CASCADE"), unique=True)
    state: Mapped[str] = mapped_column(default=WAITING)
    text: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
