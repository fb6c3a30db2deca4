"""The lines of an import: one post each, checked, and put into the order in which posts come.

How they become topics and posts is the matter of `service/imports.py`.
"""
import heapq
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.errors import Invalid
from cop.base.tables import Row, RowProblem, text_of
from cop.base.text import clean
from cop.discussions.models.topics import KINDS
from cop.discussions.texts import tidy_post, tidy_title
from cop.vocabulary.lists import LANGUAGES

LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Words:
    """What a line says. It lies in a file until its turn comes."""

    subject: str
    body: str
    language: str
    author_name: str
    kind: str
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line stands in its file and in its thread; `words` is their place in the spool."""

    number: int
    post: str
    thread: str
    parent: str
    author: str
    date: datetime
    words: int
    length: int


class Spool:
    """Keeps the words of a file that may be larger than the memory."""

    def __enter__(self) -> Self:
        self._file = tempfile.TemporaryFile()
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def keep(self, words: Words) -> int:
        place = self._file.seek(0, 2)
        values = [getattr(words, name) for name in Words.__slots__]
        self._file.write(json.dumps(values).encode() + b"\n")
        return place

    def read(self, line: Line) -> Words:
        self._file.seek(line.words)
        return Words(*json.loads(self._file.readline()))


def read_line(number: int, row: Row | RowProblem, spool: Spool) -> Line:
    """A row as a line. Raises Invalid with the reason why it cannot be one."""
    if isinstance(row, RowProblem):
        raise Invalid({"row": row.sentence})
    post, thread, author = (_id(row, name) for name in ("post_id", "thread_id", "author"))
    parent = clean(text_of(row, "parent_id"))
    date = _date(text_of(row, "date"))
    words = _words(row)
    return Line(number, post, thread, parent, author, date, spool.keep(words), len(words.body))


def in_order(lines: Iterable[Line]) -> Iterator[Line]:
    """Thread after thread, each by date, but no post before the one it answers.

    Posts that answer each other in a circle never come.
    """
    threads: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        threads[line.thread].append(line)
    for thread in threads.values():
        yield from _parents_first(thread)


def batches(lines: Iterable[Line], *, posts: int, characters: int) -> Iterator[list[Line]]:
    """The lines in portions, none with more posts or (unless it is one post) more characters."""
    batch: list[Line] = []
    size = 0
    for line in lines:
        if batch and (len(batch) == posts or size + line.length > characters):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += line.length
    if batch:
        yield batch


def _parents_first(thread: list[Line]) -> Iterator[Line]:
    here = {line.post for line in thread}
    answers: dict[str, list[Line]] = defaultdict(list)
    ready: list[tuple[datetime, int, Line]] = []
    for line in thread:
        if line.parent in here:
            answers[line.parent].append(line)
        else:
            heapq.heappush(ready, (line.date, line.number, line))
    while ready:
        line = heapq.heappop(ready)[2]
        yield line
        for answer in answers.pop(line.post, ()):
            heapq.heappush(ready, (answer.date, answer.number, answer))


def _id(row: Row, name: str) -> str:
    value = clean(text_of(row, name))
    if not value:
        raise Invalid({name: _("It has no %(name)s.", name=name)})
    if len(value) > LONGEST_ID:
        raise Invalid({name: _("Its %(name)s is longer than %(most)s characters.", name=name,
                               most=LONGEST_ID)})
    return value


def _date(words: str) -> datetime:
    try:
        date = datetime.fromisoformat(words)
        date = (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid({"date": _("Its date “%(date)s” is not one like 2026-10-31T09:30:00Z.",
                                 date=words[:50])}) from error
    if date > now():
        raise Invalid({"date": _("Its date “%(date)s” lies in the future.", date=words[:50])})
    return date


def _words(row: Row) -> Words:
    language = re.split("[-_]", text_of(row, "lang").lower())[0]
    accepted, kind = text_of(row, "accepted").lower(), text_of(row, "kind").lower()
    return Words(
        subject=tidy_title(text_of(row, "subject")), body=tidy_post(_raw(row.get("body"))),
        language=language if language in LANGUAGES else "",
        author_name=tidy_title(text_of(row, "author_name"))[:100],
        kind=kind if kind in KINDS else "question" if accepted and not kind else "discussion",
        is_accepted=accepted in ("true", "yes", "1"),
    )


def _raw(value: Any) -> str:
    """A text with the spaces at its beginning, which may mean something."""
    return "" if value is None else str(value)
