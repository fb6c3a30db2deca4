"""Everything that changes the inbox."""
from sqlalchemy import select, update

from cop.base.clock import now
from cop.base.db import Model, db
from cop.notifications.models import Notice
from cop.notifications.policy import visible_notices
from cop.people.models import Person

TARGET_KINDS = {"posts": "post", "cases": "case"}


def tell(person_id: int, kind: str, target: Model, *, key: str,
         actor_id: int | None = None) -> None:
    """One line in somebody's inbox. Nobody hears of their own deeds, nor of anything twice."""
    if person_id == actor_id:
        return
    known = select(Notice.id).where(Notice.person_id == person_id, Notice.key == key)
    if db.session.scalar(known):
        return
    db.session.add(Notice(
        person_id=person_id, kind=kind, key=key, actor_id=actor_id,
        target_kind=TARGET_KINDS[target.__tablename__], target_id=target.id))


def mark_all_read(reader: Person) -> None:
    db.session.execute(update(Notice).where(
        visible_notices(reader), Notice.read_at.is_(None)).values(read_at=now()))
