"""Reads of the audit log. What is written into it is said by each feature's service."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.base.paging import Page, page
from cop.base.verdict import require
from cop.moderation.deeds import name_deed, name_details, name_thing
from cop.moderation.policy import may_read_log, visible_entries
from cop.people.models import Person, Visitor
from cop.people.policy import may_administer

#: Rows read at once for a file.
BATCH = 2000


@dataclass(frozen=True)
class LogLine:
    """An entry with the name its actor has now."""

    entry: AuditEntry
    actor: str


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which entries: `act` is one kind of deed or its beginning, `acts` are others that are meant;
    days are whole ones in UTC."""

    act: str = ""
    acts: Sequence[str] = ()
    actor_id: int | None = None
    since: date | None = None
    until: date | None = None


def list_log(reader: Person | Visitor, wanted: Wanted, after: str = "") -> Page[LogLine]:
    """Newest first, as far as the reader may look."""
    require(may_read_log(reader))
    query = _wanted(reader, wanted)
    found = page(query, by=[AuditEntry.created_at, AuditEntry.id], after=after, size=50)
    names = _names({entry.actor_id for entry in found})
    return Page([LogLine(e, names.get(e.actor_id, "")) for e in found], found.next)


def every_line(administrator: Person | Visitor, wanted: Wanted,
               language: str) -> Iterator[dict[str, Any]]:
    """All of it in the order it was written, as rows of a file: in codes and numbers, as it is
    kept, and in the words of the page besides."""
    require(may_administer(administrator))
    last = 0
    while True:
        query = _wanted(administrator, wanted).where(AuditEntry.id > last)
        rows = db.session.scalars(query.order_by(AuditEntry.id).limit(BATCH)).all()
        yield from (_row(entry, language) for entry in rows)
        if len(rows) < BATCH:
            return
        last = rows[-1].id
        db.session.expunge_all()


def _wanted(reader: Person | Visitor, wanted: Wanted) -> Select[tuple[AuditEntry]]:
    query = select(AuditEntry).where(
        visible_entries(reader), or_(AuditEntry.act.startswith(wanted.act, autoescape=True),
                                     AuditEntry.act.in_(wanted.acts)))
    if wanted.actor_id:
        query = query.where(AuditEntry.actor_id == wanted.actor_id)
    if wanted.since:
        query = query.where(AuditEntry.created_at >= _midnight(wanted.since))
    if wanted.until:
        query = query.where(AuditEntry.created_at < _midnight(wanted.until + timedelta(days=1)))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _names(people: set[int | None]) -> dict[int, str]:
    query = select(Person.id, Person.name).where(Person.id.in_(people))
    return dict(db.session.execute(query).all())


def _row(entry: AuditEntry, language: str) -> dict[str, Any]:
    facts = " · ".join(f"{name}: {value}" for name, value in entry.facts.items())
    return {"id": entry.id, "at": entry.created_at.isoformat(), "actor": entry.actor_id,
            "act": entry.act, "target": entry.target_kind, "target_id": entry.target_id,
            "space": entry.space_id, "facts": facts, "position": entry.position,
            "seal": entry.seal, "deed": name_deed(entry.act), "on": name_thing(entry),
            "details": " · ".join(": ".join(each) for each in name_details(entry, language))}
