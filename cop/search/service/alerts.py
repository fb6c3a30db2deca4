"""Telling people what is new for the searches they keep: at once, each morning, on Mondays.

Each search has told its owner of everything up to a moment; an alert looks at what was written
from there up to where the index is complete. So nothing is told twice, and nothing is passed over
while the index is behind. The same question of many is asked once.
"""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from whoosh.query import And, DateRange, Query

from cop.base.db import db
from cop.base.events import publish
from cop.base.jobs import short_transaction
from cop.people.models import AnyMember, Person
from cop.search.asking import Asker
from cop.search.engines.protocol import Search, key_of
from cop.search.events import SavedSearchesMatched
from cop.search.models.saved import SavedSearch
from cop.search.queries import index as queries
from cop.search.queries import saved as saved_queries
from cop.search.queries.thesaurus import read_thesaurus
from cop.search.saved import form_of
from cop.search.service.index import engine
from cop.search.service.saved import next_morning

#: So many new things are told of at most, the newest; who wants all opens the search.
MOST_NEWS = 100
#: Another language of the pages than the reader's browser is not known here.
USUAL = "en"

#: What one asks: the address, the language of their pages, those they read, since when.
Question = tuple[str, str, tuple[str, ...], datetime]


@dataclass(frozen=True)
class Asked:
    """A saved search as it was when it was looked for, and when its next morning is."""

    saved_id: int
    since: datetime
    next_at: datetime | None


def alert_at_once() -> None:
    """Nothing is looked for unless something was written since the last time."""
    searches, until = saved_queries.list_at_once(), saved_queries.indexed_up_to()
    waiting = [saved for saved in searches if saved.told_until < until]
    if waiting and _everything_new(min(saved.told_until for saved in waiting), until):
        _alert(waiting, until)
    db.session.rollback()


def alert_due() -> None:
    _alert(saved_queries.list_due(), saved_queries.indexed_up_to())
    db.session.rollback()


def _alert(searches: Sequence[SavedSearch], until: datetime) -> None:
    found = _answers({_question(saved) for saved in searches}, until)
    matches: dict[Person, list[tuple[int, list[str]]]] = {}
    for saved in searches:
        if keys := found[_question(saved)]:
            matches.setdefault(saved.person, []).append((saved.id, keys))
    told = {person.id: kept for person, some in matches.items()
            if (kept := _may_be_told(person, some))}
    asked = [Asked(saved.id, saved.told_until, next_morning(saved.person, saved.frequency))
             for saved in searches]
    with short_transaction():
        _tell(told, asked, until)


def _tell(told: dict[int, list[tuple[int, list[str]]]], asked: Iterable[Asked],
          until: datetime) -> None:
    """Order the telling, and note that it was ordered; of searches that changed meanwhile nothing
    is told now."""
    held, same = saved_queries.hold([each.saved_id for each in asked]), set()
    for each in asked:
        saved = held.get(each.saved_id)
        if saved and saved.told_until == each.since:
            saved.told_until, saved.due_at = max(until, each.since), each.next_at
            same.add(saved.id)
    for person_id, some in told.items():
        if matches := [match for match in some if match[0] in same]:
            publish(SavedSearchesMatched(person_id=person_id, matches=matches))


def _question(saved: SavedSearch) -> Question:
    person = saved.person
    return (saved.address, person.interface_language or USUAL, tuple(sorted(person.languages)),
            saved.told_until)


def _answers(questions: Iterable[Question], until: datetime) -> dict[Question, list[str]]:
    """The keys of what is new for each, whoever may read it."""
    readers, kept = queries.list_all_tokens(), read_thesaurus()
    spaces = queries.list_space_names(AnyMember())
    answers = {}
    for question in questions:
        address, interface, languages, since = question
        asker = Asker(_Somebody(languages), interface, spaces, kept)
        search = asker.search(form_of(address))
        answers[question] = _new(search, readers, since, until) if search else []
    return answers


def _new(search: Search, readers: tuple[str, ...], since: datetime,
         until: datetime) -> list[str]:
    window: Query = DateRange("at", since, until, endexcl=True)
    query = And([search.query, window]) if search.query is not None else window
    found = engine().search(replace(search, query=query, readers=readers, sort="newest", offset=0,
                                    limit=MOST_NEWS, facets=(), after=None))
    return [key_of(hit.kind, hit.id) for hit in found.hits]


def _everything_new(since: datetime, until: datetime) -> list[str]:
    return _new(Search(), queries.list_all_tokens(), since, until)


def _may_be_told(person: Person, matches: Iterable[tuple[int, list[str]]]
                 ) -> list[tuple[int, list[str]]]:
    """What they may see now and did not write; the same thing under the first search only."""
    wanted = {key for _, keys in matches for key in keys}
    open_to_them = {news.key for news in saved_queries.list_news(person, wanted)}
    told = []
    for saved_id, keys in matches:
        if kept := [key for key in keys if key in open_to_them]:
            told.append((saved_id, kept))
            open_to_them -= set(kept)
    return told


class _Somebody(AnyMember):
    """Whoever reads these languages."""

    def __init__(self, languages: tuple[str, ...]):
        self.languages = languages
