"""What has left the library with a case in it: issues of digests, editions of guides.

Higher features say what they sent out; `create_app` registers how they are asked.
"""
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from cop.cases.models.cases import Case


@dataclass(frozen=True, kw_only=True)
class Departure:
    """Something that went out and cannot be called back. `address` is a path of ours; `day` the
    day it went out, as 2026-03-01; `language` is that of its title."""

    kind: str
    title: str
    language: str
    address: str
    day: str


Find = Callable[[Case], Iterable[Departure]]
_finders: list[Find] = []


def register(find: Find) -> None:
    """Let a higher feature say what it sent out with a case in it."""
    if find not in _finders:
        _finders.append(find)


def list_departures(case: Case) -> list[Departure]:
    """Everything, the newest first, for those at work on the case."""
    found = [departure for find in _finders for departure in find(case)]
    return sorted(found, key=lambda departure: departure.day, reverse=True)


def as_kept(departures: Iterable[Departure]) -> list[dict[str, str]]:
    """As it is kept with the decision that took the case out of sight."""
    return [asdict(departure) for departure in departures]
