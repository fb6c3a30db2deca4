"""What is the reader's own on the page of a topic: what is new for them, how close they are, what
they may do with their posts.

These are holes where such a page is kept for many (`web/placeholders.py`).
"""
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import current_app, g

from cop.discussions import policy
from cop.discussions.queries.posts import get_post
from cop.discussions.queries.reading import Standing
from cop.web import placeholders
from cop.web.fragment_cache import part
from cop.web.session import me


@dataclass(frozen=True)
class Own:
    standing: Standing
    topic_id: int
    post_count: int
    #: What they wrote on a page that is kept: id → number.
    wrote: Mapping[int, int]


def stands(standing: Standing, topic_id: int, post_count: int,
           wrote: Mapping[int, int] = MappingProxyType({})) -> None:
    """The page that is made now is read by somebody who stands so to its topic."""
    g.own = Own(standing, topic_id, post_count, wrote)


def deeds(made_at: int, group: Hashable, place: Mapping[str, str]) -> dict[str, str]:
    """By hole, what they may do with their posts, on a page that was made for this group at this
    version of the content. What else it depends on is on the page, too: each is read once."""
    with placeholders.holes():  # of the page, and filled with it
        return {f"deeds:{post_id}": part(
            ("own", post_id, made_at, group, tuple(sorted(place.items()))), _deeds, post_id, place)
            for post_id in g.own.wrote}


def _deeds(post_id: int, place: Mapping[str, str]) -> str:
    post = get_post(me(), post_id)
    macros = current_app.jinja_env.get_template("discussions/_post.html").module
    return macros.all_deeds(post.topic, post, policy, place)


def mark_of_new(number: int) -> str:
    """Beside the post with this number."""
    own = g.own
    is_new = own.standing.is_new(number) and number not in own.wrote.values()
    return _part("new") if is_new else ""


def way_to_unread() -> str:
    unread = g.own.standing.unread_of(g.own.post_count)
    return _part("unread", g.own.topic_id, unread) if unread else ""


def level() -> str:
    """The menu of how closely one follows the topic."""
    standing = g.own.standing
    return _part("level", g.own.topic_id, standing.level, standing.is_chosen)


def where_others_deeds_stand(_post_id: int) -> str:
    return ""


FILLINGS = {"new": mark_of_new, "unread": way_to_unread, "level": level,
            "deeds": where_others_deeds_stand}


def _part(name: str, *told: object) -> str:
    """A macro of templates/discussions/_own.html, remembered for what it is told."""
    macro = getattr(current_app.jinja_env.get_template("discussions/_own.html").module, name)
    return part((name, *told), macro, *told)
