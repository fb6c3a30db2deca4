"""The audit log: who did what to what, in ids only, stored with the deed.

How it is sealed and verified is said in `audit_chain.py`; who may read it is decided in
`moderation/policy.py`.
"""
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import UNSEEN, Model, db


class AuditEntry(Model):
    """One deed. `actor_id` is empty when the command line or the clockwork did it. `space_id` is
    where it was done, if that is in a space. `position` and `seal` come later, from the chain."""

    __tablename__ = "audit_log"
    __table_args__ = UNSEEN
    actor_id: Mapped[int | None] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(index=True)
    target_kind: Mapped[str]
    target_id: Mapped[int | None]
    space_id: Mapped[int | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    position: Mapped[int | None] = mapped_column(unique=True)
    seal: Mapped[str] = mapped_column(default="", server_default="")


def record(actor_id: int | None, act: str, target: Model | None = None, *,
           in_space: int | None = None, **facts: Any) -> None:
    """Write an entry in the caller's transaction. `facts` hold codes and ids, never texts.
    `in_space`: who moderates it sees the entry, where the target itself does not say so."""
    db.session.add(AuditEntry(
        actor_id=actor_id, act=act, facts=facts, space_id=in_space or _space_of(target),
        target_kind=target.__tablename__ if target is not None else "",
        target_id=target.id if target is not None else None,
    ))


def _space_of(target: Any) -> int | None:
    """Of a space itself, of what stands in one, and of what stands in a topic of one."""
    if target is None or target.__tablename__ == "spaces":
        return target.id if target is not None else None
    if hasattr(target, "space_id"):
        return target.space_id
    inside = getattr(target, "topic", None) or getattr(target, "post", None)
    return _space_of(inside)
