"""Letters about single things, as soon as they may come. Issues of digests: `issues.py`."""
from collections.abc import Collection

from cop.base.clock import now
from cop.notifications.kinds import KINDS
from cop.notifications.models import Notice
from cop.notifications.post_letters import write_of_post
from cop.notifications.queries import whom
from cop.notifications.queries.inbox import list_lines_where
from cop.notifications.queries.rhythms import list_hours
from cop.notifications.queries.wishes import list_to_ring
from cop.notifications.service.telling import ring
from cop.notifications.service.wishes import stop_address
from cop.notifications.single_letters import write_of_line


def write_at_once(notice_ids: Collection[int]) -> None:
    """Write a letter for each of these notices that is still unread and about something its
    reader may see. Should it be quiet by now, it waits for the morning."""
    notices = list_to_ring(notice_ids)
    hours = list_hours({notice.person_id for notice in notices})
    for notice in notices:
        if hours[notice.person_id].may_ring_at(now()) > now():
            ring([notice])
        else:
            _write(notice)


def _write(notice: Notice) -> None:
    lines = list_lines_where(notice.person, Notice.id == notice.id)
    notice.mailed_at = now()
    if not lines:  # its reader may not see it any more
        return
    stop = stop_address(notice.person, KINDS[notice.kind].subject)
    if notice.target_kind == "post":
        write_of_post(notice.person, whom.get_post(notice.target_id), kind=notice.kind,
                      sentence=lambda: lines[0].sentence, unsubscribe=stop, key=notice.key)
    else:
        write_of_line(notice.person, lines[0], stop=stop)
