"""Who may change what searches know, and what may be found of discussions.

What of a search somebody may see is each feature's to say.
"""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from cop.base.verdict import ALLOW, Verdict, deny
from cop.discussions.models.topics import Post, Topic
from cop.discussions.policy import visible_posts, visible_topics
from cop.people.models import Person, Reader, Visitor
from cop.people.policy import has_role


def may_edit_thesaurus(person: Person | Visitor) -> Verdict:
    """Curators of any theme, since a term belongs to several; and administrators."""
    if has_role(person, "curator") or has_role(person, "administrator"):
        return ALLOW
    return deny(_("The thesaurus is kept by curators and administrators."))


def findable_posts(reader: Reader) -> ColumnElement[bool]:
    """A deleted post keeps its place in its topic, where everybody sees that it is gone; its words
    are in the index until that hears of it, and are shown to nobody."""
    return visible_posts(reader) & Post.deleted_at.is_(None)


def findable_topics(reader: Reader) -> ColumnElement[bool]:
    """A topic is found by what opens it."""
    opening = aliased(Post)
    is_there = exists().where(
        opening.topic_id == Topic.id, opening.number == 1, opening.deleted_at.is_(None))
    return visible_topics(reader) & is_there.correlate_except(opening)
