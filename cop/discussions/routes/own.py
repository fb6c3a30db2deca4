"""What is the reader's own on the page of a topic: what is new for them, how close they are.

These are holes where such a page is kept for many (`web/placeholders.py`).
"""
from flask import current_app, g

from cop.discussions.queries.reading import Standing


def stands(standing: Standing, topic_id: int, post_count: int) -> None:
    """The page that is made now is read by somebody who stands so to its topic."""
    g.own = standing, topic_id, post_count


def mark_of_new(number: int) -> str:
    """Beside the post with this number, which somebody else wrote."""
    standing, _, _ = g.own
    return _part("new") if standing.is_new(number) else ""


def way_to_unread() -> str:
    standing, topic_id, post_count = g.own
    unread = standing.unread_of(post_count)
    return _part("unread", topic_id, unread) if unread else ""


def level() -> str:
    """The menu of how closely one follows the topic."""
    standing, topic_id, _ = g.own
    return _part("level", topic_id, standing.level, standing.is_chosen)


FILLINGS = {"new": mark_of_new, "unread": way_to_unread, "level": level}


def _part(name: str, *told: object) -> str:
    """A macro of templates/discussions/_own.html, remembered for what it is told."""
    environment = current_app.jinja_env
    macro = getattr(environment.get_template("discussions/_own.html").module, name)
    return environment.globals["part"]((name, *told), macro, *told)
