"""The answer to «may they?»: yes, or no with the reason the page will show.

The rules themselves stand in each feature's `policy.py`.
"""
from dataclasses import dataclass

from cop.base.errors import Forbidden


@dataclass(frozen=True)
class Verdict:
    """True when allowed; otherwise `reason` is a sentence for the person."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


ALLOW = Verdict()


def deny(reason: str) -> Verdict:
    return Verdict(reason)


def require(verdict: Verdict) -> None:
    """Raise Forbidden with the verdict's reason unless it allows."""
    if not verdict:
        raise Forbidden(verdict.reason)
