"""What stands in the audit log, in words: deeds, what they were done to, their details.

Entries hold codes and numbers, and so does the log as a file, beside these words. Where an older
entry has a code that is not here, the code stands for itself.
"""
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from cop.base.audit import AuditEntry
from cop.base.site_decisions import DECISIONS
from cop.moderation.reasons import REASONS, SANCTION_NAMES
from cop.people.scopes import ROLE_NAMES, SCOPE_NAMES
from cop.vocabulary.lists import REGIONS, THEMES

#: Fewer letters are the beginning of a code, and no word.
SHORTEST_WORD = 3
DEEDS: Mapping[str, LazyString] = MappingProxyType({
    "accessibility.done": _l("Report of a barrier settled"),
    "adoption.hidden": _l("Report of a use hidden"),
    "adoption.shown": _l("Report of a use shown again"),
    "answer.accepted": _l("Answer marked as the solution"),
    "answer.withdrawn": _l("Mark of the solution taken away"),
    "api_key.made": _l("Key for programs made"),
    "api_key.revoked": _l("Key for programs revoked"),
    "appeal.made": _l("Objection made"),
    "appeal.reversed": _l("Decision undone after an objection"),
    "appeal.upheld": _l("Decision upheld after an objection"),
    "care.accepted": _l("Successor accepted"),
    "care.declined": _l("Successor declined"),
    "care.lapsed": _l("Question to a successor ran out"),
    "care.successor_asked": _l("Successor asked"),
    "case.answered": _l("Review of a practice answered by its author"),
    "case.archived": _l("Practice archived"),
    "case.changes_requested": _l("Changes to a practice asked for"),
    "case.confirmed": _l("Practice confirmed as up to date"),
    "case.deputy_named": _l("Deputy for a practice named"),
    "case.edited": _l("Practice edited"),
    "case.given_back": _l("Practice shown again"),
    "case.imported": _l("Practice imported"),
    "case.in_review": _l("Practice taken into review"),
    "case.judged_alone": _l("Practice decided on without a second person"),
    "case.made_from_topic": _l("Practice made from a topic"),
    "case.opinion_given": _l("Review of a practice given"),
    "case.owner_named": _l("Owner of a practice named"),
    "case.published": _l("Practice published"),
    "case.redacted": _l("Personal data taken out of a practice"),
    "case.review_declined": _l("Review of a practice declined"),
    "case.reviewer_invited": _l("Reviewer invited"),
    "case.submitted": _l("Practice submitted"),
    "case.withdrawn": _l("Practice withdrawn"),
    "data.answered": _l("Request about personal data answered"),
    "data.cancelled": _l("Request about personal data taken back"),
    "data.erased": _l("Person forgotten, as they asked"),
    "data.erasure_agreed": _l("Request to be forgotten agreed to"),
    "data.erasure_asked": _l("To be forgotten asked for"),
    "data.export_asked": _l("Copy of one's data asked for"),
    "data.exported": _l("Personal data written to a file"),
    "data.extended": _l("Time for a request about personal data lengthened"),
    "data.inactive_erased": _l("Person forgotten after a long absence"),
    "data.inactive_warned": _l("Person warned after a long absence"),
    "data.objection_asked": _l("Use of personal data objected to"),
    "data.other_asked": _l("Something about personal data asked for"),
    "data.rectification_asked": _l("Correction of personal data asked for"),
    "data.refused": _l("Request about personal data refused"),
    "data.restriction_asked": _l("Restriction of personal data asked for"),
    "data.viewed": _l("Personal data looked at"),
    "digest.approved": _l("Digest approved"),
    "digest.called_off": _l("Planned sending of a digest called off"),
    "digest.drafted": _l("Draft of a digest made by itself"),
    "digest.frozen": _l("Issue of a digest closed"),
    "digest.handed_over": _l("Digest handed over"),
    "digest.held": _l("Planned sending of a digest held back"),
    "digest.logo": _l("Logo of a digest changed"),
    "digest.made": _l("Digest made"),
    "digest.planned": _l("Sending of a digest planned"),
    "digest.returned": _l("Digest returned to its maker"),
    "digest.sent": _l("Digest sent"),
    "digest.submitted": _l("Digest handed in for approval"),
    "expert.asked": _l("Expert asked"),
    "factor.codes_given_up": _l("Codes of an app given up"),
    "factor.codes_set_up": _l("Codes of an app set up"),
    "factor.passkey_added": _l("Passkey added"),
    "factor.passkey_removed": _l("Passkey removed"),
    "factor.recovery_codes_made": _l("Recovery codes made"),
    "factor.taken_away": _l("Second step of signing in taken away"),
    "guide.editor_named": _l("Editor of a guide named"),
    "guide.made": _l("Guide made"),
    "guide.published": _l("Guide published"),
    "guide.retired": _l("Guide retired"),
    "identity.connected": _l("Single sign-on connected"),
    "identity.disconnected": _l("Single sign-on disconnected"),
    "invitation.sent_again": _l("Invitation sent again"),
    "invitation.withdrawn": _l("Invitation withdrawn"),
    "job.dropped": _l("Job dropped"),
    "job.tried_again": _l("Job tried again"),
    "join_request.refused": _l("Request for an account refused"),
    "letter.tried": _l("Example of a letter sent to oneself"),
    "letters.viewed": _l("Letters to somebody looked at"),
    "link.made": _l("Link for several people made"),
    "log.taken": _l("Audit log taken away as a file"),
    "meeting.cancelled": _l("Event called off"),
    "meeting.organiser_named": _l("Organiser of an event named"),
    "member.added": _l("Member added to a space"),
    "member.let_in": _l("Member let into a space"),
    "member.refused": _l("Request to join a space refused"),
    "member.removed": _l("Member removed from a space"),
    "organisation.added": _l("Organisation added"),
    "organisation.contact_dismissed": _l("Contact person of an organisation dismissed"),
    "organisation.contact_named": _l("Contact person of an organisation named"),
    "organisation.described": _l("Organisation described"),
    "organisation.domains_set": _l("Mail domains of an organisation set"),
    "organisation.member_confirmed": _l("Membership of an organisation confirmed"),
    "organisation.member_refused": _l("Membership of an organisation refused"),
    "organisation.member_withdrawn": _l("Confirmation by an organisation withdrawn"),
    "organisation.merged": _l("Organisations merged"),
    "organisation.renamed": _l("Organisation renamed"),
    "person.address_changed": _l("E-mail address changed"),
    "person.created": _l("Account made"),
    "person.deactivated": _l("Account closed"),
    "person.erased": _l("Person forgotten"),
    "person.invited": _l("Person invited"),
    "person.joined_by_provider": _l("Account made by single sign-on"),
    "person.let_in": _l("Person let in"),
    "person.reactivated": _l("Account opened again"),
    "person.signed_in": _l("Signed in"),
    "person.signed_out": _l("Signed out everywhere by an administrator"),
    "poll.closed": _l("Poll closed"),
    "poll.removed": _l("Poll removed"),
    "post.deleted": _l("Post deleted"),
    "post.edited": _l("Post edited"),
    "post.hidden": _l("Post hidden until it is looked at"),
    "post.restored": _l("Post restored"),
    "post.shared": _l("Post written together from now on"),
    "post.unshared": _l("Post no longer written together"),
    "remark.removed": _l("Remark beside a reaction removed"),
    "report.asked_again": _l("Second look at a report asked for"),
    "report.made": _l("Report made"),
    "review.claimed": _l("Taken over from the queue"),
    "review.keep": _l("Reported thing left standing"),
    "review.noted": _l("Note written in the queue"),
    "review.redact": _l("Personal data taken out of a post"),
    "review.release": _l("Post that waited shown"),
    "review.released": _l("Given back to the queue"),
    "review.remove": _l("Reported thing taken out of sight"),
    "review.warn": _l("Report found right"),
    "revision.removed": _l("Older version of a post removed"),
    "role.granted": _l("Role granted"),
    "role.revoked": _l("Role revoked"),
    "sanction.given": _l("Measure against a person taken"),
    "sanction.lifted": _l("Measure against a person lifted"),
    "secret_address.made": _l("Secret address for a feed or calendar made"),
    "secret_address.revoked": _l("Secret address for a feed or calendar revoked"),
    "site.decided": _l("Setting changed"),
    "space.changed": _l("Space changed"),
    "space.opened": _l("Space opened"),
    "space.outlines_changed": _l("Outlines for posts of a space changed"),
    "thesaurus.add": _l("Term added to the thesaurus"),
    "thesaurus.broader": _l("Concept placed below another"),
    "thesaurus.prefer": _l("Preferred term chosen"),
    "thesaurus.relate": _l("Concepts related"),
    "thesaurus.retire": _l("Term taken out of the thesaurus"),
    "thesaurus.unrelate": _l("Concepts no longer related"),
    "topic.archived": _l("Topic archived"),
    "topic.locked": _l("Topic locked"),
    "topic.merged": _l("Topics merged"),
    "topic.moved": _l("Topic moved to another space"),
    "topic.pinned": _l("Topic pinned"),
    "topic.split": _l("Topic split"),
    "topic.unarchived": _l("Topic taken out of the archive"),
    "topic.unlocked": _l("Topic unlocked"),
    "topic.unpinned": _l("Topic no longer pinned"),
    "translation.accepted": _l("Translation accepted"),
    "translation.declined": _l("Translation declined"),
    "translation.imported": _l("Translation imported")})
