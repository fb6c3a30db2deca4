"""What is asked of new members, and of those whose posts wait for a moderator.

Who is new is said in `people/trust.py`, how much they may do is decided by an administrator."""
import re

from flask_babel import ngettext

from cop.base.site import read_site
from cop.discussions.queries.standing import count_standing, count_topics_of_a_day
from cop.people.models import Person
from cop.people.policy import is_held
from cop.people.trust import is_new
from cop.spaces.models import Space
from cop.spaces.policy import moderates

LINK = re.compile(r"\bhttps?://|\bwww\.", re.IGNORECASE)
#: Until so many of their posts stand, the next is one of their first.
FIRST_POSTS = 2


def must_wait(author: Person, space: Space) -> bool:
    """Is what they write here shown only once a moderator has seen it?"""
    if moderates(author, space):
        return False
    if is_held(author, space.id):
        return True
    asked = space.first_posts_wait or read_site().first_posts_wait
    return asked and not author.grants and count_standing(author) < FIRST_POSTS


def newcomer_problems(author: Person, source: str, *, opens_topic: bool = False) -> dict[str, str]:
    """What is too much for a new member, by field. Asks the database only where it might be."""
    site, links = read_site(), len(LINK.findall(source))
    too_many = 0 < site.new_links_a_post < links
    asked = opens_topic and site.new_topics_a_day
    if not (too_many or asked) or not is_new(author, count_standing(author)):
        return {}
    problems = {}
    if too_many:
        problems["source"] = ngettext(
            "New members put at most %(num)d link into a post; this has %(links)d. Please leave "
            "some out.", "New members put at most %(num)d links into a post; this has %(links)d. "
            "Please leave some out.", site.new_links_a_post, links=links)
    if asked and count_topics_of_a_day(author) >= site.new_topics_a_day:
        problems["title"] = ngettext(
            "New members open at most %(num)d topic in a day. Please answer in one that is there, "
            "or open this one tomorrow.", "New members open at most %(num)d topics in a day. "
            "Please answer in one that is there, or open this one tomorrow.",
            site.new_topics_a_day)
    return problems
