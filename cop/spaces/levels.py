"""How closely somebody follows a thing, and which of several choices counts.

Who chose what is stored by `following.py`; what a level means for notices and lists is said there
where they are made.
"""
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """From not at all to every word."""

    MUTED = 0  # no notice, not among what is new
    NORMAL = 1  # a notice only when one is answered
    TRACKING = 2  # what is new is counted
    WATCHING = 3  # a notice of every post


NAMES = {level.name.lower(): level for level in Level}


@dataclass(frozen=True)
class Choice:
    """What somebody chose, or came to by taking part (`is_chosen` false)."""

    kind: str
    level: Level
    is_chosen: bool = True


def level_of(choices: Iterable[Choice]) -> Level:
    """The level of a topic for somebody, from their choices for it, its space and its themes.

    What was chosen for the topic itself counts. Else what is muted around it is muted, unless
    they took part in it; else the closest level counts.
    """
    choices = list(choices)
    own = next((choice for choice in choices if choice.kind == "topic"), None)
    if own and own.is_chosen:
        return own.level
    around = [choice.level for choice in choices if choice.kind != "topic"]
    if own is None and Level.MUTED in around:
        return Level.MUTED
    return max([Level.NORMAL, *around, *([own.level] if own else [])])
