"""The audit log: who did what to what, in ids only, stored with the deed.

Who may read it is decided in `moderation/policy.py`.
"""
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import Model, db


class AuditEntry(Model):
    """One deed. `actor_id` is empty when the command line or the clockwork did it."""

    __tablename__ = "audit_log"
    actor_id: Mapped[int | None] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(index=True)
    target_kind: Mapped[str]
    target_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def record(actor_id: int | None, act: str, target: Model | None = None, **facts: Any) -> None:
    """Write an entry in the caller's transaction. `facts` hold codes and ids, never texts."""
    db.session.add(AuditEntry(
        actor_id=actor_id, act=act, facts=facts,
        target_kind=target.__tablename__ if target is not None else "",
        target_id=target.id if target is not None else None,
    ))
