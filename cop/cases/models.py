"""Tables of cases: the record, its revisions, its decisions. Rules stand in `policy.py`.

What a case says is in its revisions: a mapping from field name to value, valid under the version
of the template it was written with (`template.py`). Columns beside it repeat what lists filter by.
"""
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.clock import now
from cop.base.db import ByteOrdered, Model, db
from cop.base.text import slug
from cop.people.models import Organisation, Person

STATUSES = ("draft", "submitted", "in_review", "changes_requested", "published", "archived",
            "withdrawn")


class CaseRegion(db.Model):
    """A region a case is from or about: a NUTS code or a country."""

    __tablename__ = "case_regions"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    code: Mapped[str] = mapped_column(ByteOrdered, primary_key=True, index=True)


class CaseTheme(db.Model):
    """A theme of a case: a concept of the thesaurus."""

    __tablename__ = "case_themes"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True, index=True)


class CaseRevision(Model):
    """What a case said at one moment. Written by an author or a curator, never changed."""

    __tablename__ = "case_revisions"
    __table_args__ = (UniqueConstraint("case_id", "number"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    template_version: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    regions: Mapped[list[str]] = mapped_column(JSON, default=list)
    themes: Mapped[list[str]] = mapped_column(JSON, default=list)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(default="")
    written_by: Mapped[Person] = relationship()


class Case(Model):
    """A practice somebody wrote down.

    `current` is the newest revision, which its author and curators see; `published` is the one
    that readers see, and stays while a newer one is being reviewed.
    """

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_status_published_at", "status", "published_at", "id"),)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    status: Mapped[str] = mapped_column(default="draft")
    current_id: Mapped[int | None] = mapped_column(
        ForeignKey("case_revisions.id", use_alter=True, name="fk_cases_current_id"))
    published_id: Mapped[int | None] = mapped_column(
        ForeignKey("case_revisions.id", use_alter=True, name="fk_cases_published_id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now)
    external_id: Mapped[str | None] = mapped_column(unique=True)

    title: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    country: Mapped[str] = mapped_column(default="")
    evidence_level: Mapped[str] = mapped_column(default="")
    outcome_type: Mapped[str] = mapped_column(default="")
    members_only: Mapped[bool] = mapped_column(default=False)

    author: Mapped[Person] = relationship(foreign_keys=author_id)
    reviewer: Mapped[Person | None] = relationship(foreign_keys=reviewer_id)
    organisation: Mapped[Organisation | None] = relationship()
    current: Mapped[CaseRevision | None] = relationship(
        foreign_keys=current_id, post_update=True)
    published: Mapped[CaseRevision | None] = relationship(
        foreign_keys=published_id, post_update=True)
    region_rows: Mapped[list[CaseRegion]] = relationship(cascade="all, delete-orphan")
    theme_rows: Mapped[list[CaseTheme]] = relationship(cascade="all, delete-orphan")
    regions: AssociationProxy[list[str]] = association_proxy(
        "region_rows", "code", creator=lambda code: CaseRegion(code=code))
    themes: AssociationProxy[list[str]] = association_proxy(
        "theme_rows", "code", creator=lambda code: CaseTheme(code=code))

    @property
    def slug(self) -> str:
        return slug(self.title)


class CaseDecision(Model):
    """One step of a case, with the reason its author reads."""

    __tablename__ = "case_decisions"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("case_revisions.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    from_status: Mapped[str]
    to_status: Mapped[str]
    reason: Mapped[str]
    decided_by: Mapped[Person] = relationship()
