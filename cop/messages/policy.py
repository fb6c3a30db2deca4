"""Who sees a private conversation: who takes part in it. Nobody else, whatever role they hold;
moderators see what was reported, and how that is kept is said in `moderation/`."""
from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, String, cast, exists, false

from cop.base.site import SiteDecision
from cop.base.verdict import ALLOW, Verdict, deny
from cop.messages.models import Conversation, Place
from cop.people.models import Person, Visitor
from cop.people.policy import may_write


def visible_conversations(reader: Person | Visitor) -> ColumnElement[bool]:
    """Those one takes part in, while there are private messages here at all."""
    if not reader.is_signed_in:
        return false()
    takes_part = exists().where(
        Place.conversation_id == Conversation.id, Place.person_id == reader.id,
        Place.left_at.is_(None)).correlate_except(Place)
    on = exists().where(
        SiteDecision.name == "private_messages", cast(SiteDecision.value, String) == "true")
    return takes_part & on.correlate_except(SiteDecision)


def may_answer(author: Person, conversation: Conversation, *,
               blocked_by: Collection[int]) -> Verdict:
    """`blocked_by`: who of those who take part wants no messages of this author."""
    if not (verdict := may_write(author)):
        return verdict
    others = [person for person in conversation.others_than(author) if person.active]
    if not others:
        return deny(_("Nobody else takes part any more."))
    if all(person.id in blocked_by for person in others):
        return cannot_reach(others[0])
    return ALLOW


def may_open(author: Person, people: Collection[Person], *,
             blocked_by: Collection[int]) -> Verdict:
    """Says no more than needed: why somebody cannot be written to is theirs."""
    if not (verdict := may_write(author)):
        return verdict
    for person in people:
        if person.id in blocked_by:
            return cannot_reach(person)
    return ALLOW


def cannot_reach(person: Person) -> Verdict:
    return deny(_("%(name)s cannot be written to at this moment.", name=person.name))
