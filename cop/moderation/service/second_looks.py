"""A second look: who reported something that stands asks once for another moderator."""
from flask_babel import get_locale
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.text import clean
from cop.base.verdict import Verdict, require
from cop.moderation.models.items import Report, ReviewItem
from cop.moderation.policy import may_ask_again
from cop.moderation.queries.decisions import find_verdict
from cop.moderation.queries.reports import find_own_report
from cop.moderation.queries.things import get_thing
from cop.moderation.service.queue import open_item
from cop.people.models import Person

SHORTEST, LONGEST = 10, 2000


def verdict_on(reporter: Person, report: Report) -> Verdict:
    """May they ask for it?"""
    last = find_own_report(reporter, report.item.kind, report.item.target_id) or report
    return may_ask_again(report, last, find_verdict(report.item))


def ask_again(reporter: Person, report: Report, words: str) -> Report:
    """It waits anew, for a moderator who had no part in it. It weighs nothing: nothing is hidden by
    it. Who reports stands in no audit log."""
    thing = get_thing(reporter, report.item.kind, report.item.target_id)
    require(verdict_on(reporter, report))
    words = clean(words).strip()
    if problems := asking_problems(words):
        raise Invalid(problems)
    decided = find_verdict(report.item)
    item = open_item(thing.kind, thing.id, post_id=thing.post_id, case_id=thing.case_id,
                     file_id=thing.file_id, person_id=thing.author_id, reason=report.reason)
    _keep_away(item, decided.decided_by_id if decided else None)
    again = add(Report(item_id=item.id, reporter_id=reporter.id, reason=report.reason, note=words,
                       language=get_locale().language, is_again=True))
    item.report_count += 1
    db.session.expire(item, ["reports"])
    record(None, "report.asked_again", item, reason=report.reason)
    return again


def asking_problems(words: str) -> dict[str, str]:
    if SHORTEST <= len(words) <= LONGEST:
        return {}
    return {"text": _("Please say in %(least)s to %(most)s characters why somebody should look "
                      "again.", least=SHORTEST, most=LONGEST)}


def _keep_away(item: ReviewItem, decided_by_id: int | None) -> None:
    """Who decided before neither decides now nor holds it."""
    item.not_for_id = decided_by_id
    if item.claimed_by_id == decided_by_id:
        item.claimed_by_id = item.claimed_at = None
