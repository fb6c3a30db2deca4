"""Everything an administrator decides about this installation, section by section.

How a value is checked and stored is said in `decisions.py`, where it is kept in `site.py`. What the
server needs to start stands in the environment (`config.py`).
"""
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.base.clock import now
from cop.base.colour import DARK, LIGHT
from cop.base.contacts import can_be_reached, is_domain
from cop.base.decisions import Decision, Words, decided, decisions_of

LEVELS = {"info": _l("For information: members may hide it"),
          "important": _l("Important: it stays until it is taken away")}
REGISTRATION = {
    "open": _l("Everybody with an e-mail address"),
    "approval": _l("Who asks and is let in by an administrator or a moderator of everything"),
    "invitation": _l("Who was invited, to the community or to a space"),
    "closed": _l("Nobody: accounts are made by import or on the command line")}

LICENCES = {"CC-BY-4.0": _l("Creative Commons Attribution 4.0 (CC BY 4.0)"),
            "CC-BY-SA-4.0": _l("Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0)"),
            "none": _l("None: reading only, all rights stay with the authors")}


def _reachable(words: str) -> str:
    return "" if can_be_reached(words) else _(
        "Write an e-mail address (name@example.org) or a web address (https://…).")


def _domains(domains: tuple[str, ...]) -> str:
    wrong = [words for words in domains if not is_domain(words)]
    return _("“%(domain)s” is no domain. Write one a line, as in example.org.",
             domain=wrong[0]) if wrong else ""


def _been(day: date) -> str:
    return _("This day is still to come.") if day > now().date() else ""


@dataclass(frozen=True, kw_only=True)
class Community:
    """What this place is called and who runs it."""

    name: str = decided(
        "cop", _l("Name of the community"),
        _l("It stands at the top of every page and in every letter."), most=60,
        needed=_l("Please give the community a name."))
    organisation: str = decided(
        "", _l("Organisation that runs it"),
        _l("Its full name, as it stands on documents. It is the controller of the personal data."))
    contact: str = decided(
        "", _l("Contact for privacy, accessibility and security"),
        _l("An e-mail address or the address of a page. Shown under Privacy, Accessibility and in "
           "security.txt; accessibility reports are sent to an e-mail address."),
        check=_reachable)
    accent: str = decided(
        "", _l("Colour of links and buttons"),
        _l("As # and six digits, such as #0d5f63. Empty: ours. It has to be readable on light "
           "pages, and white on it."), most=7, check=LIGHT.problem)
    accent_dark: str = decided(
        "", _l("The same on dark pages"),
        _l("Empty: the one above, as much lighter as it takes."), most=7, check=DARK.problem)
    logo: int = decided(0, _l("Logo"), most=2**31 - 1, is_fixed=True)
    is_demo: bool = decided(False, _l("This is a demo"), is_fixed=True)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What stands at the top of every page, and whether anything can be written."""

    notice: Words = decided(
        {}, _l("Notice at the top of every page"),
        _l("One or two sentences, for example that the site will be unreachable on Sunday. A "
           "language without words gets those of another one; nothing at all: no notice."),
        most=300)
    notice_level: str = decided("info", _l("How important it is"), choices=LEVELS)
    notice_until: date | None = decided(
        None, _l("Last day of the notice"), _l("Empty: until you take it away."))
    read_only: bool = decided(
        False, _l("Nothing can be written now"),
        _l("For repairs and moves: everything can be read, people sign in and out, and whoever "
           "sends something hears that it was not stored and keeps their words. Letters and other "
           "work wait. Administrators can change this page."))
    read_only_reason: Words = decided(
        {}, _l("Why, and until when"),
        _l("Shown on every page, and to whoever wants to write."), most=300)


@dataclass(frozen=True, kw_only=True)
class Access:
    """Who may come in."""

    registration: str = decided("open", _l("Who may register"), choices=REGISTRATION)
    mail_domains: tuple[str, ...] = decided(
        (), _l("Only with addresses of these domains"),
        _l("One a line, such as regione.example.it; what belongs to it is included. Empty: "
           "addresses of every domain."), check=_domains)
    owners_choose_readers: bool = decided(
        True, _l("Owners of spaces decide who may read them"),
        _l("Otherwise administrators do; the rest of a space is its owners' in any case."))


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How much mail is sent, and how long is known of it."""

    letters_a_day: int = decided(
        30, _l("Letters about single things that one person gets in a day"),
        _l("What is more waits in the inbox."), least=1, most=1000)
    letters_kept: int = decided(
        90, _l("Days for which the log of letters is kept"),
        _l("Who was written to, of which kind, when, and what became of it; their texts are not "
           "kept."), least=7, most=730)


