"""Tables of signing in: where somebody is and was signed in, their passkeys, and which
second steps were taken away.

Persons with their passwords and codes stand in `models.py`.
"""
from datetime import datetime
from typing import Any

from flask_security import WebAuthnMixin
from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint, exists, false
from sqlalchemy.orm import Mapped, backref, column_property, mapped_column, relationship

from cop.base.clock import now
from cop.base.db import UNSEEN, Model
from cop.people.models import Person


class SignIn(Model):
    """One sign-in on one device: its token is in that device's cookie, only the digest is here.

    While `ended_at` is empty and it was used lately, it opens the account. Then it is the log of
    sign-ins, for its owner. `network` is coarse, and emptied after a while.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (Index(None, "person_id", "last_seen_at"), UNSEEN)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    digest: Mapped[str] = mapped_column(unique=True)
    way: Mapped[str] = mapped_column(default="password")
    is_remembered: Mapped[bool] = mapped_column(default=False)
    browser: Mapped[str] = mapped_column(default="")
    system: Mapped[str] = mapped_column(default="")
    network: Mapped[str] = mapped_column(default="")
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    #: Whether a provider asked for more than a password, and the token to sign out there with.
    is_strong: Mapped[bool] = mapped_column(default=False, server_default=false())
    provider_token: Mapped[str] = mapped_column(default="", server_default="")
    person: Mapped[Person] = relationship()


class EitherStep(str):
    """Flask-Security keeps passkeys of the first step apart from those of the second. Ours ask who
    holds them, so that each is good for both."""

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return other in ("first", "secondary")


class Passkey(WebAuthnMixin, Model):
    """A key that a device keeps; here is only what its signatures are checked with."""

    __tablename__ = "passkeys"
    __table_args__ = (UniqueConstraint("user_id", "name"), UNSEEN)
    usage = EitherStep("first")
    user_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    transports: Mapped[list[str] | None] = mapped_column(JSON)
    extensions: Mapped[str | None]
    backup_state: Mapped[bool]
    device_type: Mapped[str]
    lastuse_datetime: Mapped[datetime]
    person: Mapped[Person] = relationship(
        backref=backref("webauthn", cascade="all, delete-orphan", order_by="Passkey.id"))

    def __init__(self, *, usage: str = "", **columns: Any) -> None:
        super().__init__(**columns)


class Identity(Model):
    """Who somebody is at a provider of sign-ins. `name` is what its owner knows it by."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UNSEEN)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    last_used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(
        backref=backref("identities", cascade="all, delete-orphan", order_by="Identity.id"))


class SecondStepRemoval(Model):
    """An administrator took away what somebody had lost: `reason` says how they knew who was
    asking. `by_id` is empty when the command line did it."""

    __tablename__ = "second_step_removals"
    __table_args__ = UNSEEN
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    reason: Mapped[str]
    by: Mapped[Person | None] = relationship(foreign_keys=by_id)


#: Asked with who is signed in, for others when it is asked for.
Person.has_passkey = column_property(
    exists().where(Passkey.user_id == Person.id).correlate_except(Passkey), deferred=True)
