"""Letters about what is new for saved searches: one for all searches of somebody, in the language
of their pages. Who gets one, and when, is decided in `listeners.py`."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from cop.base.mail import write_letter
from cop.base.site import read_site
from cop.people.models import Person
from cop.search.models.saved import SavedSearch
from cop.search.queries.saved import News, list_news, list_saved_of
from cop.web.letters import page_of
from cop.web.links import language_of, public_url

#: So many of each search stand in a letter.
MOST = 10
PLACES = {"topic": "/topics/{0}", "post": "/posts/{0}", "case": "/cases/{0}",
          "person": "/people/{0}"}


@dataclass(frozen=True)
class Find:
    """A saved search, and what is new for it that its owner may see now."""

    saved: SavedSearch
    news: Sequence[News]


def read_finds(reader: Person, matches: Iterable[tuple[int, list[str]]]) -> list[Find]:
    """What is left to tell of: searches may be gone by now, and things out of sight."""
    wanted = dict(matches)
    news = {each.key: each for each in list_news(
        reader, {key for keys in wanted.values() for key in keys})}
    finds = [Find(saved, [news[key] for key in wanted[saved.id] if key in news])
             for saved in list_saved_of(reader, wanted)]
    return [find for find in finds if find.news and find.saved.frequency != "never"]


def write_of_searches(reader: Person, finds: Sequence[Find]) -> None:
    stop = public_url(f"/searches/stop/{finds[0].saved.stop_key}")
    with force_locale(language_of(reader.interface_language)):
        subject, body = _subject(finds), _body(reader, finds)
        write_letter(reader.email, subject=subject, body=body, html=page_of(subject, body),
                     kind="saved_searches", person_id=reader.id, unsubscribe=f"{stop}?all=1")


def _subject(finds: Sequence[Find]) -> str:
    count = sum(len(find.news) for find in finds)
    if len(finds) == 1:
        return ngettext("%(num)d new result for “%(name)s”", "%(num)d new results for “%(name)s”",
                        count, name=finds[0].saved.name)
    return ngettext("%(num)d new result for your searches", "%(num)d new results for your searches",
                    count)


def _body(reader: Person, finds: Iterable[Find]) -> str:
    parts = [_("Hello %(name)s,", name=reader.name), *(_about(find) for find in finds),
             _("All your searches and how often you hear of them: %(address)s",
               address=public_url("/me/searches")),
             _("With kind regards") + f"\n{read_site().name}"]
    return "\n\n".join(parts) + "\n"


def _about(find: Find) -> str:
    lines = [_("New for “%(name)s”:", name=find.saved.name)]
    lines += [f"– {news.title}\n  {_address(news)}" for news in find.news[:MOST]]
    more = len(find.news) - MOST
    if more > 0:
        lines.append(ngettext("and %(num)d more", "and %(num)d more", more))
    all_of_it = public_url(f"/me/searches/{find.saved.id}")
    stop = public_url(f"/searches/stop/{find.saved.stop_key}")
    return "\n".join([*lines, _("All results: %(address)s", address=all_of_it),
                      _("Tell me of this search no more: %(address)s", address=stop)])


def _address(news: News) -> str:
    return public_url(PLACES[news.kind].format(news.id))
