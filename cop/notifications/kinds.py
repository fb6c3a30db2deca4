"""The kinds of notice: what each says, and which of the subjects of the settings it belongs to.

A feature that tells people something new adds its kind here and calls `service.tell` in
`listeners/`; the inbox, the letters, the digest and the settings know it from then on.
"""
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from cop.notifications.channels import Channel


@dataclass(frozen=True)
class Subject:
    """What somebody decides about as one thing: a line of the settings, a filter of the inbox.
    `usual` is where they hear of it until they say otherwise; with `has_places` it happens in
    topics, spaces and themes, for which they may say so, too."""

    name: LazyString
    usual: Channel
    has_places: bool = True


@dataclass(frozen=True)
class Kind:
    """`one` is said of a single person's deed and may hold %(who)s, `several` of so many people.

    Where it has `several`, or `is_bundled`, all that happens to the same topic, case or search is
    one line until it is read.
    """

    subject: str
    one: LazyString
    several: Callable[[int], str] | None = None
    is_bundled: bool = False

    def sentence(self, who: str, people: int = 1) -> str:
        """In the language in force; `who` is the last of the `people`."""
        if self.several and people > 1:
            return self.several(people)
        return str(self.one) % {"who": who or _("Somebody")}


SUBJECTS: Mapping[str, Subject] = MappingProxyType({
    "answers": Subject(_l("Answers to what I wrote"), Channel.AT_ONCE),
    "mentions": Subject(_l("I am mentioned"), Channel.AT_ONCE),
    "watched": Subject(_l("What is new where I watch"), Channel.DIGEST),
    "messages": Subject(_l("Private messages"), Channel.AT_ONCE, has_places=False),
    "thanks": Subject(_l("What I wrote helped somebody"), Channel.DIGEST),
    "topics": Subject(_l("A moderator moved something of mine"), Channel.INBOX),
    "dates": Subject(_l("Events I signed up for"), Channel.AT_ONCE),
    "spaces": Subject(_l("My spaces, and what I am there"), Channel.AT_ONCE),
    "cases": Subject(_l("The way of my cases"), Channel.AT_ONCE),
    "tasks": Subject(_l("I am asked to do something"), Channel.AT_ONCE),
    "reminders": Subject(_l("What I wanted to be reminded of"), Channel.AT_ONCE),
    "issues": Subject(_l("Issues of digests for my regions and spaces"), Channel.INBOX,
                      has_places=False),
    "moderation": Subject(_l("Reports, and what moderators decided"), Channel.INBOX),
    "searches": Subject(_l("Searches I saved"), Channel.INBOX, has_places=False),
})


def _answered(people: int) -> str:
    return ngettext("%(num)d person answered you", "%(num)d people answered you", people)


def _wrote(people: int) -> str:
    return ngettext("%(num)d person wrote in a topic you watch",
                    "%(num)d people wrote in a topic you watch", people)


def _tried(people: int) -> str:
    return ngettext("%(num)d person tried what you wrote and says what happened",
                    "%(num)d people tried what you wrote and say what happened", people)


def _used(people: int) -> str:
    return ngettext("%(num)d person uses what your case describes",
                    "%(num)d people use what your case describes", people)


def _told(people: int) -> str:
    return ngettext("%(num)d person says how it went with what your case describes",
                    "%(num)d people say how it went with what your case describes", people)


def _reviewed(people: int) -> str:
    return ngettext("%(num)d person reviewed a case in your care",
                    "%(num)d people reviewed a case in your care", people)


def _reviewed_yours(people: int) -> str:
    return ngettext("%(num)d person reviewed your case", "%(num)d people reviewed your case",
                    people)


