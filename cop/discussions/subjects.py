"""What a topic may be about beside its words: things of higher features, by their kind and id.

Which kinds there are is registered in `create_app`; a topic keeps the kind and the id.
"""
import re
from collections.abc import Callable
from dataclasses import dataclass

from cop.discussions.models.topics import Topic
from cop.people.models import Person, Visitor


@dataclass(frozen=True)
class Subject:
    """A thing as the page of a topic names it. `tell_use` is where one says that one uses it."""

    kind: str
    id: int
    title: str
    language: str
    address: str
    tell_use: str = ""


Find = Callable[[Person | Visitor, int], Subject | None]
OfTopic = Callable[[Person | Visitor, Topic], Subject | None]
_finders: dict[str, Find] = {}
_of_topics: dict[str, OfTopic] = {}


def register(kind: str, find: Find, of_topic: OfTopic) -> None:
    """Let a higher feature say how its things are found by those who may see them; `of_topic`
    takes the thing that was read with a topic (`queries/topics.py`, `read_with_topic`)."""
    _finders[kind], _of_topics[kind] = find, of_topic


def subject_of(reader: Person | Visitor, topic: Topic) -> Subject | None:
    """What a topic is about, if it is there and the reader may see it."""
    find = _of_topics.get(topic.subject_kind)
    return find(reader, topic) if find else None


def find_subject(reader: Person | Visitor, kind: str, thing_id: int | None) -> Subject | None:
    """The thing, if it is there and the reader may see it."""
    return _finders[kind](reader, thing_id) if thing_id and kind in _finders else None


def read_subject(reader: Person | Visitor, words: str) -> Subject | None:
    """The same, as an address names it: case-12."""
    named = re.fullmatch(r"([a-z]+)-([0-9]{1,9})", words)
    return find_subject(reader, named[1], int(named[2])) if named else None