#: Tables, by what a thing of theirs is.
THINGS: Mapping[str, LazyString] = MappingProxyType({
    "accessibility_reports": _l("Report of a barrier"), "adoptions": _l("Report of a use"),
    "api_keys": _l("Key for programs"), "cases": _l("Practice"), "digests": _l("Digest"),
    "expert_asks": _l("Question to an expert"), "guides": _l("Guide"),
    "identities": _l("Single sign-on"), "invitations": _l("Invitation"), "jobs": _l("Job"),
    "join_requests": _l("Request for an account"), "meetings": _l("Event"),
    "organisations": _l("Organisation"), "people": _l("Person"), "polls": _l("Poll"),
    "post_revisions": _l("Version of a post"), "posts": _l("Post"),
    "review_items": _l("Entry in the queue"), "sanctions": _l("Measure"),
    "secret_addresses": _l("Secret address"), "signs": _l("Reaction"),
    "site_decisions": _l("Setting"), "spaces": _l("Space"),
    "successions": _l("Question to a successor"), "thesaurus_edits": _l("Change of the thesaurus"),
    "topics": _l("Topic")})
FACTS: Mapping[str, LazyString] = MappingProxyType({
    "at": _l("When"), "concept": _l("Concept"), "count": _l("How many"), "days": _l("Days"),
    "decision": _l("Decision"), "deputy": _l("Deputy, person"), "edition": _l("Edition"),
    "editor": _l("Editor, person"), "entries": _l("Entries"), "field": _l("Field"),
    "from": _l("Value before"), "from_space": _l("From space"), "into": _l("Into"),
    "item": _l("Entry in the queue"), "job": _l("Job"), "kind": _l("Kind"), "letter": _l("Letter"),
    "maker": _l("Maker, person"), "new_topic": _l("New topic"), "number": _l("Number"),
    "organisation": _l("Organisation"), "organiser": _l("Organiser, person"),
    "others": _l("Others who could decide"), "own": _l("Their own"), "owner": _l("Owner, person"),
    "page": _l("Page"), "person": _l("Person"), "planned_by": _l("Planned by person"),
    "post": _l("Post"), "reason": _l("Reason"), "regions": _l("Regions"), "request": _l("Request"),
    "review": _l("Review"), "reviewer": _l("Reviewer, person"), "revision": _l("Version"),
    "role": _l("Role"), "scope_code": _l("Place"), "scope_kind": _l("Where"),
    "successor": _l("Successor, person"), "to": _l("Value now"), "to_space": _l("To space"),
    "topic": _l("Topic"), "translation": _l("Translation"),
    "works_kept": _l("What they wrote stays")})
