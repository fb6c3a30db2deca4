"""What somebody does in their inbox. How notices come to be is said in `telling.py`."""
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from cop.base.clock import now
from cop.base.db import db
from cop.notifications.models import Notice
from cop.notifications.policy import own_notices
from cop.people.models import Person

#: What was read is kept for so long; so many are forgotten in one transaction.
KEPT, AT_ONCE = timedelta(days=180), 5000


def mark_read(reader: Person, notice: Notice) -> None:
    """The whole line it stands in. Whose it is was asked when the notice was found."""
    db.session.execute(update(Notice).where(
        own_notices(reader), Notice.bundle == notice.bundle, Notice.read_at.is_(None),
    ).values(read_at=now()))


def mark_read_about(reader_id: int, kind: str, target_id: int) -> None:
    """All that somebody was told of a thing that they have before them now."""
    db.session.execute(update(Notice).where(
        Notice.person_id == reader_id, Notice.target_kind == kind, Notice.target_id == target_id,
        Notice.read_at.is_(None)).values(read_at=now()))


def mark_unread(reader: Person, notice: Notice) -> None:
    """All of the line it stands in, also what was read long before."""
    db.session.execute(update(Notice).where(
        own_notices(reader), Notice.bundle == notice.bundle).values(read_at=None))


def mark_all_read(reader: Person) -> datetime:
    """Those too that are about things no longer to be seen. With the moment it can be undone."""
    moment = now()
    db.session.execute(update(Notice).where(
        own_notices(reader), Notice.read_at.is_(None)).values(read_at=moment))
    return moment


def undo_all_read(reader: Person, moment: datetime) -> None:
    """What was marked as read in that moment is unread again."""
    db.session.execute(update(Notice).where(
        own_notices(reader), Notice.read_at == moment).values(read_at=None))


def forget_old() -> bool:
    """Notices that were read long ago go. True where more may be."""
    old = select(Notice.id).where(Notice.read_at < now() - KEPT).limit(AT_ONCE)
    gone = db.session.execute(delete(Notice).where(Notice.id.in_(old.scalar_subquery())))
    return gone.rowcount == AT_ONCE
