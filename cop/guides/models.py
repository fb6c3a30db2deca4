"""Tables of guides. Who may read and edit them is said in `policy.py`."""
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import Model
from cop.cases.models.cases import Case
from cop.people.models import Person

#: A chapter is a heading, a note a text between cases.
KINDS = ("chapter", "note", "case")


class Guide(Model):
    """A guide as its editors are making it. Readers see its newest edition.

    `save_count` tells a form that somebody saved after it was opened.
    """

    __tablename__ = "guides"
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    subtitle: Mapped[str] = mapped_column(default="")
    foreword: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    editor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    edition_id: Mapped[int | None] = mapped_column(
        ForeignKey("guide_editions.id", use_alter=True, name="fk_guides_edition_id"))
    changed_at: Mapped[datetime]
    save_count: Mapped[int] = mapped_column(default=0)
    editor: Mapped[Person] = relationship()
    edition: Mapped["GuideEdition | None"] = relationship(
        foreign_keys=edition_id, post_update=True)
    items: Mapped[list["GuideItem"]] = relationship(
        order_by="GuideItem.position", cascade="all, delete-orphan")

    @property
    def has_news(self) -> bool:
        """Was it changed since its newest edition?"""
        return self.edition is None or self.changed_at > self.edition.created_at


class GuideItem(Model):
    """A place in a guide: a chapter, a note or a case."""

    __tablename__ = "guide_items"
    guide_id: Mapped[int] = mapped_column(ForeignKey("guides.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    case: Mapped[Case | None] = relationship()


class GuideEdition(Model):
    """A guide as it was published. It never changes.

    `content` holds title, subtitle, foreword, language and the items in order: kind, and text or
    case_id with the revision_id that was published then.
    """

    __tablename__ = "guide_editions"
    __table_args__ = (UniqueConstraint("guide_id", "number"),)
    guide_id: Mapped[int] = mapped_column(ForeignKey("guides.id"))
    number: Mapped[int]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_by: Mapped[Person] = relationship()
