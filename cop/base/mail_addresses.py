"""Addresses of ours that are written to: signed, so that only we can have made them.

What a letter to such an address means is said in `mailbox/`.
"""
import hmac
import re
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
#: Mail servers may change the case of an address: nothing here depends on it.
ADDRESS = re.compile(r"([a-z]{3,10})\+([0-9a-z-]{1,36})-([a-z2-7]{16})@([^@\s]{1,255})")


@dataclass(frozen=True)
class SignedAddress:
    """What an address says: what it is for, and the numbers that say of what."""

    purpose: str
    numbers: tuple[int, ...]
    signature: str
    domain: str

    def holds(self, secret: str, extra: str = "") -> bool:
        """Was it made by us? `extra` as when it was made."""
        true = _signature(secret, self.purpose, self.numbers, extra)
        return hmac.compare_digest(true, self.signature)


def make_address(domain: str, secret: str, purpose: str, numbers: Sequence[int],
                 extra: str = "") -> str:
    """`purpose+numbers-signature@domain`, 64 characters before the @ at most (RFC 5321).

    What is `extra` must be known again to read it: when it changes, the address is good no more.
    """
    written = "-".join(_base36(number) for number in numbers)
    return f"{purpose}+{written}-{_signature(secret, purpose, numbers, extra)}@{domain}"


def read_address(address: str) -> SignedAddress | None:
    """What an address of ours says; whether it is true, `holds` tells."""
    found = ADDRESS.fullmatch(address.strip().lower())
    if not found:
        return None
    try:
        numbers = tuple(int(number, 36) for number in found[2].split("-"))
    except ValueError:
        return None
    return SignedAddress(found[1], numbers, found[3], found[4])


def _signature(secret: str, purpose: str, numbers: Sequence[int], extra: str) -> str:
    said = "\0".join(["mail address", purpose, *map(str, numbers), extra])
    digest = hmac.digest(secret.encode(), said.encode(), sha256)
    return b32encode(digest[:10]).decode().lower()


def _base36(number: int) -> str:
    written = ""
    while number:
        number, digit = divmod(number, 36)
        written = DIGITS[digit] + written
    return written or "0"
