"""What goes out by mail: letters at once, personal digests. What they say stands elsewhere."""
from collections.abc import Callable
from datetime import datetime, timedelta

from cop.base.jobs import enqueue, every, job
from cop.notifications.service import digests, issues, ringing


@job("notices.ring")
def ring(notice_ids: list[int]) -> None:
    ringing.write_at_once(notice_ids)


@job("notices.issue", outside=True, slow=True)
def write_issues(notice_ids: list[int]) -> Callable[[], None]:
    return issues.write_issues(notice_ids)


@every(timedelta(minutes=1))
def order_digests() -> None:
    if digests.order_digests():
        enqueue(f"{__name__}.order_digests")


@job("notices.digest", outside=True, slow=True)
def write_digests(person_ids: list[int], until: str, last: list[int]) -> Callable[[], None]:
    return digests.write_digests(person_ids, datetime.fromisoformat(until), last)
