"""Letters about decisions: to who they are about, and to visitors who reported. Members who
reported find it in their inbox."""
from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.mail import write_letter
from cop.base.site import read_site
from cop.moderation.models.decisions import Appeal, ModerationDecision
from cop.moderation.models.items import Report
from cop.moderation.statements import paragraphs
from cop.people.models import Person
from cop.web.links import language_of, public_url


def write_statement(person: Person, decision: ModerationDecision) -> None:
    """The whole statement of reasons, in their language; it cannot be unsubscribed from."""
    with force_locale(language_of(person.interface_language)):
        parts = [_("Hello %(name)s,", name=person.name),
                 *(f"{heading}\n{text}" for heading, text in paragraphs(decision)),
                 public_url(f"/decisions/{decision.key}"),
                 _("With kind regards") + f"\n{read_site().name}"]
        write_letter(
            person.email, subject=_("A decision about something of yours (%(number)s)",
                                    number=decision.number),
            body="\n\n".join(parts) + "\n", kind="statement", person_id=person.id,
            key=f"decision:{decision.id}")


def write_answer(person: Person, appeal: Appeal) -> None:
    """What became of an objection, in their language."""
    decision = appeal.decision
    with force_locale(language_of(person.interface_language)):
        outcome = (_("You were right: the decision is undone.") if appeal.outcome == "reversed"
                   else _("Another moderator has looked at it: the decision stands."))
        parts = [_("Hello %(name)s,", name=person.name), outcome, appeal.answer,
                 public_url(f"/decisions/{decision.key}"),
                 _("With kind regards") + f"\n{read_site().name}"]
        write_letter(
            person.email, subject=_("Your objection (%(number)s)", number=decision.number),
            body="\n\n".join(parts) + "\n", kind="statement", person_id=person.id,
            key=f"appeal:{appeal.id}")


def write_outcome(report: Report) -> None:
    """To a visitor who left an address."""
    with force_locale(language_of(report.language)):
        parts = [_("Hello,"), outcome_of(report), read_site().name]
        write_letter(report.email, subject=_("Your report %(number)s", number=report.number),
                     body="\n\n".join(parts) + "\n", kind="report", key=f"report:{report.id}")


def outcome_of(report: Report) -> str:
    """What became of a report, for who made it."""
    if report.outcome == "upheld":
        return _("A moderator looked at what you reported and did something about it. Thank you.")
    if report.outcome == "not_upheld":
        return _("A moderator looked at what you reported and lets it stand.")
    return _("It waits for a moderator.")
