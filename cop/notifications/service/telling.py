"""Telling people: the one way in which a notice comes to be. Whom an event concerns is decided in
`listeners/`."""
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from cop.base.clock import now
from cop.base.db import Model, db
from cop.base.jobs import enqueue
from cop.notifications.channels import Channel
from cop.notifications.kinds import KINDS
from cop.notifications.models import Notice
from cop.notifications.policy import TARGETS
from cop.notifications.queries.inbox import list_open_bundles, list_told
from cop.notifications.queries.rhythms import list_hours
from cop.notifications.queries.wishes import list_channels, places_of

TARGET_KINDS = {"posts": "post", "cases": "case", "spaces": "space",
                "saved_searches": "search", "case_quotations": "quotation",
                "digests": "digest"}
#: So many letters about single things are written by one job, so many of one issue of a digest.
LETTERS_A_JOB, ISSUES_A_JOB = 20, 500


def tell(people: Iterable[int], kind: str, target: Model, *, key: str,
         actor_id: int | None = None) -> None:
    """Tell each of them once that something of this kind (`kinds.py`) happened to a post, a case,
    a space or a saved search, where each of them wants to hear of it.

    `key` names the deed: the same is told to nobody twice, and nobody hears of their own deeds.
    Ask before who may see it; it is asked again when it is shown or mailed.
    """
    concerned = set(people) - {actor_id}
    concerned -= list_told(key, concerned)
    channels = list_channels(concerned, KINDS[kind].subject, places_of(target))
    told = sorted(who for who, channel in channels.items() if channel != Channel.NOTHING)
    bundles = _bundles(told, kind, target, key)
    notices = [Notice(person_id=who, kind=kind, key=key, actor_id=actor_id, bundle=bundles[who],
                      target_kind=kind_of_target(target), target_id=target.id,
                      channel=channels[who].value) for who in told]
    db.session.add_all(notices)
    db.session.flush()
    ring([notice for notice in notices if notice.channel == Channel.AT_ONCE])


def kind_of_target(target: Model) -> str:
    table = target.__tablename__
    return TARGET_KINDS[table] if table in TARGET_KINDS else TARGETS[table].kind


def ring(notices: Sequence[Notice]) -> None:
    """Order their letters: now, or when the quiet hours of their readers end."""
    hours = list_hours([notice.person_id for notice in notices])
    due: dict[tuple[datetime, bool], list[int]] = defaultdict(list)
    moment = now()
    for notice in notices:
        due_at = hours[notice.person_id].may_ring_at(moment)
        due[due_at, notice.kind == "issue_sent"].append(notice.id)
    for (due_at, is_issue), ids in due.items():
        name, most = (("notices.issue", ISSUES_A_JOB) if is_issue
                      else ("notices.ring", LETTERS_A_JOB))
        for first in range(0, len(ids), most):
            enqueue(name, due_at=due_at, notice_ids=ids[first:first + most])


def _bundles(people: Collection[int], kind: str, target: Model, key: str) -> dict[int, str]:
    """The bundle each of them finds it in: what they have not read of the same goes together."""
    if not (KINDS[kind].several or KINDS[kind].is_bundled):
        return dict.fromkeys(people, key)
    thread = getattr(target, "topic_id", target.id)
    beginning = f"{kind}/{kind_of_target(target)}:{thread}/"
    begun = list_open_bundles(beginning, people)
    return {who: begun.get(who, f"{beginning}{key}") for who in people}
