"""The places where one writes: an answer in a topic, a new topic or event in a space, a change of a
post.

What was begun there and not sent yet is a draft (`models/drafts.py`).
"""
import re
from dataclasses import dataclass
from typing import Self

PLACE = re.compile(r"(answer|topic|event|edit)-([1-9]\d{0,8})-(0|[1-9]\d{0,8})")


@dataclass(frozen=True)
class Place:
    """`target_id` is a topic (answer), a space (topic, event) or a post (edit); `parent_id` the
    post that is answered, 0 when that is the topic."""

    kind: str
    target_id: int
    parent_id: int = 0

    def __str__(self) -> str:
        return f"{self.kind}-{self.target_id}-{self.parent_id}"

    @classmethod
    def read(cls, words: str) -> Self | None:
        """The place a form names; none when somebody made the name up."""
        found = PLACE.fullmatch(words)
        return cls(found[1], int(found[2]), int(found[3])) if found else None
