"""What Flask-Security's signals and the clockwork mean here.

Its flows and letters are wired in `security.py`.
"""
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_security.confirmable import send_confirmation_instructions
from flask_security.recoverable import send_reset_password_instructions
from flask_security.signals import (
    change_email_confirmed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_confirmed,
    wan_deleted,
    wan_registered,
)
from flask_security.utils import send_mail

from cop.base.clock import now
from cop.base.days import format_date, format_time
from cop.base.db import db
from cop.base.events import on
from cop.base.jobs import every, job
from cop.base.mail import AddressGivenUp
from cop.base.site import read_site
from cop.people.events import IdentityChanged, SecondStepTaken, SignedInAnew
from cop.people.letters import tell
from cop.people.models import Person
from cop.people.queries import find_by_email
from cop.people.security.tables import SignIn
from cop.people.sentences import ADDRESS_CHANGED
from cop.people.service import factors, keys, profiles, sign_ins
from cop.people.zones import zone_of_person
from cop.web.devices import keep, pass_for
from cop.web.links import as_if_asked, language_of, public_url

#: How long the uses of keys are kept for their owners.
CALLS_KEPT = timedelta(days=90)
#: How long sign-ins are kept for their owners, and how long it is known from which network.
SIGN_INS_KEPT, NETWORKS_KEPT = timedelta(days=180), timedelta(days=30)


@user_confirmed.connect
def welcome(_app: Any, user: Person, **_facts: Any) -> None:
    profiles.welcome(user)


@job("people.asked_letter")
def write_asked_letter(letter: str, email: str, language: str) -> None:
    """The link to confirm an address or to set a new password, if it is somebody's."""
    person = find_by_email(email)
    if person is None or not person.is_active or (letter == "confirm" and person.confirmed_at):
        return
    with as_if_asked(), force_locale(language_of(person.interface_language or language)):
        if letter == "confirm":
            send_confirmation_instructions(person)
        else:
            send_reset_password_instructions(person)


@password_reset.connect
def prove_address(_app: Any, user: Person, **_facts: Any) -> None:
    """Only who reads the letters to an address can set a password by letter; others who guess at
    the account do not hold them up on that device."""
    profiles.prove_address(user)
    keep(user.email)


@change_email_confirmed.connect
def tell_old_address(_app: Any, user: Person, old_email: str, **_facts: Any) -> None:
    """Whoever lost their account this way must hear of it."""
    send_mail(ADDRESS_CHANGED, old_email, "security/email/change_email_notice", user=user)
    profiles.note_new_address(user)


@tf_profile_changed.connect
def note_codes_set_up(_app: Any, user: Person, **_facts: Any) -> None:
    _note_factor(user, "codes_set_up", lambda: (
        _("Signing in asks for a code of an app now"),
        [_("From now on your account is opened with the password and a code of your app.")]))


@tf_disabled.connect
def note_codes_given_up(_app: Any, user: Person, **_facts: Any) -> None:
    factors.tidy(user)
    _note_factor(user, "codes_given_up", lambda: (
        _("Signing in asks for no code of an app any more"),
        [_("The codes of your app are not asked for any more when you sign in.")]))


@wan_registered.connect
def note_passkey_added(_app: Any, user: Person, name: str, **_facts: Any) -> None:
    _note_factor(user, "passkey_added", lambda: (
        _("A passkey was added to your account"),
        [_("With the passkey “%(name)s” your account can be opened from now on.", name=name)]))


@wan_deleted.connect
def note_passkey_removed(_app: Any, user: Person, name: str, **_facts: Any) -> None:
    factors.tidy(user, without=name)
    _note_factor(user, "passkey_removed", lambda: (
        _("A passkey was removed from your account"),
        [_("The passkey “%(name)s” opens your account no longer.", name=name)]))


def _note_factor(person: Person, deed: str, say: Callable[[], tuple[str, Sequence[str]]]) -> None:
    """In the audit log, and to its owner: it may have been somebody else."""
    factors.note(person, deed)
    tell(person, say, kind=deed)


@on(SecondStepTaken)
def tell_of_taken_step(event: SecondStepTaken) -> None:
    """Somebody may have passed themselves off as them."""
    person = db.session.get(Person, event.person_id)
    if person is None or not person.active:
        return
    tell(person, lambda: (_("Your second step of signing in was taken away"), [
        _("Somebody in charge of this community took away the second step of your account: codes "
          "of an app, passkeys and recovery codes open nothing any more, and you are signed out on "
          "all devices. From now on you sign in with your password, and set up a new second step "
          "under “Signing in”."),
        _("If it was not you who asked for this, write to %(contact)s at once.",
          contact=read_site().contact) if read_site().contact else
        _("If it was not you who asked for this, tell the administrator of the community at "
          "once.")]), kind="second_step_taken")


@on(IdentityChanged)
def tell_of_identity(event: IdentityChanged) -> None:
    person = db.session.get(Person, event.person_id)
    if person is None:
        return
    tell(person, lambda: (_("The connected sign-ins of your account changed"), [
        _("With %(name)s your account can be opened from now on.", name=event.issuer)
        if event.is_connected else
        _("%(name)s opens your account no longer.", name=event.issuer)]), kind="identity")


@on(AddressGivenUp)
def tell_whose_letters_come_back(event: AddressGivenUp) -> None:
    profiles.note_letters_stopped(event.address)


@every(timedelta(days=1))
def forget_old_calls() -> None:
    keys.forget_calls(before=now() - CALLS_KEPT)


@every(timedelta(days=1))
def forget_old_sign_ins() -> None:
    sign_ins.forget_networks(before=now() - NETWORKS_KEPT)
    sign_ins.forget_sign_ins(before=now() - SIGN_INS_KEPT)


@on(SignedInAnew)
def tell_of_new_device(event: SignedInAnew) -> None:
    sign_in = db.session.get(SignIn, event.sign_in_id)
    if sign_in is None:
        return
    tell(sign_in.person, lambda: (_("Somebody signed in on a new device"), [
        _("Your account was signed in to on a device where it never was before: %(device)s, on "
          "%(day)s.", device=_device(sign_in), day=_when(sign_in))]), kind="new_device")


def tell_of_guesses(email: str) -> None:
    """To the owner of an account that too many passwords were tried for, once a day."""
    if (person := find_by_email(email)) is None or not person.active:
        return
    way_in = public_url(f"/login/known?pass={pass_for(person.email)}")
    tell(person, lambda: (_("Somebody is trying passwords for your account"), [
        _("Many wrong passwords were tried for your account, so it waits a while between two "
          "tries. Nobody came in, and where you are signed in you stay so."),
        _("You want to sign in on a new device right now? Open this link on it; it is good for a "
          "day and lets you try at once:"), way_in]),
         kind="guesses", key=f"guesses:{now():%Y%m%d}")


def _when(sign_in: SignIn) -> str:
    """By the clocks of who reads it, with their zone: would it have been me?"""
    moment = sign_in.created_at.astimezone(zone_of_person(sign_in.person))
    clock = format_time(moment, "short", rebase=False)
    return f"{format_date(moment, rebase=False)}, {clock} {moment.tzname()}"


def _device(sign_in: SignIn) -> str:
    return ", ".join(filter(None, [sign_in.browser, sign_in.system])) or _("unknown")
