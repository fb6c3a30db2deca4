"""Everything that changes the inbox. Whom an event concerns is decided in `listeners.py`."""
from collections.abc import Iterable

from sqlalchemy import update

from cop.base.clock import now
from cop.base.db import Model, db
from cop.notifications.models import Notice
from cop.notifications.policy import own_notices
from cop.notifications.queries import find_unread, list_told
from cop.people.models import Person
from cop.search.models.saved import SavedSearch

TARGET_KINDS = {"posts": "post", "cases": "case", "spaces": "space",
                "saved_searches": "search"}


def tell(people: Iterable[int], kind: str, target: Model, *, key: str,
         actor_id: int | None = None) -> None:
    """One line in the inbox of each. Nobody hears of their own deeds, nor of anything twice."""
    concerned = set(people) - {actor_id}
    for person_id in sorted(concerned - list_told(key, concerned)):
        db.session.add(Notice(
            person_id=person_id, kind=kind, key=key, actor_id=actor_id,
            target_kind=TARGET_KINDS[target.__tablename__], target_id=target.id))
    db.session.flush()


def tell_of_search(saved: SavedSearch) -> None:
    """One line for all that is new, however often more is found before it is read."""
    unread = find_unread(saved.person_id, "search", saved.id)
    if unread:
        unread.created_at = now()
    else:
        tell([saved.person_id], "search_matched", saved,
             key=f"search:{saved.id}:{now().isoformat()}")


def mark_read(reader: Person, notice: Notice) -> None:
    """Whose it is was asked when the notice was found."""
    notice.read_at = notice.read_at or now()


def mark_all_read(reader: Person) -> None:
    """Those too that are about things no longer to be seen."""
    db.session.execute(update(Notice).where(
        own_notices(reader), Notice.read_at.is_(None)).values(read_at=now()))
