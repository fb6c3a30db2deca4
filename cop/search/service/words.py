"""Learning the words of the community from its texts, and noting what was looked for in vain.

Words come only from texts that everybody or every member may read.
"""
import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache

from sqlalchemy import delete, insert
from sqlalchemy.dialects import postgresql, sqlite

from cop.base.clock import now
from cop.base.db import db
from cop.search.engines import analysis
from cop.search.engines.protocol import Entry
from cop.search.models.words import MissedSearch, Word
from cop.search.queries.words import DAYS
from cop.vocabulary.words import comparable

SHORTEST, LONGEST = 3, 40  # letters
#: So many different words of one text are enough.
MOST = 500
BATCH = 1000
#: Searches in vain are forgotten when nobody tried again for so long.
FORGET_AFTER = timedelta(days=90)
LONGEST_MISSED = 80  # characters

Row = tuple[str, str, str]  # folded, language, audience


class Vocabulary:
    """Words that are counted while entries pass by."""

    def __init__(self) -> None:
        self.texts: Counter[Row] = Counter()
        self.shown: dict[Row, str] = {}

    def read(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Let entries pass and remember their words."""
        for entry in entries:
            for row, shown in _words_of(entry):
                self.texts[row] += 1
                self.shown.setdefault(row, shown)
            yield entry

    def rows(self) -> list[dict[str, object]]:
        """In one order everywhere, so that two writers never wait for each other."""
        return [{"word": row[0], "language": row[1], "audience": row[2], "created_at": now(),
                 "shown": self.shown[row], "documents": texts}
                for row, texts in sorted(self.texts.items())]


def learn(vocabulary: Vocabulary) -> None:
    """Add what was read. A text that is read again counts again, until all is counted anew."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    new = dialect.insert(Word)
    statement = new.on_conflict_do_update(
        index_elements=["word", "language", "audience"],
        set_={"documents": Word.documents + new.excluded.documents})
    rows = vocabulary.rows()
    for begin in range(0, len(rows), BATCH):
        db.session.execute(statement, rows[begin:begin + BATCH])


def relearn(vocabulary: Vocabulary) -> None:
    """Instead of all that was known before."""
    db.session.execute(delete(Word))
    rows = vocabulary.rows()
    for begin in range(0, len(rows), BATCH):
        db.session.execute(insert(Word), rows[begin:begin + BATCH])


def note_missed(text: str, key: str) -> None:
    """Count a search that found nothing, once a day; nothing about who looked.

    Until it has come on DAYS different days, only its digest under the key is kept.
    """
    folded = comparable(text)[:LONGEST_MISSED]
    digest = hmac.new(key.encode(), folded.encode(), hashlib.sha256).hexdigest()
    row = MissedSearch.query.filter_by(digest=digest).first()
    today = now().date()
    if row is None:
        db.session.add(MissedSearch(digest=digest, last_on=today))
    elif row.last_on != today:
        row.last_on, row.days = today, row.days + 1
        row.text = folded if row.days >= DAYS else ""


def forget_missed(missed_id: int) -> None:
    """It was dealt with; should it come again, it begins anew."""
    db.session.execute(delete(MissedSearch).where(MissedSearch.id == missed_id))


def forget_old_missed() -> None:
    db.session.execute(delete(MissedSearch).where(
        MissedSearch.last_on < (now() - FORGET_AFTER).date()))


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return comparable(word)


def _words_of(entry: Entry) -> Iterator[tuple[Row, str]]:
    audience = next((each for each in ("public", "members") if each in entry.readers), "")
    if not audience or entry.kind == "person":
        return
    found: dict[str, str] = {}
    for word in dict.fromkeys(analysis.words(f"{entry.title} {entry.summary} {entry.body}")):
        if SHORTEST <= len(word) <= LONGEST and word.isalpha() and len(found) < MOST:
            found.setdefault(_folded(word), word.lower())
    for folded, shown in found.items():
        yield (folded, entry.language, audience), shown
