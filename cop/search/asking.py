"""Asking the index as people do: the box is read, the thesaurus widens it, mistakes are forgiven.

How the index is kept true is said in `service`.
"""
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from whoosh.query import Query, Term

from cop.people.models import Reader
from cop.search.box.parser import TEXT, Reading, leaves, read
from cop.search.box.values import Here
from cop.search.engines import analysis
from cop.search.engines.protocol import Found, Search
from cop.search.forms import SearchForm
from cop.search.queries import index as queries
from cop.search.queries.names import find_people
from cop.search.queries.thesaurus import Kept, read_thesaurus
from cop.search.queries.words import read_dictionary
from cop.search.service.index import find
from cop.search.thesaurus.concepts import Name
from cop.search.thesaurus.expansion import Expander, Expansion
from cop.vocabulary.words import comparable

#: With so few results a better spelling is proposed too.
FEW = 3


@dataclass(frozen=True)
class Answer:
    """What was found, and what there is to say about how it was looked for.

    `also`: the other terms of each concept that were looked for. `meant`: the words as they may
    have been meant; `found` is what they find where those that were typed found nothing
    (`is_corrected`).
    """

    found: Found
    notes: tuple[str, ...] = ()
    also: tuple[tuple[Name, ...], ...] = ()
    meant: str = ""
    is_corrected: bool = False


def ask(reader: Reader, form: SearchForm, interface: str,
        spaces: Sequence[tuple[str, str]] = ()) -> Answer:
    """`spaces`: (slug, name) of those the reader may name. Without anything to look for, nothing
    is found."""
    asker = Asker(reader, interface, spaces, read_thesaurus())
    answer = asker.look(form)
    if answer.found.total > FEW or form.page > 1 or form.after:
        return answer
    meant = asker.meant(form.q)
    other = asker.look(replace(form, q=meant)) if meant else answer
    if other.found.total <= answer.found.total:
        return answer
    if answer.found.total:
        return replace(answer, meant=meant)
    return replace(other, notes=answer.notes, meant=meant, is_corrected=True)


def languages_read(reader: Reader, interface: str) -> tuple[str, ...]:
    """The languages somebody reads, that of the interface first."""
    return tuple(dict.fromkeys((interface, *(getattr(reader, "languages", None) or ()))))


@dataclass(frozen=True)
class Asker:
    """Somebody who searches on a page in some language."""

    reader: Reader
    interface: str
    spaces: Sequence[tuple[str, str]]
    kept: Kept

    @property
    def here(self) -> Here:
        """What the box has to know to read what they type."""
        return Here(self.interface, self.kept.thesaurus.find,
                    lambda words: find_people(self.reader, words),
                    {comparable(name): slug for slug, name in self.spaces})

    @property
    def languages(self) -> tuple[str, ...]:
        return queries.languages_for(self.reader, self.interface)

    def look(self, form: SearchForm) -> Answer:
        reading, wider, search = self._understand(form)
        if search is None:
            return Answer(Found(hits=(), total=0), reading.notes)
        return Answer(find(self.reader, search), reading.notes, wider.also)

    def search(self, form: SearchForm) -> Search | None:
        """What an engine is asked; nothing where there is nothing to look for."""
        return self._understand(form)[2]

    def _understand(self, form: SearchForm) -> tuple[Reading, Expansion, Search | None]:
        reading = read(form.q, self.here)
        wider = Expansion(reading.query)
        if reading.query is None and (form.q or not form.filters):
            return reading, wider, None
        if reading.query is not None and form.expand:
            wider = self.expand(reading.query)
        return reading, wider, form.search(self.languages, wider.query)

    def expand(self, query: Query) -> Expansion:
        """With the other terms of the concepts it names."""
        return Expander(
            self.kept.thesaurus, self.kept.matcher, languages_read(self.reader, self.interface),
            queries.USUAL_LANGUAGES).expand(query)

    def meant(self, q: str) -> str:
        """What was typed with its unknown words corrected; empty when none could be."""
        tree = read(q).query
        typed = [word for leaf in (leaves(tree) if tree else ()) if type(leaf) is Term
                 and leaf.fieldname == TEXT for word in analysis.words(leaf.text)]
        better = read_dictionary(self.reader, self.languages).correct(typed) if typed else {}
        meant = q
        for word, other in better.items():
            spaced = re.escape(word).replace(r"\ ", r"\s+")
            meant = re.sub(rf"(?<!\w){spaced}(?!\w)", lambda _, new=other: new, meant)
        return meant if meant != q else ""
