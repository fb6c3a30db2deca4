"""Everything that is changed from these pages: reports, decisions, jobs that wait for help."""
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.base.audit import record
from cop.base.clock import now
from cop.base.days import format_date
from cop.base.db import add
from cop.base.decisions import PLAIN
from cop.base.dropping import drop
from cop.base.errors import Invalid, NotFound
from cop.base.jobs import Job
from cop.base.mail import write_letter
from cop.base.site import decide, fresh_site, read_site
from cop.base.site_decisions import DECISIONS
from cop.base.text import clean
from cop.base.verdict import require
from cop.files.models import File
from cop.moderation.queries.items import find_open_item
from cop.moderation.service.queue import close_item, open_item
from cop.pages.models import AccessibilityReport
from cop.pages.previews import preview
from cop.people.models import Person, Visitor
from cop.people.policy import may_administer

#: How long an answer to an accessibility report may take.
ANSWER_WITHIN = timedelta(days=30)
LONGEST_REPORT = 5000
LARGEST_LOGO = 1_000_000  # bytes
NO_LOGO = _l("A logo is a PNG or JPEG picture of at most 1 MB.")
LONGEST_ADDRESS = 1000


def report_barrier(*, text: str, page: str = "", email: str = "") -> AccessibilityReport:
    """Store a report by anybody; who left an address gets a letter with the day it is due."""
    text = clean(text).strip()
    if not 0 < len(text) <= LONGEST_REPORT:
        raise Invalid({"text": _("Please say in up to %(most)d characters what does not work.",
                                 most=LONGEST_REPORT)})
    report = add(AccessibilityReport(
        text=text, page=clean(page).strip()[:LONGEST_ADDRESS], email=email.strip(),
        due_on=(now() + ANSWER_WITHIN).date()))
    open_item("barrier", report.id, due_on=report.due_on, reason="accessibility", report_count=1)
    if report.email:
        _acknowledge(report)
    contact = read_site().contact
    if contact and not contact.startswith("https://"):
        _pass_on(report, contact)
    return report


def finish_report(administrator: Person | Visitor, report: AccessibilityReport) -> None:
    """The barrier is gone, or who reported it has an answer."""
    require(may_administer(administrator))
    if report.done_at is None:
        report.done_at = now()
        if item := find_open_item("barrier", report.id):
            close_item(item)
        record(administrator.id, "accessibility.done", report)


def decide_site(administrator: Person | Visitor, decisions: Mapping[str, Any]) -> list[str]:
    """Store what is different now. The names of what was changed, each in the audit log: with
    what it was and is, where that is a number or a choice."""
    require(may_administer(administrator))
    known = {name: decision for name, decision in DECISIONS.items()
             if name in decisions and not decision.is_fixed}
    wrong = {name: decision.problem(decisions[name]) for name, decision in known.items()}
    if any(wrong.values()):
        raise Invalid({name: problem for name, problem in wrong.items() if problem})
    before = fresh_site()
    changed = [name for name, decision in known.items()
               if decision.write(decisions[name]) != decision.write(getattr(before, name))]
    for name in changed:
        _decide(administrator, name, getattr(before, name), decisions[name])
    return changed


def choose_logo(administrator: Person | Visitor, file: File | None) -> None:
    """A picture that stands beside the name on every page, or none."""
    require(may_administer(administrator))
    if file is not None and not (file.is_picture and file.size <= LARGEST_LOGO):
        raise Invalid({"files": str(NO_LOGO)})
    _decide(administrator, "logo", fresh_site().logo, file.id if file else 0)


def try_again(administrator: Person | Visitor, jobs: Iterable[Job]) -> None:
    """Let jobs that were given up begin anew, with all their tries before them."""
    require(may_administer(administrator))
    for job in jobs:
        job.parked_at, job.leased_until, job.attempts, job.due_at = None, None, 0, now()
        record(administrator.id, "job.tried_again", job, job=job.name)


def drop_jobs(administrator: Person | Visitor, jobs: Iterable[Job]) -> None:
    """Forget jobs that were given up: what they were to do is never done, and is noted so."""
    require(may_administer(administrator))
    for job in jobs:
        record(administrator.id, "job.dropped", job, job=job.name)
        drop(job)

def note_look_at_letters(administrator: Person | Visitor, person: Person | None) -> None:
    """Whose letters an administrator looks at is in the audit log."""
    require(may_administer(administrator))
    record(administrator.id, "letters.viewed", person)


def send_to_oneself(administrator: Person, name: str) -> None:
    """A letter as it would be, to the administrator who wants to see it in a mail program."""
    require(may_administer(administrator))
    if (letter := preview(administrator, name)) is None:
        raise NotFound(_("There is nothing yet that this letter could be about."))
    write_letter(administrator.email, subject=letter.subject, body=letter.body, html=letter.html,
                 sender_name=letter.sender_name, kind="preview", person_id=administrator.id)
    record(administrator.id, "letter.tried", administrator, letter=name)


def _decide(administrator: Person | Visitor, name: str, before: Any, value: Any) -> None:
    decision = DECISIONS[name]
    told = {"from": decision.write(before), "to": decision.write(value)}
    record(administrator.id, "site.decided", decide(name, value), decision=name,
           **(told if decision.kind in PLAIN else {}))


def _acknowledge(report: AccessibilityReport) -> None:
    """Says nothing of what was typed: the form sends no stranger's words to anybody."""
    body = _("Thank you for telling us about a barrier on our pages.\n\n"
             "Your report has the number %(number)s. An answer is due by %(day)s.\n\n"
             "If you did not write to us, somebody gave your address by mistake: you need not do "
             "anything.", number=report.number, day=format_date(report.due_on, "long"))
    write_letter(report.email, subject=_("Your report %(number)s", number=report.number),
                 body=f"{body}\n\n{read_site().name}\n", kind="accessibility_report")


def _pass_on(report: AccessibilityReport, contact: str) -> None:
    body = _("Somebody reported a barrier on our pages. The report has the number %(number)s; an "
             "answer is due by %(day)s. Administrators read it under Administration › "
             "Accessibility.", number=report.number, day=format_date(report.due_on, "long"))
    write_letter(contact, subject=_("Accessibility report %(number)s", number=report.number),
                 body=f"{body}\n\n{read_site().name}\n", kind="accessibility_report")