PAGES: Mapping[str, LazyString] = MappingProxyType({
    "account": _l("Account"), "messages": _l("Private messages"), "request": _l("Request")})
#: Where the value of a detail is a code.
VALUES: Mapping[str, Mapping[str, Any]] = MappingProxyType({
    "role": ROLE_NAMES, "scope_kind": SCOPE_NAMES, "reason": REASONS, "kind": SANCTION_NAMES,
    "page": PAGES})
#: Where it is one of a region or a theme.
PLACES = ("scope_code", "regions")


def name_deed(act: str) -> str:
    return str(DEEDS.get(act, act))


def name_thing(entry: AuditEntry) -> str:
    """«Person 12»; nothing where it was done to nothing."""
    kind = str(THINGS.get(entry.target_kind, entry.target_kind))
    return f"{kind} {entry.target_id or ''}".strip()


def name_details(entry: AuditEntry, language: str) -> list[tuple[str, str]]:
    """(what, its value) for each that has one."""
    return [(str(FACTS.get(name, name)), words) for name, value in entry.facts.items()
            if (words := _said(name, value, language))]


def find_deeds(words: str) -> list[str]:
    """The codes of all deeds in whose name, in the language of the page, these words stand."""
    wanted = words.casefold()
    if len(wanted) < SHORTEST_WORD:
        return []
    return [act for act, name in DEEDS.items() if wanted in str(name).casefold()]


def _said(name: str, value: Any, language: str) -> str:
    if isinstance(value, list):
        return ", ".join(_said(name, each, language) for each in value)
    if isinstance(value, bool):
        return str(_l("Yes") if value else _l("No"))
    code = "" if value is None else str(value)
    if name == "decision" and code in DECISIONS:
        return str(DECISIONS[code].label)
    if name in PLACES:
        return _place(code, language)
    return str(VALUES.get(name, {}).get(code, code))


def _place(code: str, language: str) -> str:
    return REGIONS.label(code, language) if code in REGIONS else (
        THEMES.label(code, language) if code in THEMES else code)
