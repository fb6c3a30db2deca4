"""Reporting things. What a report counts is said in `weighing.py`."""
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.days import format_date
from cop.base.db import add, db
from cop.base.errors import Forbidden, Invalid
from cop.base.events import publish
from cop.base.mail import write_letter
from cop.base.site import read_site
from cop.base.verdict import require
from cop.discussions.models.topics import Post
from cop.discussions.service.withholding import withhold_post
from cop.moderation.events import PostHidden
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.models.items import Report, ReviewItem
from cop.moderation.policy import may_report
from cop.moderation.queries.decisions import was_kept
from cop.moderation.queries.reports import find_own_report, voice_of
from cop.moderation.queries.things import Thing
from cop.moderation.reasons import GROUNDS, REASONS, gravest
from cop.moderation.service.queue import open_item
from cop.moderation.weighing import Given, is_enough
from cop.people.models import Person, Visitor
from cop.people.service.profiles import address_problem, read_address

LONGEST_NOTE = 2000
LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said in a report; a visitor may leave a name and an address."""

    reason: str
    note: str = ""
    name: str = ""
    email: str = ""


def report_thing(reporter: Person | Visitor, thing: Thing, said: Said) -> Report:
    """Tell the moderators. Of one person and thing there is one report: a second changes the first.

    The audit log does not say who reported: whoever reads it may be who was reported.
    """
    require(may_report(reporter, thing.author_id))
    if problems := report_problems(said):
        raise Invalid(problems)
    earlier = find_own_report(reporter, thing.kind, thing.id) if reporter.is_signed_in else None
    if earlier and not earlier.item.is_open:
        _refuse_again(earlier.item)
    item = open_item(thing.kind, thing.id, post_id=thing.post_id, case_id=thing.case_id,
                     file_id=thing.file_id, person_id=thing.author_id)
    if earlier and earlier.item_id == item.id:
        earlier.reason, earlier.note = said.reason, said.note
        report = earlier
    else:
        report = _new_report(reporter, item, said)
    _count(item)
    record(None, "report.made", item, reason=said.reason)
    if item.kind == "post":
        _hide_if_enough(item)
    return report


def report_problems(said: Said) -> dict[str, str]:
    """What is wrong with a report, by field."""
    problems = {}
    if said.reason not in REASONS:
        problems["reason"] = _("Please choose what is wrong.")
    if said.reason == "other" and not said.note:
        problems["note"] = _("Please say what it is.")
    if len(said.note) > LONGEST_NOTE:
        problems["note"] = _("A note has at most %(most)s characters.", most=LONGEST_NOTE)
    if len(said.name) > LONGEST_NAME:
        problems["name"] = _("A name has at most %(most)s characters.", most=LONGEST_NAME)
    return problems | address_problem(said.email)


def _refuse_again(item: ReviewItem) -> None:
    """What a moderator has looked at since it last changed need not be reported again."""
    post = item.post
    if item.kind == "post" and post and (not post.edited_at or post.edited_at < item.decided_at):
        raise Forbidden(_("You reported this before, and a moderator has looked at it on %(day)s. "
                          "Nothing has changed since.", day=format_date(item.decided_at, "long")))


def _new_report(reporter: Person | Visitor, item: ReviewItem, said: Said) -> Report:
    report = Report(item_id=item.id, reason=said.reason, note=said.note,
                    language=get_locale().language)
    if reporter.is_signed_in:
        voice = voice_of(reporter, item.person_id)
        report.reporter_id, report.is_of_new = reporter.id, voice.is_new
        report.weight = voice.weight
    elif said.email or said.name:
        report.name, report.email = said.name, said.email and read_address(said.email)
    add(report)
    if report.email:
        _acknowledge(report)
    return report


def _count(item: ReviewItem) -> None:
    """What the queue shows of all reports of a thing together."""
    db.session.flush()
    db.session.expire(item, ["reports"])
    item.reason = gravest([report.reason for report in item.reports])
    item.weight = sum(report.weight for report in item.reports)
    item.report_count = len(item.reports)


def _hide_if_enough(item: ReviewItem) -> None:
    """Also once only: what a moderator kept, reports hide no more until it is changed."""
    post = db.session.get(Post, item.post_id)
    given = [Given(each.reason, each.weight, each.is_of_new) for each in item.reports]
    if post.deleted_at or not is_enough(given) or was_kept(post):
        return
    withhold_post(post, "hidden")
    ground = item.reason if item.reason in GROUNDS else "unlawful"
    decision = add(ModerationDecision(
        item_id=item.id, outcome="hidden", person_id=post.author_id, ground=ground,
        is_automated=True))
    record(None, "post.hidden", post, item=item.id)
    publish(PostHidden(item_id=item.id, decision_id=decision.id))


def _acknowledge(report: Report) -> None:
    """Says nothing of what was typed: the form sends no stranger's words to anybody."""
    body = _("Thank you for your report. It has the number %(number)s.\n\n"
             "A moderator will look at it. You will hear from us what was decided.\n\n"
             "If you did not write to us, somebody gave your address by mistake: you need not do "
             "anything.", number=report.number)
    write_letter(report.email, subject=_("Your report %(number)s", number=report.number),
                 body=f"{body}\n\n{read_site().name}\n", kind="report")
