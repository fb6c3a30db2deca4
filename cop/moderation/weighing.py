"""What a report counts, and when reports hide a post before a moderator has looked.

A report weighs

    2 · (upheld + 1) / (decided + 2) · standing / turn

`upheld` of the `decided` earlier reports of its reporter were found right (who has none yet counts
as half right, the rule of succession); `standing` is 1 for members and ½ for new ones (see
`people/trust.py`), 0 for visitors; `turn` counts the reporter's reports against the same author
within a week: the third weighs a third, so a few cannot go after somebody. Who is found wrong three
times out of four, at least four times, is read and counts nothing.

A post is hidden once its reports weigh 3 together, or 1½ where it is about personal data, unless
all who reported it are new. So: three members with no record, or two whose reports are always
right; for personal data two members, or one who was right twice.
"""
from collections.abc import Iterable
from dataclasses import dataclass

THRESHOLD = 3.0
THRESHOLD_PERSONAL_DATA = 1.5
NEW, MEMBER = 0.5, 1.0
#: What is left of a third and two thirds is no reason to stay below.
ALMOST = 1e-9


@dataclass(frozen=True)
class Voice:
    """What is known of a reporter when they report something."""

    upheld: int
    decided: int
    turn: int
    is_new: bool

    @property
    def weight(self) -> float:
        if self.decided >= 4 and self.upheld * 4 <= self.decided:
            return 0.0
        record = 2 * (self.upheld + 1) / (self.decided + 2)
        return record * (NEW if self.is_new else MEMBER) / max(self.turn, 1)


@dataclass(frozen=True)
class Given:
    """A report as it counts."""

    reason: str
    weight: float
    is_of_new: bool


def is_enough(reports: Iterable[Given]) -> bool:
    """Do these reports hide a post until a moderator looks?"""
    known = [report for report in reports if report.weight > 0]
    if all(report.is_of_new for report in known):
        return False
    personal = sum(each.weight for each in known if each.reason == "personal_data")
    total = sum(each.weight for each in known)
    return (personal >= THRESHOLD_PERSONAL_DATA - ALMOST) or total >= THRESHOLD - ALMOST
