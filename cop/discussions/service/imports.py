"""Discussions from elsewhere, taken in whole: nobody is told, and dates stay what they were.

What a line is, and in which order lines come, is said in `lines.py`; how their rows are written
all at once, in `shelves.py`.
"""
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context

from flask_babel import gettext as _
from sqlalchemy import select

from cop.base import tables
from cop.base.db import begin_writing, db
from cop.base.errors import Invalid
from cop.base.markup import to_html
from cop.base.tables import NumberedRow
from cop.base.text import excerpt
from cop.discussions.lines import Line, Spool, Words, batches, in_order, read_line
from cop.discussions.models.topics import Post, Topic
from cop.discussions.service.shelves import Entry, Home, put_away
from cop.discussions.service.topics import regions_of_place
from cop.discussions.texts import LONGEST_TITLE, first_part
from cop.spaces.models import Space

PREFIX = "import:"
#: What an export calls a post that was written here.
OURS_NAMED = "post-{}"
OURS = re.compile("post-([1-9][0-9]{0,8})")
NEEDED = ("thread_id", "post_id", "author", "date")
POSTS_AT_ONCE = 500
CHARACTERS_AT_ONCE = 4_000_000
#: Fewer posts than this are rendered here: starting other processes would take longer.
FEW = 200
NO_TEXT = "(no text)"


@dataclass
class Report(tables.Report):
    """What became of the lines so far; `total` is known once the whole file was read."""

    total: int = 0

    @property
    def done(self) -> int:
        return self.taken + self.known + len(self.refused)


def import_topics(rows: Iterable[NumberedRow], space: Space, *,
                  dry_run: bool = False) -> Iterator[Report]:
    """Take in the posts of a file, thread after thread; yields the same report batch by batch.

    Whoever calls commits after each report, and need not begin again: the next batch begins its
    own transaction when its texts are rendered, so that others can write meanwhile. A post that
    is known from an earlier import, or was exported from here, changes nothing. A dry run writes
    nothing.
    """
    report = Report()
    home = Home(space.id, space.language, tuple(regions_of_place(None, space)))
    rows = tables.with_columns(rows, NEEDED)
    first = list(islice(rows, FEW))
    with Spool() as spool, _renderer(0 if dry_run else len(first)) as render:
        lines = list(_fresh(_read(chain(first, rows), spool, report), report))
        yield report
        if dry_run:
            report.taken = len(lines)
            yield report
            return
        for entries in _rendered(lines, spool, home, render):
            if not db.session().in_transaction():
                begin_writing()
            put_away(entries, home)
            report.taken += len(entries)
            yield report


def _read(rows: Iterable[NumberedRow], spool: Spool, report: Report) -> list[Line]:
    lines: dict[str, Line] = {}
    for number, row in rows:
        report.total += 1
        try:
            line = read_line(number, row, spool)
        except Invalid as refusal:
            report.refuse(number, str(refusal))
            continue
        if line.post in lines:
            report.refuse(number, _("Its post_id stands on line %(number)s already.",
                                    number=lines[line.post].number))
        else:
            lines[line.post] = line
    return list(lines.values())


def _fresh(lines: Sequence[Line], report: Report) -> Iterator[Line]:
    """The lines to take in, in order; the others are counted as known or refused."""
    threads = _thread_of_known({line.post for line in lines} | {line.parent for line in lines})
    known = set(threads) | _written_here(lines)
    seen = set()
    for line in in_order(lines):
        seen.add(line.number)
        if line.post in known:
            report.known += 1
        elif line.parent and threads.get(line.parent) != line.thread:
            report.refuse(line.number, _("The post it answers, “%(parent)s”, is not in its thread.",
                                         parent=line.parent[:100]))
        else:
            threads[line.post] = line.thread
            yield line
    for line in lines:
        if line.number not in seen:
            report.refuse(line.number, _("It answers a post that answers it."))


def _thread_of_known(posts: Iterable[str]) -> dict[str, str]:
    """The thread of every one of these posts that was imported before."""
    names = [PREFIX + post for post in posts if post]
    found: dict[str, str] = {}
    for begin in range(0, len(names), POSTS_AT_ONCE):
        query = select(Post.external_id, Topic.external_id).join(Topic, Topic.id == Post.topic_id)
        some = query.where(Post.external_id.in_(names[begin:begin + POSTS_AT_ONCE]))
        found |= {post.removeprefix(PREFIX): (thread or "").removeprefix(PREFIX)
                  for post, thread in db.session.execute(some)}
    return found


def _written_here(lines: Iterable[Line]) -> set[str]:
    """Those that were exported from here: a post of ours with the number that an export names it
    by, written in the same second."""
    dates = {int(found[1]): line.date for line in lines if (found := OURS.fullmatch(line.post))}
    numbers, here = list(dates), set()
    for begin in range(0, len(numbers), POSTS_AT_ONCE):
        query = select(Post.id, Post.created_at).where(
            Post.id.in_(numbers[begin:begin + POSTS_AT_ONCE]))
        here |= {OURS_NAMED.format(post_id) for post_id, moment in db.session.execute(query)
                 if moment.replace(microsecond=0) == dates[post_id]}
    return here


Sources = Sequence[tuple[str, str]]
#: Begins to render texts and answers with what waits for them.
Render = Callable[[Sources], Callable[[], Sequence[str]]]


@contextmanager
def _renderer(posts: int) -> Iterator[Render]:
    """Renders here when there are few posts, else on all processors, which start meanwhile."""
    if posts < FEW:
        yield lambda sources: lambda: list(map(render, sources))
        return
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        yield lambda sources: pool.map_async(render, sources, chunksize=16).get


def render(source: tuple[str, str]) -> str:
    """Runs in a process of its own: rendering takes most of the time of an import."""
    text, key = source
    return to_html(text, key=key)


def _rendered(lines: Iterable[Line], spool: Spool, home: Home,
              render: Render) -> Iterator[list[Entry]]:
    """Batch after batch, the next one being rendered while this one is stored."""
    entries: list[Entry] = []
    finish: Callable[[], Sequence[str]] = list
    for batch in batches(lines, posts=POSTS_AT_ONCE, characters=CHARACTERS_AT_ONCE):
        coming = [_entry(line, spool.read(line), home) for line in batch]
        finish_coming = render([(entry.source, entry.key) for entry in coming])
        if entries:
            yield _with_html(entries, finish())
        entries, finish = coming, finish_coming
    if entries:
        yield _with_html(entries, finish())


def _with_html(entries: list[Entry], pages: Sequence[str]) -> list[Entry]:
    for entry, html in zip(entries, pages, strict=True):
        entry.html = html
    return entries


def _entry(line: Line, words: Words, home: Home) -> Entry:
    body = words.body if words.body.strip() else NO_TEXT
    source = first_part(body)
    return Entry(
        post=PREFIX + line.post, thread=PREFIX + line.thread, date=line.date,
        parent=PREFIX + line.parent if line.parent else "",
        author=PREFIX + line.author, author_name=words.author_name or line.author,
        title=_title(words.subject or body), language=words.language or home.language,
        source=source, whole=body if len(source) < len(body) else "",
        kind=words.kind, is_accepted=words.is_accepted,
    )


def _title(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_TITLE else excerpt(words, LONGEST_TITLE - 2)
