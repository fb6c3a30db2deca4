"""Tables of rights: consents and their history, copies of one's data, what people ask for.

How fast they are answered is said in `service/`, who answers in `policy.py`.
"""
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.clock import now
from cop.base.db import Model
from cop.people.models import Person

#: What can be consented to; the version is that of the terms.
CONSENTS = ("terms", "public_profile", "named_in_digests", "digest_by_mail")
#: What can be asked for. An erasure is done by a job, the rest is answered by a person.
KINDS = ("erasure", "rectification", "objection", "restriction", "other")


class Consent(Model):
    """Somebody gave a consent, or took it back: one line each time, never changed."""

    __tablename__ = "consents"
    __table_args__ = (Index(None, "person_id", "kind"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    version: Mapped[str] = mapped_column(default="")
    is_given: Mapped[bool]


class InactivityWarning(Model):
    """Somebody was told that their account will be deleted if they do not come back."""

    __tablename__ = "inactivity_warnings"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)


class DataExport(Model):
    """A copy of all there is of somebody, for them alone. `name` is that of the stored file;
    `failed` says that it could not be made."""

    __tablename__ = "data_exports"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int] = mapped_column(default=0)
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def is_open(self) -> bool:
        return self.ready_at is not None and self.expires_at > now()


class DataRequest(Model):
    """Something somebody asks about their data, and what became of it.

    An erasure is agreed to (`agreed_at`), waits until `run_at`, and is done. What they wrote into
    a request is forgotten with them.
    """

    __tablename__ = "data_requests"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    keep_works: Mapped[bool] = mapped_column(default=True)
    keep_organisation: Mapped[bool] = mapped_column(default=False)
    post_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    due_on: Mapped[date] = mapped_column(index=True)
    is_extended: Mapped[bool] = mapped_column(default=False)
    reminded_on: Mapped[date | None]
    agreed_at: Mapped[datetime | None]
    run_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    cancelled_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    person: Mapped[Person] = relationship(foreign_keys=person_id)

    @property
    def number(self) -> str:
        """What both sides call it: D-12."""
        return f"D-{self.id}"

    @property
    def state(self) -> str:
        """asked, agreed, done, cancelled or refused."""
        ends = {"cancelled": self.cancelled_at, "refused": self.refused_at, "done": self.done_at,
                "agreed": self.agreed_at}
        return next((state for state, moment in ends.items() if moment), "asked")

    @property
    def is_open(self) -> bool:
        return self.state in ("asked", "agreed")

    @property
    def is_late(self) -> bool:
        return self.state == "asked" and self.due_on < now().date()
