"""Who makes a case from a topic, who is asked for their words, and what the answer allows."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from cop.base.verdict import ALLOW, Verdict, deny
from cop.cases.models.cases import Case
from cop.cases.models.quotations import CaseSource, Quotation
from cop.cases.policy.cases import curates, is_curator, keeps, may_edit_case
from cop.discussions.models.topics import Post, Topic
from cop.people.models import Person, Visitor
from cop.spaces.policy import may_see


def own_quotations(person: Person | Visitor) -> ColumnElement[bool]:
    """What somebody was asked about: theirs alone to answer."""
    return Quotation.person_id == person.id


def visible_sources(reader: Person | Visitor, case: Case) -> list[CaseSource]:
    """The topics a case was made from, as far as the reader sees them; no query when the case was
    read for its page."""
    return [source for source in case.sources if source.topic.merged_into_id is None
            and may_see(reader, source.topic.space)]


def may_make_case(person: Person | Visitor, topic: Topic) -> Verdict:
    """Curators, of topics they see: whoever may not see a topic does not get here."""
    return ALLOW if is_curator(person) else deny(_("Only curators make a case from a topic."))


def may_ask_to_quote(person: Person | Visitor, case: Case) -> Verdict:
    """Words are asked for while the case is written on, so that no consent comes too late."""
    if not (verdict := may_edit_case(person, case)):
        return verdict
    if not is_curator(person):
        return deny(_("Only curators make a case from a topic."))
    if case.current is None or case.current.submitted_at:
        return deny(_("Save a change of the case first: words are quoted in a draft."))
    return ALLOW


def may_be_quoted(post: Post) -> Verdict:
    """Is there somebody who could say yes?"""
    if post.deleted_at:
        return deny(_("This post was deleted."))
    if not post.author.active:
        return deny(_("Its author has no open account and cannot be asked."))
    return ALLOW


def may_answer_quotation(person: Person | Visitor, quotation: Quotation, answer: str) -> Verdict:
    """The author of the words. No is always possible; yes as long as the draft is written on."""
    if quotation.person_id != person.id:
        return deny(_("Only the author of a post says whether it may be quoted."))
    current = quotation.case.current
    if answer != "no" and not quotation.is_given and (current is None or current.submitted_at):
        return deny(_("The case has gone on without your words."))
    return ALLOW


def may_do_without(person: Person | Visitor, quotation: Quotation) -> Verdict:
    """Who writes the case needs no longer wait for an answer."""
    return may_edit_case(person, quotation.case)


def may_see_news(person: Person | Visitor, case: Case) -> Verdict:
    """Say that what is new where a case comes from needs no update of it."""
    if looks_after(person, case):
        return ALLOW
    return deny(_("Only who keeps this case up to date, or a curator, does this."))


def looks_after(person: Person | Visitor, case: Case) -> bool:
    """Who is told that there is news where a case comes from."""
    return person.id is not None and (keeps(person, case) or curates(person, case))
