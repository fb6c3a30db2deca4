"""What Flask-Security's signals and the clockwork mean here.

Its flows and letters are wired in `security.py`.
"""
from datetime import timedelta
from typing import Any

from flask_security.signals import change_email_confirmed, password_reset, user_confirmed
from flask_security.utils import send_mail

from cop.base.clock import now
from cop.base.events import on
from cop.base.jobs import every
from cop.base.mail import AddressGivenUp
from cop.people.models import Person
from cop.people.sentences import ADDRESS_CHANGED
from cop.people.service import keys, profiles

#: How long the uses of keys are kept for their owners.
CALLS_KEPT = timedelta(days=90)


@user_confirmed.connect
def welcome(_app: Any, user: Person, **_facts: Any) -> None:
    profiles.welcome(user)


@password_reset.connect
def prove_address(_app: Any, user: Person, **_facts: Any) -> None:
    """Only who reads the letters to an address can set a password by letter."""
    profiles.prove_address(user)


@change_email_confirmed.connect
def tell_old_address(_app: Any, user: Person, old_email: str, **_facts: Any) -> None:
    """Whoever lost their account this way must hear of it."""
    send_mail(ADDRESS_CHANGED, old_email, "security/email/change_email_notice", user=user)
    profiles.note_new_address(user)


@on(AddressGivenUp)
def tell_whose_letters_come_back(event: AddressGivenUp) -> None:
    profiles.note_letters_stopped(event.address)


@every(timedelta(days=1))
def forget_old_calls() -> None:
    keys.forget_calls(before=now() - CALLS_KEPT)
