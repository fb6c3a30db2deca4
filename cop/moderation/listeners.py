"""Whom a decision concerns, and what the clockwork means for the queue."""
from cop.base.events import on
from cop.moderation import letters
from cop.moderation.events import ItemDecided, PostHidden
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.queries.decisions import get_decision, was_hidden
from cop.moderation.queries.reports import list_reports
from cop.moderation.service.deciding import AGAINST
from cop.notifications.service.telling import tell


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


def _tell_author(decision: ModerationDecision, kind: str) -> None:
    """By notice and by letter, whatever they wish of the subject: the law wants it so."""
    if decision.person and decision.person.active:
        tell([decision.person_id], kind, decision, key=f"decision:{decision.id}")
        letters.write_statement(decision.person, decision)
