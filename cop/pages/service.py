"""Everything that is changed from these pages: reports, decisions, jobs that wait for help."""
from collections.abc import Mapping
from datetime import timedelta

from flask_babel import format_date
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add
from cop.base.errors import Invalid
from cop.base.jobs import Job
from cop.base.mail import write_letter
from cop.base.site import DECISIONS, decide, read_site
from cop.base.text import clean
from cop.base.verdict import require
from cop.pages.models import AccessibilityReport
from cop.pages.previews import preview
from cop.people.models import Person, Visitor
from cop.people.policy import may_administer

#: How long an answer to an accessibility report may take.
ANSWER_WITHIN = timedelta(days=30)
LONGEST_REPORT = 5000
LONGEST_ADDRESS = 1000
REGISTRATION = ("open", "closed")
#: Decided when an installation is set up, never on a page.
FIXED = {"is_demo"}


def report_barrier(*, text: str, page: str = "", email: str = "") -> AccessibilityReport:
    """Store a report by anybody; who left an address gets a letter with the day it is due."""
    text = clean(text).strip()
    if not 0 < len(text) <= LONGEST_REPORT:
        raise Invalid({"text": _("Please say in up to %(most)d characters what does not work.",
                                 most=LONGEST_REPORT)})
    report = add(AccessibilityReport(
        text=text, page=clean(page).strip()[:LONGEST_ADDRESS], email=email.strip(),
        due_on=(now() + ANSWER_WITHIN).date()))
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
        record(administrator.id, "accessibility.done", report)


def decide_site(administrator: Person | Visitor, decisions: Mapping[str, str | int]) -> list[str]:
    """Store what is different now. The names of what was changed, each in the audit log."""
    require(may_administer(administrator))
    if decisions.get("registration", "open") not in REGISTRATION:
        raise Invalid({"registration": _("Registration is open or closed.")})
    before = read_site()
    changed = [name for name in DECISIONS if name in decisions and name not in FIXED
               and decisions[name] != getattr(before, name)]
    for name in changed:
        record(administrator.id, "site.decided", decide(name, decisions[name]), decision=name)
    return changed


def try_again(administrator: Person | Visitor, job: Job) -> None:
    """Let a job that was given up begin anew, with all its tries before it."""
    require(may_administer(administrator))
    job.parked_at, job.leased_until, job.attempts, job.due_at = None, None, 0, now()
    record(administrator.id, "job.tried_again", job, job=job.name)


def note_look_at_letters(administrator: Person | Visitor, person: Person | None) -> None:
    """Whose letters an administrator looks at is in the audit log."""
    require(may_administer(administrator))
    record(administrator.id, "letters.viewed", person)


def send_to_oneself(administrator: Person, name: str) -> None:
    """A letter as it would be, to the administrator who wants to see it in a mail program."""
    require(may_administer(administrator))
    letter = preview(administrator, name)
    write_letter(administrator.email, subject=letter.subject, body=letter.body, html=letter.html,
                 sender_name=letter.sender_name, kind="preview", person_id=administrator.id)
    record(administrator.id, "letter.tried", administrator, letter=name)


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
