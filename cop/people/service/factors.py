"""The second step of signing in: noted when it changes, tidied when the last one goes, taken away
from who has lost it."""
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.people.events import SecondStepTaken
from cop.people.models import Person
from cop.people.policy import has_second_step_to_lose, may_take_second_step
from cop.people.security.tables import SecondStepRemoval
from cop.people.service.profiles import end_sessions

SHORTEST_REASON, LONGEST_REASON = 10, 1000


def note(person: Person, deed: str) -> None:
    """`deed`: codes_set_up, codes_given_up, passkey_added, passkey_removed, recovery_codes_made."""
    record(person.id, f"factor.{deed}", person)


def tidy(person: Person, without: str = "") -> None:
    """With the last second step the recovery codes go. `without`: the passkey that goes now."""
    others = [key for key in person.webauthn if key.name != without]
    if not (person.tf_primary_method or others):
        person.mf_recovery_codes = None


def take_second_step(actor: Person | None, person: Person, reason: str) -> SecondStepRemoval:
    """Codes, passkeys and recovery codes open nothing any more, and no device is signed in.

    `reason` says how it is known who asks. `actor` is None for the command line.
    """
    require(has_second_step_to_lose(person) if actor is None
            else may_take_second_step(actor, person))
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        raise Invalid({"reason": _("Say in 10 to 1,000 characters why, and how you know who is "
                                   "asking.")})
    person.tf_primary_method = person.tf_totp_secret = person.totp_counter = None
    person.mf_recovery_codes, person.webauthn = None, []
    end_sessions(person)  # also for who has typed the password and not yet the second step
    db.session.flush()
    db.session.expire(person, ["has_passkey"])
    record(actor.id if actor else None, "factor.taken_away", person)
    publish(SecondStepTaken(person_id=person.id))
    return add(SecondStepRemoval(person_id=person.id, by_id=actor.id if actor else None,
                                 reason=reason.strip()))
