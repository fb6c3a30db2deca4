"""Reads of who was asked to look after what."""
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cop.base import care
from cop.base.care import Held
from cop.base.db import db, one
from cop.people.models import Person, Visitor
from cop.succession.models import Succession
from cop.succession.policy import may_see_left, visible_successions


def get_succession(reader: Person | Visitor, succession_id: int, *,
                   to_change: bool = False) -> Succession:
    query = select(Succession).where(
        Succession.id == succession_id, visible_successions(reader))
    if to_change:
        return one(query.with_for_update(of=Succession))
    return one(query.options(joinedload(Succession.holder), joinedload(Succession.successor)))


def list_own(person: Person) -> tuple[Mapping[str, Succession], Sequence[Succession]]:
    """What they asked of others, the last of each thing by its key; and what waits for their
    answer."""
    found = db.session.scalars(select(Succession).where(visible_successions(person)).options(
        joinedload(Succession.holder), joinedload(Succession.successor)).order_by(
        Succession.id)).unique().all()
    return ({each.key: each for each in found if each.holder_id == person.id},
            [each for each in found if each.successor_id == person.id and not each.outcome])


def list_unanswered(before: datetime) -> Sequence[Succession]:
    return db.session.scalars(select(Succession).where(
        Succession.outcome == "", Succession.answer_by < before)).all()


def list_left_alone(reader: Person) -> list[Held]:
    """What nobody looks after and nobody is being asked to, as far as it is this reader's
    business."""
    asked = {f"{kind}:{number}" for kind, number in db.session.execute(
        select(Succession.kind, Succession.thing_id).where(Succession.outcome == ""))}
    return [held for held in care.list_left_alone()
            if held.key not in asked and may_see_left(reader, held)]