@dataclass(frozen=True, kw_only=True)
class Law:
    """Who answers for what, and under which terms."""

    address: str = decided(
        "", _l("Address of the organisation"),
        _l("As it stands under Privacy: street, place, certified e-mail (PEC)."), kind="text",
        most=500)
    data_officer: str = decided(
        "", _l("Contact of the data protection officer"),
        _l("An e-mail address or the address of a page. Shown under Privacy."), check=_reachable)
    legal_basis: Words = decided(
        {}, _l("Legal basis"),
        _l("Empty: the task in the public interest (Article 6(1)(e) GDPR), and consent for what "
           "one's settings open."), most=2000)
    recipients: Words = decided(
        {}, _l("Who else gets data"),
        _l("Who runs the server, who shares the responsibility, what leaves the EU and on which "
           "basis. Empty: nothing is said."), most=2000)
    authority: str = decided(
        "", _l("Data protection authority"),
        _l("Its name and address on the web, such as Garante per la protezione dei dati personali, "
           "www.garanteprivacy.it."))
    licence: str = decided(
        "CC-BY-4.0", _l("Licence of what is written in public spaces"),
        _l("Kept with each post as it was when it was written; a new one holds from now on. For a "
           "practice its author chooses. Change the version of the terms with it."),
        choices=LICENCES)
    erasure_needs_officer: bool = decided(
        True, _l("The data officer agrees before somebody is forgotten"),
        _l("Otherwise an erasure that was asked for waits only for the days below."))
    erasure_wait: int = decided(
        14, _l("Days in which somebody can take back that they want to be forgotten"), most=30)
    terms_version: str = decided(
        "1", _l("Version of the terms of use that members accept"),
        _l("Raise it when the terms have changed: members are asked on every page to read and "
           "accept them, until they do."), most=20,
        needed=_l("Please give the terms a version, such as 1 or 2026-11."))


