"""Guides in somebody's care (see `base/care.py`): they are its editor."""
from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.base.care import Held
from cop.base.verdict import Verdict
from cop.guides.models import Guide
from cop.guides.policy import may_be_editor
from cop.guides.queries import get_any_guide, list_edited_by, list_unedited
from cop.guides.service import name_editor
from cop.people.letters import tell
from cop.people.models import Person
from cop.web.links import public_url

NAME = _l("Guide")


def held_by(person: Person, thing_id: int | None = None) -> Iterable[Held]:
    return map(_held, list_edited_by(person, thing_id))


def left_alone(thing_id: int | None = None) -> Iterable[Held]:
    return map(_held, list_unedited(thing_id))


def may_take(successor: Person, thing_id: int) -> Verdict:
    get_any_guide(thing_id)
    return may_be_editor(successor)


def name_successor(actor: Person | None, thing_id: int, successor: Person) -> None:
    """They are its editor; what was published stays as it was."""
    guide = get_any_guide(thing_id)
    name_editor(actor, guide, successor)
    if actor is None:
        return
    tell(successor, lambda: (_("You look after the guide “%(title)s” now", title=guide.title), [
        _("%(name)s asks you to go on with it:", name=actor.name),
        public_url(f"/guides/{guide.slug}")]), kind="successor")


def _held(guide: Guide) -> Held:
    return Held(kind="guide", id=guide.id, title=guide.title, language=guide.language,
                address=f"/guides/{guide.slug}")
