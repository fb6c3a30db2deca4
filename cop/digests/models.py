"""Tables of digests, and of who was asked to answer. What goes into one is gathered in `queries/`.

A digest is a draft until it is frozen: then it is an issue with a number, and says what it said
that day. What was moved, left out, added and noted by hand is its arrangement (`arrangement.py`).
"""
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from cop.base.db import ByteOrdered, Model, db
from cop.discussions.models.topics import Topic
from cop.files.models import File
from cop.people.models import Person
from cop.spaces.models import Space
from cop.vocabulary.zones import zone_of

AUDIENCES = ("members", "public", "space", "managers")


class DigestRegion(db.Model):
    """A region a digest is about: a NUTS code or a country, with all that lies within."""

    __tablename__ = "digest_regions"
    digest_id: Mapped[int] = mapped_column(ForeignKey("digests.id"), primary_key=True)
    code: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)


class Digest(Model):
    """One digest: where, when, in which language, for whom. Both days belong to the period.

    Without regions it is about the whole system. `text_languages` and `themes` narrow what goes
    in; empty: all. `month_of` names the region and month of a draft that the clock made, so that
    it makes one only. `series` is what issues are counted in. `answer` is what was said when it
    came back to the editors. `planned_at`: when it is to be sent, by right of `planned_by`.
    """

    __tablename__ = "digests"
    __table_args__ = (
        UniqueConstraint("series", "number"),
        Index("ix_digests_frozen_at_id", "frozen_at", "id"),
    )
    first_day: Mapped[date]
    last_day: Mapped[date]
    language: Mapped[str]
    audience: Mapped[str] = mapped_column(default="members")
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"), index=True)
    text_languages: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    themes: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    most: Mapped[int] = mapped_column(default=40, server_default="40")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    month_of: Mapped[str | None] = mapped_column(unique=True)
    foreword: Mapped[str] = mapped_column(default="", server_default="")
    arrangement: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"), index=True)
    changed_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    answer: Mapped[str] = mapped_column(default="", server_default="")
    frozen_at: Mapped[datetime | None]
    series: Mapped[str | None]
    number: Mapped[int | None]
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    planned_at: Mapped[datetime | None] = mapped_column(index=True)
    planned_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    sent_at: Mapped[datetime | None]

    made_by: Mapped[Person | None] = relationship(foreign_keys=made_by_id)
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=submitted_by_id)
    approved_by: Mapped[Person | None] = relationship(foreign_keys=approved_by_id)
    planned_by: Mapped[Person | None] = relationship(foreign_keys=planned_by_id)
    space: Mapped[Space | None] = relationship()
    logo: Mapped[File | None] = relationship()
    region_rows: Mapped[list[DigestRegion]] = relationship(
        cascade="all, delete-orphan", order_by=DigestRegion.code, lazy="selectin")
    regions: AssociationProxy[list[str]] = association_proxy(
        "region_rows", "code", creator=lambda code: DigestRegion(code=code))

    @property
    def zone(self) -> tzinfo:
        """By whose clocks its days begin: those of its first region."""
        return zone_of(self.regions[0] if self.regions else "")

    @property
    def frozen_there(self) -> datetime | None:
        """When it became an issue, by those clocks."""
        return self.frozen_at.astimezone(self.zone) if self.frozen_at else None

    @property
    def is_issue(self) -> bool:
        return self.frozen_at is not None

    @property
    def state(self) -> str:
        if self.frozen_at:
            return "sent" if self.sent_at else "planned" if self.planned_at else "frozen"
        if self.approved_at:
            return "approved"
        return "submitted" if self.submitted_at else "draft"


class ExpertAsk(Model):
    """Somebody was asked to answer a question, once. They may decline without saying why."""

    __tablename__ = "expert_asks"
    __table_args__ = (UniqueConstraint("topic_id", "person_id"),)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    declined_at: Mapped[datetime | None]

    topic: Mapped[Topic] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)


#: Whether who reads was asked to answer it and has not declined, where a query asks for it.
Topic.my_ask = query_expression()
