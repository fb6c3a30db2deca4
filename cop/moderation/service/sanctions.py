"""Sanctions: what somebody may not do for a while. What they forbid is said in `people/policy.py`;
whoever gives one decides about an item (`deciding.py`), so that there are reasons and an appeal."""
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.text import clean
from cop.base.verdict import require
from cop.moderation.policy import may_lift, may_sanction
from cop.people.models import LASTING, SANCTIONS, Person, Sanction
from cop.people.queries import count_administrators
from cop.people.service.profiles import end_sessions
from cop.spaces.models import Space

LONGEST = 365  # days
SHORTEST_REASON, LONGEST_REASON = 10, 1000


@dataclass(frozen=True, kw_only=True)
class Penalty:
    """What is given: one of `SANCTIONS`, for so many days where it lasts, in a space or, without
    one, on the whole site."""

    kind: str
    days: int = 0
    space: Space | None = None


def give_sanction(moderator: Person, person: Person, penalty: Penalty, reason: str) -> Sanction:
    """Nobody is told here: the decision it belongs to says it. Who is suspended is signed out."""
    require(may_sanction(moderator, person, penalty.kind, penalty.space,
                         administrators=count_administrators()))
    if problems := penalty_problems(penalty):
        raise Invalid(problems)
    days = penalty.days if penalty.kind in LASTING else 0
    sanction = add(Sanction(
        person_id=person.id, kind=penalty.kind, reason=reason, days=days,
        space_id=penalty.space.id if penalty.space else None, given_by_id=moderator.id,
        ends_at=now() + timedelta(days=days) if days else None))
    if penalty.kind == "suspend":
        end_sessions(person)
    db.session.expire(person, ["sanctions"])
    record(moderator.id, "sanction.given", sanction, kind=penalty.kind, days=days,
           person=person.id)
    return sanction


def note_person(moderator: Person, person: Person, text: str, space: Space | None) -> Sanction:
    """A note that staff read, and nobody else."""
    text = clean(text).strip()
    if problems := note_problems(text):
        raise Invalid(problems)
    return give_sanction(moderator, person, Penalty(kind="note", space=space), text)


def lift_sanction(moderator: Person, sanction: Sanction) -> None:
    """End it before its time."""
    require(may_lift(moderator, sanction))
    end_sanction(moderator, sanction)


def end_sanction(moderator: Person, sanction: Sanction) -> None:
    """Whether they may was asked before: of a lift, or of an appeal."""
    if sanction.lifted_at is None:
        sanction.lifted_at, sanction.lifted_by_id = now(), moderator.id
        db.session.flush()
        db.session.expire(sanction.person, ["sanctions"])
        record(moderator.id, "sanction.lifted", sanction, person=sanction.person_id)


def note_problems(text: str) -> dict[str, str]:
    if 0 < len(text) <= LONGEST_REASON:
        return {}
    return {"facts": _("Please write a note of up to %(most)s characters.", most=LONGEST_REASON)}


def penalty_problems(penalty: Penalty) -> dict[str, str]:
    problems = {}
    if penalty.kind not in SANCTIONS:
        problems["sanction"] = _("Please choose one of these.")
    if penalty.kind in LASTING and not 0 < penalty.days <= LONGEST:
        problems["days"] = _("Please say for how many days, from 1 to %(most)s.", most=LONGEST)
    return problems
