"""Somebody wants to be forgotten: of their account nothing stays but the number that others'
threads and cases hang on."""
import uuid

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from cop.base.audit import record
from cop.base.db import db
from cop.base.events import publish
from cop.base.mail import Letter, MailName, forget_waiting_with
from cop.base.personal_data import erase_all
from cop.base.verdict import require
from cop.people.events import ProfileChanged
from cop.people.models import ApiCall, ApiKey, Person, SecretAddress
from cop.people.policy import may_be_closed
from cop.people.queries import count_administrators
from cop.people.security.tables import SecondStepRemoval, SignIn


def erase_person(actor: Person | None, person: Person, *, keep_works: bool) -> None:
    """Forget somebody everywhere. `keep_works`: what they wrote for others stays, without their
    name; else it goes, too. `actor` is None for the command line. It cannot be undone."""
    require(may_be_closed(person, administrators=count_administrators()))
    erase_all(person, keep_works=keep_works)
    record(actor.id if actor else None, "person.erased", person, works_kept=keep_works)
    publish(ProfileChanged(person_id=person.id))


def forget_account(person: Person) -> None:
    """No name, no address, no way in: «Former member», whose address anybody may use again."""
    _forget_letters(person)
    keys = select(ApiKey.id).where(ApiKey.person_id == person.id)
    db.session.execute(delete(ApiCall).where(ApiCall.key_id.in_(keys)))
    for kind in (ApiKey, SecretAddress, SignIn, SecondStepRemoval):
        db.session.execute(delete(kind).where(kind.person_id == person.id))
    person.name, person.email = _("Former member"), f"{person.id}@erased.invalid"
    person.about = person.city = person.country = person.audience = person.affiliation = ""
    person.time_zone = person.interface_language = person.terms_version = ""
    person.look = person.hints_away = ""
    person.languages, person.regions, person.themes, person.grants = [], [], [], []
    person.organisation = person.external_id = person.password = None
    person.terms_accepted_at = person.confirmed_at = person.fs_webauthn_user_handle = None
    person.tf_primary_method = person.tf_totp_secret = person.mf_recovery_codes = None
    person.webauthn, person.identities = [], []
    person.active = person.profile_is_public = False
    person.fs_uniquifier = uuid.uuid4().hex


def _forget_letters(person: Person) -> None:
    """Nothing stays of what was written to them or to their address, sent or waiting; what waits
    for others, and names them, is not sent."""
    forget_waiting_with(person.name)
    db.session.execute(delete(MailName).where(MailName.person_id == person.id))
    db.session.execute(delete(Letter).where(
        (Letter.person_id == person.id) | (func.lower(Letter.recipient) == person.email.lower())))