KINDS: Mapping[str, Kind] = MappingProxyType({
    "answered": Kind("answers", _l("%(who)s answered you"), _answered),
    "mentioned": Kind("mentions", _l("%(who)s mentioned you")),
    "new_post": Kind("watched", _l("%(who)s wrote in a topic you watch"), _wrote),
    "new_topic": Kind(
        "watched", _l("%(who)s opened a topic in a space or theme you watch")),
    "new_case": Kind("watched", _l("A new practice on a theme you watch")),
    "new_edition": Kind(
        "watched", _l("A guide with practices on a theme you watch has a new edition")),
    "message_written": Kind("messages", _l("%(who)s wrote to you privately"), is_bundled=True),
    "accepted": Kind("thanks", _l("%(who)s accepted your answer")),
    "tried": Kind(
        "thanks", _l("%(who)s tried what you wrote and says what happened"), _tried),
    "case_adopted": Kind("thanks", _l("%(who)s uses what your case describes"), _used),
    "adoption_told": Kind(
        "thanks", _l("%(who)s says how it went with what your case describes"), _told),
    "topic_moved": Kind("topics", _l("A moderator moved your topic to another space")),
    "topic_moved_away": Kind("topics", _l(
        "A moderator moved a topic of yours from here to a space that is not open to you")),
    "topic_merged": Kind("topics", _l("A moderator merged your topic into this one")),
    "branch_split": Kind("topics", _l(
        "A moderator made a topic of its own of your post and the answers to it")),
    "meeting_changed": Kind("dates", _l(
        "%(who)s changed the time or the place of an event you signed up for")),
    "meeting_cancelled": Kind("dates", _l("%(who)s cancelled an event you signed up for")),
    "seat_freed": Kind("dates", _l("A seat was freed: it is yours now")),
    "meeting_soon": Kind("dates", _l("You have a seat; it begins within a day")),
    "case_in_review": Kind("cases", _l("Your case is being reviewed")),
    "case_opinion": Kind("cases", _l("%(who)s reviewed your case"), _reviewed_yours),
    "case_changes_requested": Kind("cases", _l("Your case needs changes")),
    "case_published": Kind("cases", _l("Your case is published")),
    "case_archived": Kind("cases", _l("Your case was archived")),
    "case_restored": Kind("cases", _l("Your case is back in the library")),
    "case_withdrawn": Kind("cases", _l("Your case was refused or taken out of sight")),
    "case_changed": Kind("cases", _l("Something changed about your case")),
    "translation_accepted": Kind("thanks", _l("Readers are offered your translation")),
    "translation_declined": Kind("cases", _l("Your translation was sent back, with a reason")),
    "translation_behind": Kind("tasks", _l(
        "The original has changed: your translation is out of date")),
    "translation_proposed": Kind("tasks", _l(
        "%(who)s translated your case: please look at it")),
    "quotation_asked": Kind("tasks", _l(
        "%(who)s would like to quote your post in a case: please say yes or no")),
    "quotation_answered": Kind("cases", _l("Somebody said whether a case may quote them")),
    "case_submitted": Kind("tasks", _l("%(who)s submitted a case")),
    "review_invited": Kind("tasks", _l("You are asked to review a case")),
    "case_asked_about": Kind("tasks", _l("%(who)s opened a topic about a case in your care")),
    "opinion_given": Kind("tasks", _l("%(who)s reviewed a case in your care"), _reviewed),
    "review_declined": Kind("tasks", _l("A reviewer declined: please ask somebody else")),
    "decision_answered": Kind("tasks", _l("%(who)s answered a decision about a case")),
    "adoption_due": Kind("tasks", _l("You use what this case describes: how did it go?")),
    "adoption_hidden": Kind("cases", _l(
        "A curator hid what you said of how you use this case; the reason stands beside it")),
    "confirmation_due": Kind("tasks", _l(
        "Is this case still true? Please confirm it, update it or send it to the archive")),
    "case_handed_over": Kind("tasks", _l("%(who)s asked you to keep this case up to date")),
    "expert_asked": Kind("tasks", _l(
        "%(who)s asks you to answer a question: you know about its themes")),
    "digest_waits": Kind("tasks", _l("%(who)s asks you to approve a digest")),
    "digest_approved": Kind("tasks", _l("%(who)s approved your digest: it can be frozen and sent")),
    "digest_returned": Kind("tasks", _l("%(who)s sent your digest back: please look at it again")),
    "issue_held": Kind("tasks", _l(
        "An issue was not sent as planned: who had planned it may not send it any more")),
    "joining_asked": Kind("tasks", _l("%(who)s asks to join a space in your care")),
    "member_let_in": Kind("spaces", _l("You are let in: you belong to this space now")),
    "member_refused": Kind("spaces", _l("You asked to join this space: it is not possible now")),
    "member_added": Kind("spaces", _l("%(who)s made you a member of this space")),
    "member_removed": Kind("spaces", _l("You do not belong to this space any more")),
    "owner_named": Kind("spaces", _l("You own this space now: it is yours to look after")),
    "moderator_named": Kind("spaces", _l("You moderate this space now")),
    "owner_ended": Kind("spaces", _l("You do not own this space any more")),
    "moderator_ended": Kind("spaces", _l("You do not moderate this space any more")),
    "reminder": Kind("reminders", _l("You wanted to be reminded of this today")),
    "issue_sent": Kind("issues", _l("A new issue of a digest")),
    "post_hidden": Kind("moderation", _l(
        "A post of yours is hidden until a moderator has looked at it")),
    "decided_of_yours": Kind("moderation", _l(
        "A moderator decided about something of yours, and says why")),
    "report_hides": Kind("moderation", _l(
        "What you reported is hidden until a moderator has looked at it")),
    "report_decided": Kind("moderation", _l("A moderator looked at what you reported")),
    "appeal_decided": Kind("moderation", _l("Your objection was decided")),
    "appeal_made": Kind("tasks", _l("Somebody objects to a decision: please look at it")),
    "confirmation_asked": Kind("tasks", _l(
        "%(who)s asks to be confirmed as a member of this organisation")),
    "confirmation_answered": Kind("moderation", _l(
        "It was decided whether you are confirmed as a member of this organisation")),
    "succession_asked": Kind("tasks", _l(
        "%(who)s asks you to look after this in their place: please say yes or no")),
    "succession_accepted": Kind("tasks", _l("%(who)s looks after this now, as you asked")),
    "succession_declined": Kind("tasks", _l(
        "%(who)s said no to looking after this: please ask somebody else")),
    "succession_lapsed": Kind("tasks", _l(
        "%(who)s did not say whether they look after this: please ask somebody else")),
    "queue_waits": Kind("tasks", _l("This and perhaps more waits for a moderator for long")),
    "search_matched": Kind(
        "searches", _l("Something new fits a search you saved"), is_bundled=True),
})


def kinds_of(subject: str) -> list[str]:
    return [name for name, kind in KINDS.items() if kind.subject == subject]
