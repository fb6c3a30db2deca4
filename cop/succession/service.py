"""Asking somebody to look after a thing in one's place, and their answer."""
from collections.abc import Mapping
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from cop.base import care
from cop.base.audit import record
from cop.base.care import Held
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Conflict, Invalid
from cop.base.verdict import require
from cop.notifications.service.telling import tell
from cop.people.models import Person
from cop.people.queries import get_named
from cop.succession.models import Succession
from cop.succession.policy import may_answer
from cop.succession.queries import list_unanswered

#: So long somebody has to answer; then it is for administrators to find another.
ANSWER_WITHIN = timedelta(days=14)


def ask_successors(holder: Person, named: Mapping[Held, str]) -> list[Succession]:
    """Ask, for each thing, whoever has the name that stands beside it. Whom was asked before for
    the same is not asked any more. Invalid, by the key of the thing, when somebody cannot take
    it: then nobody is asked."""
    found, wrong = {}, {}
    for held, words in named.items():
        try:
            found[held] = _find_successor(holder, held, words)
        except Invalid as refusal:
            wrong |= refusal.fields
    if wrong:
        raise Invalid(wrong)
    return [_ask(holder, held, successor) for held, successor in found.items()]


def accept(successor: Person, asked: Succession) -> None:
    """They look after it from now on."""
    require(may_answer(successor, asked))
    if not care.is_given_up(asked.kind, asked.thing_id, asked.holder):
        raise Conflict(_("Somebody else looks after it by now."))
    care.name_successor(None, asked.kind, asked.thing_id, successor)
    _close(asked, "accepted")


def decline(successor: Person, asked: Succession) -> None:
    require(may_answer(successor, asked))
    _close(asked, "declined")


def close_unanswered() -> int:
    """What nobody answered in time is for others to hand over. How many that are."""
    lapsed = list_unanswered(now())
    for asked in lapsed:
        _close(asked, "lapsed")
    return len(lapsed)


def forget_answered(holder: Person) -> None:
    """What they asked of others and is answered."""
    db.session.execute(delete(Succession).where(
        Succession.holder_id == holder.id, Succession.outcome != ""))


def _find_successor(holder: Person, held: Held, words: str) -> Person:
    successor = get_named(holder, words, field=held.key)
    if successor.id == holder.id:
        raise Invalid({held.key: _("This is you. Please name somebody else.")})
    if not (verdict := care.may_take(successor, held.kind, held.id)):
        raise Invalid({held.key: verdict.reason})
    return successor


def _ask(holder: Person, held: Held, successor: Person) -> Succession:
    db.session.execute(delete(Succession).where(
        Succession.kind == held.kind, Succession.thing_id == held.id,
        Succession.holder_id == holder.id))
    asked = add(Succession(
        kind=held.kind, thing_id=held.id, title=held.title, language=held.language,
        address=held.address, holder_id=holder.id, successor_id=successor.id,
        answer_by=now() + ANSWER_WITHIN))
    record(holder.id, "care.successor_asked", asked, successor=successor.id)
    tell([successor.id], "succession_asked", asked, key=f"succession:{asked.id}",
         actor_id=holder.id)
    return asked


def _close(asked: Succession, outcome: str) -> None:
    asked.outcome = outcome
    record(asked.successor_id if outcome != "lapsed" else None, f"care.{outcome}", asked)
    if asked.holder.active:
        tell([asked.holder_id], f"succession_{outcome}", asked,
             key=f"succession:{asked.id}:{outcome}", actor_id=asked.successor_id)
