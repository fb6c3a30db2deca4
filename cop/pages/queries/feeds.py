"""Reads of the feeds: what is new about one thing for this reader, topics and practices together.

How a feed is written stands in `web/atom.py`.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cop.base.errors import NotFound
from cop.cases.facets import Wanted
from cop.cases.models.cases import Case
from cop.cases.queries.library import list_cases
from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries.posts import list_openings
from cop.discussions.queries.topics import list_topics
from cop.people.models import Person, Visitor
from cop.spaces.models import Space
from cop.spaces.queries import get_space
from cop.vocabulary.lists import REGIONS, THEMES

LENGTH = 30
#: kind → the closed list its target is from
LISTS = {"themes": THEMES, "regions": REGIONS}


@dataclass(frozen=True, kw_only=True)
class News:
    """What stands in a feed, the last changed first in each list."""

    space: Space | None = None
    topics: Sequence[Topic] = ()
    openings: Mapping[int, Post] = field(default_factory=dict)
    cases: Sequence[Case] = ()


def read_news(reader: Person | Visitor, kind: str, target: str,
              wanted: Wanted | None = None) -> News:
    """`kind`: topics, cases (those that are `wanted`), spaces (`target` is a slug), themes or
    regions (a code)."""
    if kind in LISTS and target not in LISTS[kind]:
        raise NotFound
    if kind == "cases":
        return News(cases=list_cases(reader, wanted or {}).items)
    if kind == "spaces":
        space = get_space(reader, target)
        return News(space=space, **_topics(reader, space=space))
    about = {kind.removesuffix("s"): target} if kind in LISTS else {}
    cases = list_cases(reader, {name: [code] for name, code in about.items()}).items if (
        about) else ()
    return News(cases=cases, **_topics(reader, **about))


def _topics(reader: Person | Visitor, **wanted: object) -> dict[str, object]:
    topics = list_topics(reader, size=LENGTH, **wanted).items
    return {"topics": topics, "openings": list_openings(reader, topics)}
