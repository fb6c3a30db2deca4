"""The words of the community, and what was looked for in vain."""
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product

from sqlalchemy import func, select

from cop.base.clock import now
from cop.base.db import db
from cop.base.per_app import PerApp
from cop.base.verdict import require
from cop.people.models import Person, Reader, Visitor
from cop.search.models.words import MissedSearch, Word
from cop.search.policy import may_edit_thesaurus
from cop.search.spelling import Dictionary, Words

#: So long a process goes on with the words it has read.
KEEP = timedelta(minutes=2)
#: Searches in vain are shown when they came on so many days.
DAYS = 3


@dataclass
class _Kept:
    """The words that a process has read, by audience and language."""

    read_at: datetime
    last_word: tuple[int, datetime | None]
    words: dict[tuple[str, str], Words] = field(default_factory=dict)


_kept: PerApp[_Kept | None] = PerApp(None)


def read_dictionary(reader: Reader, languages: Sequence[str]) -> Dictionary:
    """The words in these languages of the texts that such a reader may read."""
    kept, audiences = _fresh(), ("public", "members") if reader.is_signed_in else ("public",)
    for key in product(audiences, languages):
        if key not in kept.words:
            kept.words[key] = _read(*key)
    return Dictionary(*(kept.words[key] for key in product(audiences, sorted(languages))))


def list_missed(person: Person | Visitor, limit: int = 50) -> list[MissedSearch]:
    """What was looked for in vain on several days, the most often first."""
    require(may_edit_thesaurus(person))
    query = select(MissedSearch).where(MissedSearch.days >= DAYS, MissedSearch.text != "")
    return list(db.session.scalars(
        query.order_by(MissedSearch.days.desc(), MissedSearch.text).limit(limit)))


def _read(audience: str, language: str) -> Words:
    rows = db.session.execute(
        select(Word.word, Word.shown, Word.documents)
        .where(Word.language == language, Word.audience == audience).order_by(Word.id),
        execution_options={"yield_per": 1000})
    return Words(tuple(row) for row in rows)


def _fresh() -> _Kept:
    kept = _kept.get()
    if kept is None or kept.read_at + KEEP <= now() or kept.read_at > now():
        row = db.session.execute(select(func.max(Word.id), func.max(Word.created_at))).one()
        last = (row[0] or 0, row[1])
        if kept is None or kept.last_word != last:
            kept = _Kept(now(), last)
        kept.read_at = now()
        _kept.set(kept)
    return kept
