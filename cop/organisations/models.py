"""Tables of what shows that somebody works for an organisation. The organisations themselves, and
what was shown of a person, stand in `people/models.py`."""
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import UNSEEN, ByteOrdered, Model
from cop.people.models import Organisation, Person


class OrganisationDomain(Model):
    """A mail domain of an organisation, written small; what belongs to it is included."""

    __tablename__ = "organisation_domains"
    __table_args__ = UNSEEN
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    domain: Mapped[str] = mapped_column(ByteOrdered, unique=True)
    organisation: Mapped[Organisation] = relationship()


class ConfirmationRequest(Model):
    """Somebody asks their organisation to confirm them by hand; `words` say how it knows them."""

    __tablename__ = "confirmation_requests"
    __table_args__ = UNSEEN
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    words: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    organisation: Mapped[Organisation] = relationship()
