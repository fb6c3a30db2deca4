"""Tables of people: persons, their organisation, territory and roles. No rules."""
from datetime import date, datetime
from typing import Any

from flask_login import AnonymousUserMixin
from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, and_, false, func, select
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import (
    Mapped,
    column_property,
    mapped_column,
    query_expression,
    relationship,
    validates,
)

from cop.base.clock import now
from cop.base.db import UNSEEN, ByteOrdered, Model, db
from cop.base.text import fold, initials

ROLES = ("owner", "moderator", "curator", "regional_manager", "data_officer", "administrator")
SCOPES = ("everywhere", "space", "region", "theme")
#: From the mildest to the hardest: a note is between moderators, a warning is words.
SANCTIONS = ("note", "warn", "hold", "silence", "suspend")
#: Those that forbid something as long as they last.
LASTING = ("hold", "silence", "suspend")


class Organisation(Model):
    """A body people work for. Two spellings that fold to the same are one. Those who work there
    describe it (`organisation.py`). What is merged into another is only one more name of that."""

    __tablename__ = "organisations"
    name: Mapped[str]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    folded_name: Mapped[str] = mapped_column(unique=True)
    country: Mapped[str] = mapped_column(default="", server_default="")
    region: Mapped[str] = mapped_column(default="", server_default="")
    body_type: Mapped[str] = mapped_column(default="", server_default="")
    reach: Mapped[str] = mapped_column(default="", server_default="")
    staff: Mapped[str] = mapped_column(default="", server_default="")
    budget: Mapped[str] = mapped_column(default="", server_default="")
    target_groups: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    themes: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    merged_into: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id")

    @staticmethod
    def key(name: str) -> str:
        return " ".join(fold(name).split())


class PersonRegion(db.Model):
    """Part of somebody's territory: a NUTS code of any level, or a country."""

    __tablename__ = "person_regions"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True, index=True)


class PersonTheme(db.Model):
    """What somebody knows about: a concept of the thesaurus."""

    __tablename__ = "person_themes"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True, index=True)


class Grant(Model):
    """A role, and where it holds. `scope_code` is a space id, a region or a theme."""

    __tablename__ = "grants"
    __table_args__ = (UniqueConstraint("person_id", "role", "scope_kind", "scope_code"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str]
    scope_kind: Mapped[str] = mapped_column(default="everywhere")
    scope_code: Mapped[str] = mapped_column(default="")
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: Empty: by hand. «groups»: by a group at the provider of sign-ins, which takes it away again.
    source: Mapped[str] = mapped_column(default="", server_default="")


class Person(UserMixin, Model):
    """Somebody with an account."""

    __tablename__ = "people"
    is_signed_in = True

    email: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    confirmed_at: Mapped[datetime | None]
    terms_version: Mapped[str] = mapped_column(default="")
    terms_accepted_at: Mapped[datetime | None]
    external_id: Mapped[str | None] = mapped_column(unique=True)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    totp_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(JSON)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(unique=True)
    tf_phone_number = None  # Flask-Security asks; we send no codes by telephone

    name: Mapped[str]
    folded_name: Mapped[str] = mapped_column(ByteOrdered, default="", index=True)
    about: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id"), index=True)
    #: What shows that they work there: «domain» of the address, «hand», or just their word.
    organisation_proof: Mapped[str] = mapped_column(default="", server_default="")
    is_organisation_contact: Mapped[bool] = mapped_column(default=False, server_default=false())
    city: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default="")
    affiliation: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    interface_language: Mapped[str] = mapped_column(default="")
    profile_is_public: Mapped[bool] = mapped_column(default=False)
    named_in_digests: Mapped[bool] = mapped_column(default=False, server_default=false())
    discussion_view: Mapped[str] = mapped_column(default="tree")
    time_zone: Mapped[str] = mapped_column(default="")
    #: How they want the pages (`web/look.py`), and which hints they have put away (`web/hints.py`).
    look: Mapped[str] = mapped_column(default="", server_default="")
    hints_away: Mapped[str] = mapped_column(default="", server_default="")
    letters_without_content: Mapped[bool] = mapped_column(default=False, server_default=false())
    letters_stopped_at: Mapped[datetime | None]
    #: The version of the content when this person was read, for who is signed in.
    content_version: Mapped[int | None] = query_expression()

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    grants: Mapped[list[Grant]] = relationship(
        foreign_keys=Grant.person_id, lazy="select", cascade="all, delete-orphan")
    region_rows: Mapped[list[PersonRegion]] = relationship(
        order_by=PersonRegion.code, cascade="all, delete-orphan")
    theme_rows: Mapped[list[PersonTheme]] = relationship(
        order_by=PersonTheme.code, cascade="all, delete-orphan")
    regions: AssociationProxy[list[str]] = association_proxy(
        "region_rows", "code", creator=lambda code: PersonRegion(code=code))
    themes: AssociationProxy[list[str]] = association_proxy(
        "theme_rows", "code", creator=lambda code: PersonTheme(code=code))

    @validates("name")
    def _fold_name(self, _key: str, name: str) -> str:
        """The directory sorts and searches by the name as one would type it."""
        self.folded_name = fold(name)
        return name

    @validates("organisation")
    def _begin_anew(self, _key: str, organisation: Organisation | None) -> Organisation | None:
        """What was shown of one organisation is not shown of another."""
        if organisation is not self.organisation:
            self.organisation_proof, self.is_organisation_contact = "", False
        return organisation

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def is_active(self) -> bool:
        """May they sign in? Not while they are suspended."""
        return self.active and not self.suspension

    @property
    def suspension(self) -> "Sanction | None":
        return next((each for each in self.sanctions
                     if each.kind == "suspend" and each.is_running), None)

    @property
    def has_second_factor(self) -> bool:
        """An app with codes, or a passkey (`security/tables.py` says whether there is one)."""
        return bool(self.tf_primary_method or self.has_passkey)

    @property
    def roles(self) -> list[Any]:
        """Flask-Security asks for its own kind of roles; ours are `grants`."""
        return []