@dataclass(frozen=True, kw_only=True)
class Accessibility:
    """What the accessibility statement says of this installation."""

    barriers: Words = decided(
        {}, _l("Barriers that are known"),
        _l("One a line. They stand in the accessibility statement, below what is true of every "
           "installation; take out what was mended."), most=4000)
    statement_reviewed: date | None = decided(
        None, _l("Day of the last review of the accessibility statement"),
        _l("Public bodies review it each year before 23 September; administrators get a letter "
           "from the first of that month on."), check=_been)


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How long what is kept."""

    audit_kept: int = decided(
        24, _l("Months for which the audit log is kept"),
        _l("Who decided what about whom, in numbers without texts."), least=6, most=120)
    notices_kept: int = decided(
        12, _l("Months for which notices of the inbox are kept"), least=1, most=120)
    requests_kept: int = decided(
        36, _l("Months for which answered requests about personal data are kept"),
        _l("As proof that they were answered in time."), least=12, most=240)
    inactive_kept: int = decided(
        24, _l("Months after which the account of somebody who stays away is deleted"),
        _l("They are written to half a year before. What they wrote for others stays, without "
           "their name; who holds a role is left alone. 0: never."), most=240)
    reports_kept: int = decided(
        24, _l("Months for which decided reports are kept"),
        _l("With the decisions and objections that belong to them."), least=7, most=120)


@dataclass(frozen=True, kw_only=True)
class Moderation:
    """What protects the community from those it does not know yet."""

    first_posts_wait: bool = decided(
        False, _l("First posts of new members wait for a moderator"),
        _l("In every space, until two of theirs stand; otherwise only in spaces that ask it."))
    new_topics_a_day: int = decided(
        5, _l("Topics that a new member opens in a day"),
        _l("New is who joined within three days, or has fewer than three posts that stand. 0: as "
           "many as they like."), least=0, most=100)
    new_links_a_post: int = decided(
        5, _l("Links in a post of a new member"), _l("0: as many as they like."),
        least=0, most=100)
    queue_hours: int = decided(
        24, _l("Hours after which moderators are reminded of what waits"),
        _l("At most once a day."), least=1, most=720)


@dataclass(frozen=True, kw_only=True)
class Messages:
    """Whether members write to each other privately, and how."""

    private_messages: bool = decided(
        False, _l("Members can write to each other privately"),
        _l("Between two or a few people, for example pairs who learn from each other. Nobody else "
           "reads it, administrators included; what is reported, moderators see with the few "
           "messages around it. Turned off, nothing is deleted, and nothing can be read."))
    messages_kept: int = decided(
        24, _l("Months after the last message after which a conversation is deleted"),
        _l("0: never."), most=240)
    new_conversations_a_day: int = decided(
        3, _l("Conversations that a new member begins in a day"), _l("0: as many as they like."),
        most=100)


@dataclass(frozen=True, kw_only=True)
class Digests:
    """How digests come about."""

    managers_approve_alone: bool = decided(
        False, _l("Regional managers approve their own digests where nobody else can"),
        _l("Otherwise an administrator does. Each approval is in the audit log."))


#: The sections in the order of their pages: name in the address → (label, decisions).
SECTIONS: Mapping[str, tuple[Any, Mapping[str, Decision]]] = MappingProxyType({
    "community": (_l("Community"), decisions_of(Community)),
    "notice": (_l("Notice and repairs"), decisions_of(Notice)),
    "access": (_l("Access"), decisions_of(Access)),
    "law": (_l("Law and privacy"), decisions_of(Law)),
    "accessibility": (_l("Accessibility"), decisions_of(Accessibility)),
    "retention": (_l("How long what is kept"), decisions_of(Retention)),
    "mail": (_l("Letters"), decisions_of(Mail)),
    "moderation": (_l("Moderation"), decisions_of(Moderation)),
    "messages": (_l("Private messages"), decisions_of(Messages)),
    "digests": (_l("Digests"), decisions_of(Digests)),
})
DECISIONS: Mapping[str, Decision] = MappingProxyType({
    name: decision for _label, decisions in SECTIONS.values()
    for name, decision in decisions.items()})


@dataclass(frozen=True)
class Site(Community, Notice, Access, Law, Accessibility, Retention, Mail, Moderation,
           Messages, Digests):
    """All decisions at one moment."""

    @cached_property
    def digest(self) -> str:
        """Changes with every decision: for what is kept of pages."""
        return sha256(repr(asdict(self)).encode()).hexdigest()[:12]

    def notice_in(self, language: str, today: date) -> str:
        """The notice of that day, in this language if there is one in it."""
        is_over = self.notice_until is not None and self.notice_until < today
        return "" if is_over else _in(self.notice, language)

    def legal_basis_in(self, language: str) -> str:
        return _in(self.legal_basis, language)

    def recipients_in(self, language: str) -> str:
        return _in(self.recipients, language)

    def barriers_in(self, language: str) -> list[str]:
        """Each that is known."""
        return [line.strip() for line in _in(self.barriers, language).splitlines() if line.strip()]

    def read_only_reason_in(self, language: str) -> str:
        return _in(self.read_only_reason, language)


def _in(words: Words, language: str) -> str:
    return words.get(language) or next(filter(None, words.values()), "")
