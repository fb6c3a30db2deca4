"""The second step of signing in: noted when it changes, tidied when the last one goes."""
from cop.base.audit import record
from cop.people.models import Person


def note(person: Person, deed: str) -> None:
    """`deed`: codes_set_up, codes_given_up, passkey_added, passkey_removed, recovery_codes_made."""
    record(person.id, f"factor.{deed}", person)


def tidy(person: Person, without: str = "") -> None:
    """With the last second step the recovery codes go. `without`: the passkey that goes now."""
    others = [key for key in person.webauthn if key.name != without]
    if not (person.tf_primary_method or others):
        person.mf_recovery_codes = None
