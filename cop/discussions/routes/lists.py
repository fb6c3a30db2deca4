"""URLs of lists of topics, and the lists that stand on other pages."""
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from cop.base.text import clean
from cop.discussions import policy
from cop.discussions.models.topics import KINDS
from cop.discussions.queries import topics as topic_queries
from cop.discussions.queries.following import list_followed_themes
from cop.discussions.queries.news import count_new
from cop.discussions.routes.reading import bp
from cop.discussions.routes.typed import kept, new_topic_form, new_topic_page
from cop.people.models import Person
from cop.spaces.models import Space
from cop.spaces.queries import get_level, get_space
from cop.vocabulary.lists import THEMES
from cop.vocabulary.regions import find_region
from cop.web.page_cache import same_for_visitors
from cop.web.rendering import ui_language
from cop.web.session import me, open_to_visitors

STATES: dict[str, dict[str, Any]] = {
    "new": {"new": True}, "open": {"solved": False}, "unanswered": {"unanswered": True},
    "solved": {"solved": True}, "mine": {}, "archived": {"archived": True},
}
#: What in an address says which topics are listed, and how.
CHOICES = ("state", "kind", "sort", "theme", "region")


@bp.get("/topics")
@same_for_visitors
@open_to_visitors
def list_topics() -> str:
    return _list_page(None)


@bp.get("/spaces/<slug>/topics")
@same_for_visitors
@open_to_visitors
def list_topics_in(slug: str) -> str:
    """The topics of a space; or the form somebody typed into before they had to sign in."""
    space, words = get_space(me(), slug), kept()
    if words:
        return new_topic_page(space, new_topic_form(space, words))
    return _list_page(space)


def topics_of_space(space: Space) -> str:
    """The part of a space's page (slot space_main) with its topics."""
    topics = topic_queries.list_topics(
        me(), space=space, after=request.args.get("after", ""), pinned_first=True,
        with_unread=True)
    return render_template("discussions/_of_space.html", topics=topics, space=space,
                           policy=policy)


def topics_of(person: Person) -> str:
    """The part of a person's page (slots me and profile) with the topics they opened."""
    topics = topic_queries.list_topics(me(), author=person, size=10, with_unread=True)
    return render_template("discussions/_of_person.html", topics=topics) if topics.items else ""


def news_of_spaces() -> dict[int, int]:
    """In how many topics something is new for the reader, by space (slot space_news)."""
    return count_new(me(), list_followed_themes(me())) if me().is_signed_in else {}


def _list_page(space: Space | None) -> str:
    chosen = _chosen()
    region, not_found = _region(chosen.get("region", ""))
    topics = topic_queries.list_topics(
        me(), space=space, region=region, after=request.args.get("after", ""), **_wanted(chosen),
        pinned_first=space is not None and not set(chosen) & {"state", "sort"}, with_unread=True)
    theme = chosen.get("theme", "")
    return render_template(
        "discussions/topics.html", topics=topics, space=space, chosen=chosen, kinds=KINDS,
        not_found=not_found, theme=theme, themes=THEMES.choices(ui_language()), at=_address(space),
        level=get_level(me(), "theme", code=theme) if theme else None)


def _chosen() -> dict[str, str]:
    """What the address chooses, as far as there is such a thing."""
    known = {"state": STATES, "kind": KINDS, "sort": topic_queries.SORTS, "theme": THEMES}
    given = {name: clean(request.args.get(name, "")).strip() for name in CHOICES}
    chosen = {name: word for name, word in given.items()
              if word and (name not in known or word in known[name])}
    personal = chosen.get("state") in ("new", "mine") and not me().is_signed_in
    return {name: word for name, word in chosen.items() if not (personal and name == "state")}


def _wanted(chosen: dict[str, str]) -> dict[str, Any]:
    state = chosen.get("state", "")
    wanted = {name: chosen[name] for name in ("kind", "sort", "theme") if name in chosen}
    return wanted | STATES.get(state, {}) | ({"author": me()} if state == "mine" else {})


def _region(words: str) -> tuple[str, str]:
    """The code of the region that was typed, and a sentence when there is none."""
    code = find_region(words) if words else ""
    return code or "", "" if code is not None else _(
        "We do not know the region “%(words)s”: all are shown.", words=words[:100])


def _address(space: Space | None) -> Any:
    """The address of this list with other choices."""
    page, of = (".list_topics_in", {"slug": space.slug}) if space else (".list_topics", {})
    return lambda **choices: url_for(page, **of, **{k: v for k, v in choices.items() if v})
