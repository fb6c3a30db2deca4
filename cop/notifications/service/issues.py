"""Letters that bring an issue of a digest to those who chose e-mail for it, many at once.

The issue is written down once, while nothing is held; to whom it goes is asked after that, in the
transaction that puts the letters into the outbox.
"""
from collections.abc import Callable, Collection, Mapping
from functools import partial

from cop.base.clock import now
from cop.base.mail_bulk import write_letters
from cop.notifications.issue_letters import IssueLetter, compose, draft_for
from cop.notifications.models import Notice
from cop.notifications.queries.inbox import list_lines_where
from cop.notifications.queries.mailings import get_issue, list_allowed
from cop.notifications.queries.rhythms import list_hours
from cop.notifications.queries.wishes import list_to_ring
from cop.notifications.service.telling import ring
from cop.notifications.service.wishes import stop_address
from cop.notifications.single_letters import write_of_line


def write_issues(notice_ids: Collection[int]) -> Callable[[], None]:
    """Nothing is stored until what this answers is called."""
    wanted = {notice.target_id for notice in list_to_ring(notice_ids)}
    return partial(_store, notice_ids, {each: compose(get_issue(each)) for each in wanted})


def _store(notice_ids: Collection[int], issues: Mapping[int, IssueLetter]) -> None:
    """Who may see it now, still has not read it, and is not in their quiet hours gets it."""
    notices = [notice for notice in list_to_ring(notice_ids) if notice.target_id in issues]
    hours = list_hours({notice.person_id for notice in notices})
    later = [each for each in notices if hours[each.person_id].may_ring_at(now()) > now()]
    ready = [each for each in notices if each not in later]
    allowed = list_allowed(ready)
    write_letters("issue_sent", [
        draft_for(each.person, issues[each.target_id], stop=stop_address(each.person, "issues"))
        for each in ready if each.id in allowed and not _hides(each)])
    for notice in ready:
        notice.mailed_at = now()
        if notice.id in allowed and _hides(notice):
            _tell_without_content(notice)
    ring(later)


def _hides(notice: Notice) -> bool:
    """Do its reader, or the space it is for, want nothing of it in e-mails?"""
    space = get_issue(notice.target_id).space
    return notice.person.letters_without_content or bool(space and space.letters_without_content)


def _tell_without_content(notice: Notice) -> None:
    for line in list_lines_where(notice.person, Notice.id == notice.id):
        write_of_line(notice.person, line, stop=stop_address(notice.person, "issues"), hides=True)
