"""Reads of the audit log. What is written into it is said by each feature's service."""
from dataclasses import dataclass

from sqlalchemy import select

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.base.paging import Page, page
from cop.base.verdict import require
from cop.moderation.policy import may_read_log
from cop.people.models import Person, Visitor


@dataclass(frozen=True)
class LogLine:
    """An entry with the name its actor has now."""

    entry: AuditEntry
    actor: str


def list_log(reader: Person | Visitor, act: str = "", after: str = "") -> Page[LogLine]:
    """Newest first; `act` is one kind of deed or its beginning."""
    require(may_read_log(reader))
    query = select(AuditEntry).where(AuditEntry.act.startswith(act, autoescape=True))
    found = page(query, by=[AuditEntry.created_at, AuditEntry.id], after=after, size=50)
    actors = {entry.actor_id for entry in found}
    names = dict(db.session.execute(
        select(Person.id, Person.name).where(Person.id.in_(actors))).all())
    return Page([LogLine(e, names.get(e.actor_id, "")) for e in found], found.next)
