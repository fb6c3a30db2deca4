"""Cases and their revisions. What is decided about them is in `decisions.py`.

What a case says is in its revisions: a mapping from field name to value, valid under the version
of the template it was written with (`template.py`). Columns beside it repeat what lists filter by.
"""
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, backref, foreign, mapped_column, relationship

from cop.base.clock import now
from cop.base.db import ByteOrdered, Model, db
from cop.base.text import excerpt, plain, slug
from cop.cases.facets import codes_of
from cop.cases.models.attachments import CaseFile
from cop.discussions.models.topics import Topic
from cop.people.models import Organisation, Person

STATUSES = ("draft", "submitted", "in_review", "changes_requested", "published", "archived",
            "withdrawn")
#: The licence of a case that only members read.
MEMBERS_ONLY = "members-only"


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


class CaseCode(db.Model):
    """What a case is found by in the library: a code of a facet (`facets.py`), or one broader."""

    __tablename__ = "case_codes"
    __table_args__ = (Index("ix_case_codes_facet_code", "facet", "code", "case_id"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    facet: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)


class CaseWriter(db.Model):
    """Somebody wrote words of a case, of whichever of its versions: they judge none of them."""

    __tablename__ = "case_writers"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class CaseRevision(Model):
    """What a case says, or said. Its author writes on it until it is submitted; from then on it
    never changes, and the next word begins a new one.

    `html` holds the prose fields as shown, made when they are written. `note` says what is new,
    to the reviewers and in the history.
    """

    __tablename__ = "case_revisions"
    __table_args__ = (UniqueConstraint("case_id", "number"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    template_version: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    regions: Mapped[list[str]] = mapped_column(JSON, default=list)
    themes: Mapped[list[str]] = mapped_column(JSON, default=list)
    html: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    written_by: Mapped[Person] = relationship()
    files: Mapped[list[CaseFile]] = relationship(
        cascade="all, delete-orphan", order_by=CaseFile.place)

    @property
    def values(self) -> dict[str, Any]:
        """Everything it says, under the names of the template."""
        return {**self.fields, "regions": self.regions, "themes": self.themes}


class Case(Model):
    """A practice somebody wrote down.

    `current` is the newest revision, the author's; `published` is the one that readers see. An
    author who changes a published case writes a new `current`; submitted, it takes the way
    through review again while readers go on seeing `published`, until a curator publishes it or
    takes the case down. `save_count` tells a form that somebody saved after it was opened.

    `owner` keeps it up to date in the author's place, `deputy` beside them; `confirm_by` is when
    they are asked whether it is still true.

    `published_at` is when readers first saw it, `updated_at` when what they see last changed
    (before that: when it was last saved). What was published and then withdrawn says when and
    why at its address: `withdrawn_at` and `withdrawal_reason`, until it is published again. The
    last columns repeat what lists filter by, from the published revision, or from the current one
    while there is none; but for `adoption_count`: in how many places elsewhere it is used, as far
    as that is shown.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_status_published_at", "status", "published_at", "id"),
        Index("ix_cases_due_at_id", "due_at", "id"),
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    status: Mapped[str] = mapped_column(default="draft")
    current_id: Mapped[int | None] = mapped_column(
        ForeignKey("case_revisions.id", use_alter=True, name="fk_cases_current_id"))
    published_id: Mapped[int | None] = mapped_column(
        ForeignKey("case_revisions.id", use_alter=True, name="fk_cases_published_id"))
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str] = mapped_column(default="", server_default="")
    confirm_by: Mapped[datetime | None] = mapped_column(index=True)
    asked_to_confirm_at: Mapped[datetime | None]
    save_count: Mapped[int] = mapped_column(default=0)
    external_id: Mapped[str] = mapped_column(unique=True, default=lambda: uuid.uuid4().hex)

    title: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    country: Mapped[str] = mapped_column(default="")
    evidence_level: Mapped[str] = mapped_column(default="")
    outcome_type: Mapped[str] = mapped_column(default="")
    members_only: Mapped[bool] = mapped_column(default=False)
    organisation_only: Mapped[bool] = mapped_column(default=False)
    is_inspiring: Mapped[bool] = mapped_column(default=False)
    adoption_count: Mapped[int] = mapped_column(default=0, server_default="0", index=True)

    author: Mapped[Person] = relationship(foreign_keys=author_id)
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    deputy: Mapped[Person | None] = relationship(foreign_keys=deputy_id)
    reviews: Mapped[list[Any]] = relationship("CaseReview", back_populates="case")
    adoptions: Mapped[list[Any]] = relationship("Adoption", back_populates="case")
    translations: Mapped[list[Any]] = relationship(
        "CaseTranslation", back_populates="case", order_by="CaseTranslation.language")
    sources: Mapped[list[Any]] = relationship("CaseSource", back_populates="case")
    quotations: Mapped[list[Any]] = relationship(
        "Quotation", back_populates="case", order_by="Quotation.id")
    topics: Mapped[list[Topic]] = relationship(
        primaryjoin=lambda: (Topic.subject_kind == "case") & (foreign(Topic.subject_id) == Case.id),
        backref=backref("case", viewonly=True, uselist=False), viewonly=True)
    organisation: Mapped[Organisation | None] = relationship()
    current: Mapped[CaseRevision | None] = relationship(
        foreign_keys=current_id, post_update=True)
    published: Mapped[CaseRevision | None] = relationship(
        foreign_keys=published_id, post_update=True)
    region_rows: Mapped[list[CaseRegion]] = relationship(cascade="all, delete-orphan")
    theme_rows: Mapped[list[CaseTheme]] = relationship(cascade="all, delete-orphan")
    code_rows: Mapped[list[CaseCode]] = relationship(cascade="all, delete-orphan")
    writer_rows: Mapped[list[CaseWriter]] = relationship(cascade="all, delete-orphan")
    regions: AssociationProxy[list[str]] = association_proxy(
        "region_rows", "code", creator=lambda code: CaseRegion(code=code))
    themes: AssociationProxy[list[str]] = association_proxy(
        "theme_rows", "code", creator=lambda code: CaseTheme(code=code))
    writer_ids: AssociationProxy[list[int]] = association_proxy(
        "writer_rows", "person_id", creator=lambda person_id: CaseWriter(person_id=person_id))

    @property
    def slug(self) -> str:
        return slug(self.title)

    @property
    def has_news(self) -> bool:
        """Is there a text that readers do not see yet, beside the one they see?"""
        return self.published_id is not None and self.current_id != self.published_id

    @property
    def is_overdue(self) -> bool:
        """Does somebody wait for an answer longer than promised? All of that day is in time."""
        return self.due_at is not None and self.due_at.date() < now().date()

    @property
    def keeper_ids(self) -> tuple[int, ...]:
        """Who keeps it up to date: its owner (its author until there is another) and a deputy."""
        return tuple(filter(None, (self.owner_id or self.author_id, self.deputy_id)))

    @property
    def awaits_confirmation(self) -> bool:
        """Has nobody said for too long that what readers see is still true?"""
        return self.status == "published" and self.confirm_by is not None and (
            self.confirm_by < now())

    @property
    def round(self) -> list[Any]:
        """The reviews of the current text, declined ones left out: those scored first, in the
        order of scoring, then those still waited for."""
        asked = [review for review in self.reviews
                 if review.revision_id == self.current_id and review.declined_at is None]
        return sorted(asked, key=lambda review: (review.is_open, review.scored_at or now(),
                                                 review.id))

    def show(self, revision: CaseRevision) -> None:
        """Repeat in the columns what this revision says, but for the level of evidence of a
        published case: that is its reviewers'."""
        says = revision.fields.get
        for name in ("title", "language", "country", "outcome_type"):
            setattr(self, name, says(name) or "")
        self.summary = plain(revision.html.get("summary", ""))
        self.summary = self.summary or excerpt(plain(revision.html.get("body", "")), 300)
        self.members_only = says("licence") == MEMBERS_ONLY
        self.organisation_only = bool(says("organisation_only"))
        if self.published_id is None:
            self.evidence_level = says("evidence_level") or ""
        self.regions, self.themes = list(revision.regions), list(revision.themes)
        self._repeat(set(codes_of(revision.values)))

    def _repeat(self, codes: set[tuple[str, str]]) -> None:
        kept = [row for row in self.code_rows if (row.facet, row.code) in codes]
        new = codes - {(row.facet, row.code) for row in kept}
        self.code_rows = kept + [CaseCode(facet=facet, code=code) for facet, code in sorted(new)]
