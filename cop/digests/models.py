"""Tables of digests. What goes into one is gathered in `queries/`."""
from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.db import ByteOrdered, Model, db
from cop.people.models import Person

AUDIENCES = ("members", "public")


class DigestRegion(db.Model):
    """A region a digest is about: a NUTS code or a country, with all that lies within."""

    __tablename__ = "digest_regions"
    digest_id: Mapped[int] = mapped_column(ForeignKey("digests.id"), primary_key=True)
    code: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)


class Digest(Model):
    """One digest: where, when, in which language, for whom. Both days belong to the period."""

    __tablename__ = "digests"
    first_day: Mapped[date]
    last_day: Mapped[date]
    language: Mapped[str]
    audience: Mapped[str] = mapped_column(default="members")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    made_by: Mapped[Person] = relationship()
    region_rows: Mapped[list[DigestRegion]] = relationship(
        cascade="all, delete-orphan", order_by=DigestRegion.code, lazy="selectin")
    regions: AssociationProxy[list[str]] = association_proxy(
        "region_rows", "code", creator=lambda code: DigestRegion(code=code))
