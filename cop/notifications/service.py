"""Everything that changes the inbox. Whom an event concerns is decided in `listeners/`."""
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update

from cop.base.clock import now
from cop.base.db import Model, db
from cop.notifications.kinds import KINDS
from cop.notifications.models import Notice
from cop.notifications.policy import own_notices
from cop.notifications.queries.inbox import list_open_bundles, list_told
from cop.people.models import Person

TARGET_KINDS = {"posts": "post", "cases": "case", "spaces": "space",
                "saved_searches": "search", "case_quotations": "quotation"}


def tell(people: Iterable[int], kind: str, target: Model, *, key: str,
         actor_id: int | None = None) -> None:
    """Tell each of them once that something of this kind (`kinds.py`) happened to a post, a case,
    a space or a saved search. `key` names the deed: the same is told to nobody twice, and nobody
    hears of their own deeds. Ask before who may see it; it is asked again when it is shown."""
    concerned = set(people) - {actor_id}
    told = list_told(key, concerned)
    bundle, target_kind = f"{key}/", TARGET_KINDS[target.__tablename__]
    begun: dict[int, str] = {}
    if KINDS[kind].several or KINDS[kind].is_bundled:
        thread = getattr(target, "topic_id", target.id)
        bundle = f"{kind}/{target_kind}:{thread}/"
        begun = list_open_bundles(bundle, concerned)
    for person_id in sorted(concerned - told):
        db.session.add(Notice(
            person_id=person_id, kind=kind, key=key, actor_id=actor_id, target_kind=target_kind,
            target_id=target.id, bundle=begun.get(person_id, f"{bundle}{key}")))
    db.session.flush()


def mark_read(reader: Person, notice: Notice) -> None:
    """The whole line it stands in. Whose it is was asked when the notice was found."""
    db.session.execute(update(Notice).where(
        own_notices(reader), Notice.bundle == notice.bundle, Notice.read_at.is_(None),
    ).values(read_at=now()))


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
