"""The second step: codes of an app, passkeys, recovery codes, as Flask-Security is to handle them.

Its flows ask these classes; where factors are kept stands in `models.py` and `tables.py`.
"""
import secrets

from flask_babel import gettext as _
from flask_security import MfRecoveryCodesUtil, Totp, WebauthnUtil, hash_password, verify_password
from passlib.totp import TotpMatch
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cop.people.letters import tell
from cop.people.models import Person
from cop.people.service import factors

RECOVERY_CODES = 10
#: Four times four of these: 80 bits, and none that looks like another.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Codes(Totp):
    """Codes of an app. Each is good once, whoever saw it being typed."""

    def get_last_counter(self, user: Person) -> int | None:
        return user.totp_counter

    def set_last_counter(self, user: Person, tmatch: TotpMatch) -> None:
        user.totp_counter = tmatch.counter


class RecoveryCodes(MfRecoveryCodesUtil):
    """For who has lost phone and key: shown once, kept as hashes, each good once."""

    def create_recovery_codes(self, user: Person) -> list[str]:
        codes = ["-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
                 for _ in range(RECOVERY_CODES)]
        user.mf_recovery_codes = [hash_password(_plain(code)) for code in codes]
        factors.note(user, "recovery_codes_made")
        tell(user, lambda: (_("New recovery codes were made"), [
            _("Recovery codes for your account were made anew; those of before work no longer.")]),
             kind="recovery_codes_made")
        return codes

    def get_recovery_codes(self, user: Person) -> list[str]:
        return []  # nobody can read them again

    def check_recovery_code(self, user: Person, code: str) -> bool:
        return _place_of(user, code) is not None

    def delete_recovery_code(self, user: Person, code: str) -> bool:
        kept = list(user.mf_recovery_codes)
        kept.pop(_place_of(user, code))
        user.mf_recovery_codes = kept
        return True


class Passkeys(WebauthnUtil):
    """Passkeys are found by the device itself, and each asks who holds it: a key is two steps."""

    def authenticator_selection(self, user: Person, usage: str) -> AuthenticatorSelectionCriteria:
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED)

    def user_verification(self, user: Person | None,
                          usage: list[str]) -> UserVerificationRequirement:
        return UserVerificationRequirement.REQUIRED


def _place_of(person: Person, code: str) -> int | None:
    for place, kept in enumerate(person.mf_recovery_codes or []):
        if verify_password(_plain(code), kept):
            return place
    return None


def _plain(code: str) -> str:
    return "".join(code.lower().split()).replace("-", "")
