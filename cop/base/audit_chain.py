"""The audit log as a chain: each entry sealed over the one before, the ends signed.

Entries are written unsealed, with the deed; one job seals them in the order of their ids and signs
the last link. When old entries go, the last of them is signed in their place. Whoever can write to
the database but does not know the secret key cannot change, remove, add or reorder what is sealed
without `verify` telling. What this does not show is said in docs/audit.md.
"""
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.audit import AuditEntry
from cop.base.clock import now
from cop.base.db import Model, db
from cop.base.per_app import PerApp

#: How many entries one run seals, and how many are read at once to verify.
BATCH = 5000
#: After this time an entry ought to be sealed.
SEALED_WITHIN = timedelta(hours=1)
#: More problems than this are not told one by one.
MOST_TOLD = 20
PURPOSE = b"cop: audit log, version 1"

_key: PerApp[bytes] = PerApp(b"")


class AuditEnd(Model):
    """A signed end of the chain: `tail` is the last entry sealed, `head` the last one deleted."""

    __tablename__ = "audit_ends"
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    seal: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime]
    signature: Mapped[str]


@dataclass
class Verification:
    """What was found: how many links hold, how many entries wait for their seal, what is wrong."""

    sealed: int = 0
    waiting: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.problems


def use(secret: str) -> None:
    """Derive the key of the signatures, once, when the application is put together."""
    _key.set(hmac.digest(secret.encode(), PURPOSE, "sha256"))


def seal_entries() -> int:
    """Seal what was written since the last time; how many. Runs in the caller's transaction and
    holds the end of the chain, so that two never seal at once."""
    query = select(AuditEntry).where(AuditEntry.position.is_(None))
    query = query.order_by(AuditEntry.id).limit(BATCH)
    waiting = list(db.session.scalars(query))
    if not waiting:
        return 0
    tail = _end("tail", lock=True)
    for entry in waiting:
        tail.position += 1
        entry.position = tail.position
        entry.seal = tail.seal = _seal(tail.seal, entry)
    _sign(tail)
    return len(waiting)


def forget_entries(before: datetime) -> int:
    """Delete what is older and sealed, from the beginning on; how many. The last link of it stays
    as the signed head of the rest."""
    newer = select(func.min(AuditEntry.position)).where(AuditEntry.created_at >= before)
    end = db.session.scalar(newer)
    old = AuditEntry.position.is_not(None) & (AuditEntry.created_at < before)
    old = old & (AuditEntry.position < end) if end is not None else old
    last = db.session.scalar(
        select(AuditEntry).where(old).order_by(AuditEntry.position.desc()).limit(1))
    if last is None:
        return 0
    head = _end("head", lock=True)
    head.position, head.seal = last.position, last.seal
    _sign(head)
    return db.session.execute(delete(AuditEntry).where(old)).rowcount


def verify() -> Verification:
    """Go through the whole chain and compare."""
    found = Verification()
    head, tail = _end("head"), _end("tail")
    for end in (head, tail):
        if end.position and not hmac.compare_digest(end.signature, _signature(end)):
            found.problems.append(_(
                "The end of the chain at position %(position)d is not signed with this secret "
                "key: it was changed, or the key was.", position=end.position))
    position, seal = head.position, head.seal
    for entry in _sealed():
        found.problems += _wrong_with(entry, position, seal)
        position, seal, found.sealed = entry.position, entry.seal, found.sealed + 1
        if len(found.problems) >= MOST_TOLD:
            return found
    if (position, seal) != (tail.position, tail.seal):
        found.problems.append(_(
            "The chain ends at position %(position)d, and was last signed at %(signed)d: entries "
            "at its end were removed or added.", position=position, signed=tail.position))
    _look_at_unsealed(found)
    return found


def sign_again() -> Verification:
    """After the secret key was changed: sign the ends anew, if all between them holds."""
    for end in (_end("head"), _end("tail")):
        if end.position:
            _sign(end)
    return verify()


def _wrong_with(entry: AuditEntry, position: int, seal: str) -> list[str]:
    told = {"entry": entry.id, "position": entry.position, "before": position}
    if entry.position != position + 1:
        return [_("Entries are missing between the positions %(before)d and %(position)d.", **told)]
    if entry.seal != _seal(seal, entry):
        return [_("Entry %(entry)d at position %(position)d was changed, added or moved.", **told)]
    return []


def _look_at_unsealed(found: Verification) -> None:
    query = select(func.count(), func.min(AuditEntry.created_at)).where(
        AuditEntry.position.is_(None))
    found.waiting, oldest = db.session.execute(query).one()
    if oldest is not None and oldest < now() - SEALED_WITHIN:
        found.problems.append(ngettext(
            "%(num)d entry waits for its seal, for more than an hour: does a worker run?",
            "%(num)d entries wait for their seal, the oldest for more than an hour: does a "
            "worker run?", found.waiting))


def _sealed() -> Iterator[AuditEntry]:
    """All links in their order, some thousands at a time."""
    position = 0
    while True:
        query = select(AuditEntry).where(AuditEntry.position > position)
        rows = db.session.scalars(query.order_by(AuditEntry.position).limit(BATCH)).all()
        yield from rows
        if len(rows) < BATCH:
            return
        position = rows[-1].position
        db.session.expunge_all()


def _end(name: str, *, lock: bool = False) -> AuditEnd:
    query = select(AuditEnd).where(AuditEnd.name == name).execution_options(populate_existing=True)
    found = db.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        found = AuditEnd(name=name, position=0, seal="", signed_at=now(), signature="")
        if lock:
            db.session.add(found)
    return found


def _seal(before: str, entry: AuditEntry) -> str:
    said = [entry.position, entry.id, entry.created_at.isoformat(), entry.actor_id, entry.act,
            entry.target_kind, entry.target_id, entry.space_id, entry.facts]
    words = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return sha256(f"{before}\n{words}".encode()).hexdigest()


def _sign(end: AuditEnd) -> None:
    end.signed_at = now()
    end.signature = _signature(end)


def _signature(end: AuditEnd) -> str:
    words = f"{end.name}\n{end.position}\n{end.seal}\n{end.signed_at.isoformat()}"
    return hmac.new(_key.get(), words.encode(), "sha256").hexdigest()
