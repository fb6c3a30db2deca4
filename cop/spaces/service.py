"""Everything that changes spaces: opening and changing them, joining, inviting, moderators."""
import re
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Conflict, Forbidden, Invalid
from cop.base.events import publish
from cop.base.text import clean
from cop.base.verdict import require
from cop.people.models import Person
from cop.people.service.roles import grant_role
from cop.spaces.events import PersonInvited, SpaceChanged
from cop.spaces.models import KINDS, VISIBILITIES, Invitation, Membership, Space
from cop.spaces.policy import may_edit_space, may_invite, may_join, may_leave, may_open_spaces
from cop.spaces.queries import find_invitation, find_membership, find_space
from cop.vocabulary.lists import LANGUAGES, REGIONS, THEMES

INVITATION_LASTS = timedelta(days=14)
LONGEST_NAME = 80
LONGEST_DESCRIPTION = 2000
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def open_space(actor: Person, *, slug: str, name: str, description: str = "",
               kind: str = "thematic", visibility: str = "public", language: str = "en",
               themes: Sequence[str] = (), regions: Sequence[str] = (),
               ends_on: date | None = None, hands_over_to: Space | None = None) -> Space:
    """A new room. Its slug is part of addresses and never changes."""
    require(may_open_spaces(actor))
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_NAME:
        raise Invalid({"slug": _("An address part has small letters, digits and hyphens.")})
    if find_space(slug):
        raise Invalid({"slug": _("There is a space with this address already.")})
    space = Space(slug=slug)
    _describe(space, name=name, description=description, kind=kind, visibility=visibility,
              language=language, themes=themes, regions=regions, ends_on=ends_on,
              hands_over_to=hands_over_to)
    add(space)
    record(actor.id, "space.opened", space)
    publish(SpaceChanged(space_id=space.id))
    return space


def change_space(actor: Person, space: Space, *, name: str, description: str, kind: str,
                 visibility: str, language: str, themes: Sequence[str] = (),
                 regions: Sequence[str] = (), ends_on: date | None = None,
                 hands_over_to: Space | None = None) -> None:
    """Describe a space anew; its address stays."""
    require(may_edit_space(actor, space))
    _describe(space, name=name, description=description, kind=kind, visibility=visibility,
              language=language, themes=themes, regions=regions, ends_on=ends_on,
              hands_over_to=hands_over_to)
    record(actor.id, "space.changed", space)
    publish(SpaceChanged(space_id=space.id))


def join_space(person: Person, space: Space) -> None:
    require(may_join(person, space))
    add_member(space, person)


def leave_space(person: Person, space: Space) -> None:
    require(may_leave(person, space))
    membership = find_membership(person, space)
    if membership:
        db.session.delete(membership)
        space.member_count = Space.member_count - 1
        db.session.flush()
        db.session.expire(person, ["memberships"])


def add_member(space: Space, person: Person) -> None:
    """Make somebody a member, whoever let them in; a member already stays one."""
    if find_membership(person, space):
        return
    add(Membership(space_id=space.id, person_id=person.id))
    space.member_count = Space.member_count + 1
    db.session.flush()
    db.session.expire(person, ["memberships"])


def appoint_moderator(actor: Person | None, space: Space, person: Person) -> None:
    """A moderator of a space belongs to it. `actor` None is the command line."""
    add_member(space, person)
    grant_role(actor, person, "moderator", "space", space.slug)


def invite(actor: Person, space: Space, email: str) -> tuple[Invitation, str]:
    """An invitation and its token, which is in the letter only; good for 14 days."""
    require(may_invite(actor, space))
    try:
        address = validate_email(email.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        raise Invalid({"email": _("“%(email)s” is not an e-mail address.", email=email)}) from None
    token = secrets.token_urlsafe(24)
    invitation = add(Invitation(
        space_id=space.id, email=address, digest=digest_of(token), invited_by_id=actor.id,
        expires_at=now() + INVITATION_LASTS))
    record(actor.id, "space.invited", space, invitation=invitation.id)
    publish(PersonInvited(invitation_id=invitation.id, space_id=space.id))
    return invitation, token


def accept_invitation(person: Person, token: str) -> Space:
    """Let the bearer of an invitation in, once."""
    invitation = find_invitation(digest_of(token))
    if invitation is None:
        raise Forbidden(_("This invitation is not valid. Ask for a new one."))
    if invitation.accepted_at:
        raise Conflict(_("This invitation was used already."))
    if invitation.expires_at < now():
        raise Forbidden(_("This invitation has expired. Ask for a new one."))
    invitation.accepted_at = now()
    add_member(invitation.space, person)
    return invitation.space


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _describe(space: Space, *, name: str, description: str, kind: str, visibility: str,
              language: str, themes: Sequence[str], regions: Sequence[str],
              ends_on: date | None, hands_over_to: Space | None) -> None:
    name, description = " ".join(clean(name).split()), clean(description).strip()
    wrong = {
        "name": _("A name has 2 to %(most)s characters.", most=LONGEST_NAME)
        if not 2 <= len(name) <= LONGEST_NAME else "",
        "description": _("A description has at most %(most)s characters.",
                         most=LONGEST_DESCRIPTION)
        if len(description) > LONGEST_DESCRIPTION else "",
        "kind": _("Please choose what kind of space it is.") if kind not in KINDS else "",
        "visibility": _("Please choose who may see it.") if visibility not in VISIBILITIES else "",
        "language": _("Please choose a language.") if language not in LANGUAGES else "",
        "themes": _unknown(themes, THEMES), "regions": _unknown(regions, REGIONS),
        "hands_over_to": _("A space cannot hand over to itself.")
        if hands_over_to is space else "",
    }
    if any(wrong.values()):
        raise Invalid({field: sentence for field, sentence in wrong.items() if sentence})
    space.name, space.description, space.kind = name, description, kind
    space.visibility, space.language = visibility, language
    space.themes, space.regions = list(themes), list(regions)
    space.ends_on, space.hands_over_to = ends_on, hands_over_to


def _unknown(codes: Sequence[str], known: object) -> str:
    missing = [code for code in codes if code not in known]  # type: ignore[operator]
    return _("Not in the list: %(codes)s.", codes=", ".join(missing)) if missing else ""
