"""Whom a decision concerns, and what the clockwork means for the queue."""
from datetime import timedelta

from cop.base.clock import now
from cop.base.events import on
from cop.base.jobs import every
from cop.discussions.events import PostHeld
from cop.joining.events import JoinAnswered, JoinAsked
from cop.messages.service.taking_part import forget_removed_words
from cop.moderation import letters
from cop.moderation.events import AppealDecided, AppealMade, ItemDecided, PostHidden
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.queries import reminders
from cop.moderation.queries.decisions import get_appeal, get_decision, was_hidden
from cop.moderation.queries.items import find_open_item, get_review, list_in_care_of
from cop.moderation.queries.reports import list_reports
from cop.moderation.service import forgetting, queue
from cop.moderation.service.deciding import AGAINST
from cop.notifications.service.telling import tell


@on(PostHeld)
def put_into_the_queue(event: PostHeld) -> None:
    queue.take_first_post(event.post_id)


@on(JoinAsked)
def put_asking_into_the_queue(event: JoinAsked) -> None:
    queue.open_item("join", event.request_id)


@on(JoinAnswered)
def take_asking_out_of_the_queue(event: JoinAnswered) -> None:
    if item := find_open_item("join", event.request_id):
        queue.close_item(item)


@every(timedelta(hours=1))
def remind_of_the_queue() -> None:
    """At most once a day each, of what waits too long in their care: the oldest of it."""
    day = now().date().isoformat()
    for person_id, item in reminders.list_late():
        tell([person_id], "queue_waits", item, key=f"queue:{day}")


@every(timedelta(days=1))
def forget_old_reports() -> None:
    forgetting.forget_removed_words()
    forget_removed_words(before=now() - forgetting.KEPT_BACK)
    forgetting.forget_old_items()


@on(PostHidden)
def tell_of_hidden_post(event: PostHidden) -> None:
    """Its author, with what there is to say; those who reported it, without each other's names."""
    decision = get_decision(event.decision_id)
    _tell_author(decision, "post_hidden")
    for report in list_reports(decision.item):
        if report.reporter_id:
            tell([report.reporter_id], "report_hides", report, key=f"hides:{report.id}")


@on(ItemDecided)
def tell_of_decision(event: ItemDecided) -> None:
    """Its author where it is against them, or where their post was hidden until now."""
    decision = get_decision(event.decision_id)
    if decision.outcome in AGAINST or was_hidden(decision.item):
        _tell_author(decision, "decided_of_yours")
    for report in list_reports(decision.item):
        if report.reporter_id:
            tell([report.reporter_id], "report_decided", report, key=f"reported:{report.id}")
        elif report.email:
            letters.write_outcome(report)


@on(AppealMade)
def tell_of_appeal(event: AppealMade) -> None:
    """Those in whose care it is: not who decided before, nor who objects."""
    item = get_review(event.item_id)
    tell(list_in_care_of(item), "appeal_made", item, key=f"appeal:{event.appeal_id}")


@on(AppealDecided)
def tell_of_answer(event: AppealDecided) -> None:
    appeal = get_appeal(event.appeal_id)
    person = appeal.decision.person
    if person and person.active:
        tell([person.id], "appeal_decided", appeal.decision, key=f"answer:{appeal.id}")
        letters.write_answer(person, appeal)


def _tell_author(decision: ModerationDecision, kind: str) -> None:
    """By notice and by letter, whatever they wish of the subject: the law wants it so."""
    if decision.person and decision.person.active:
        tell([decision.person_id], kind, decision, key=f"decision:{decision.id}")
        letters.write_statement(decision.person, decision)
