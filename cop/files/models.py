"""Tables of files. The bytes lie in storage under the digest of their content."""
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import Model


class File(Model):
    """One stored file. Same content, same digest: the bytes are kept once."""

    __tablename__ = "files"
    uploader_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