#: Where somebody works first of all: read with who is signed in, for others when it is asked for.
Person.first_region = column_property(
    select(func.min(PersonRegion.code)).where(PersonRegion.person_id == Person.id)
    .correlate_except(PersonRegion).scalar_subquery(), deferred=True)


class Sanction(Model):
    """What somebody may not do for a while: one of `SANCTIONS`, in a space or, without one, on the
    whole site. It ends by itself. Who gives them, and why, is decided in `moderation/`."""

    __tablename__ = "sanctions"
    __table_args__ = UNSEEN
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    reason: Mapped[str]
    days: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[datetime | None]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    given_by: Mapped[Person | None] = relationship(foreign_keys=given_by_id)

    @property
    def is_running(self) -> bool:
        return (self.kind in LASTING and self.lifted_at is None
                and (self.ends_at is None or self.ends_at > now()))

    def holds_in(self, space_id: int | None) -> bool:
        """Does it hold in this space or, without one, on the whole site?"""
        return self.is_running and self.space_id in (None, space_id)


#: What may still forbid something: read with whoever is signed in, so that rules look it up.
Person.sanctions = relationship(
    Sanction, viewonly=True, primaryjoin=and_(
        Sanction.person_id == Person.id, Sanction.lifted_at.is_(None),
        Sanction.kind.in_(LASTING)))


class ApiKey(Model):
    """A personal key for the API. Only its digest is kept."""

    __tablename__ = "api_keys"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    hourly_limit: Mapped[int] = mapped_column(default=1000)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


class SecretAddress(Model):
    """An address that shows without sign-in what its owner may see: whoever has it, reads.

    `purpose` is what answers there (a feed, a calendar), `kind` and `target` say of what. Only
    the digest of its secret is kept.
    """

    __tablename__ = "secret_addresses"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[str]
    kind: Mapped[str]
    target: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(unique=True)
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


class ApiCall(Model):
    """One use of a key: the log its owner sees, and what the limit counts."""

    __tablename__ = "api_calls"
    __table_args__ = (Index(None, "key_id", "created_at"), UNSEEN)
    key_id: Mapped[int] = mapped_column(ForeignKey("api_keys.id"))
    method: Mapped[str]
    path: Mapped[str]
    status: Mapped[int]


class Visitor(AnonymousUserMixin):
    """Somebody who is not signed in."""

    id = None
    name = ""
    is_signed_in = False
    grants: tuple[Grant, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    interface_language = look = hints_away = ""
    discussion_view = "tree"
    time_zone = country = ""
    letters_stopped_at = None


class AnyMember(Visitor):
    """Stands for every member, whatever spaces they belong to: sees what all members see."""

    is_signed_in = True


class NoRole(RoleMixin):
    """Flask-Security wants a class of roles; there are none of its kind."""

    name = ""


#: Whoever reads. Rules about seeing take a person, or the class Person to ask for all at once.
Reader = Person | Visitor | type[Person]
