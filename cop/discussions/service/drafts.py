"""Keeping what somebody has begun to write, and forgetting it when it is sent or old."""
from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import Delete, bindparam, delete

from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.prepared import prepared
from cop.base.text import clean
from cop.discussions.models.drafts import Draft
from cop.discussions.places import Place
from cop.discussions.policy import own_drafts
from cop.discussions.queries.drafts import at_place, count_drafts, find_draft
from cop.people.models import Person

#: So long after it was touched last, a draft is forgotten.
KEPT = timedelta(days=365)
MOST = 200
#: Where something stands in one of these, there is something to be kept.
WORDS = ("source", "title", "venue", "link")
LONGEST = 200_000  # characters of all fields together: more than can be sent


def keep_draft(person: Person, place: Place, words: Mapping[str, Sequence[str]]) -> Draft | None:
    """Keep what a form holds; an empty one is no draft."""
    tidy = {name: [clean(value) for value in values] for name, values in words.items()}
    draft = find_draft(person, place)
    if not any(value.strip() for name in WORDS for value in tidy.get(name, ())):
        clear_draft(person, place)
        return None
    if sum(len(value) for values in tidy.values() for value in values) > LONGEST:
        raise Invalid({"source": _("This is too long to be kept as a draft.")})
    if draft is None:
        if count_drafts(person) >= MOST:
            raise Invalid({"place": _("You have %(most)s drafts: discard some of them first.",
                                      most=MOST)})
        draft = add(Draft(person_id=person.id, kind=place.kind, target_id=place.target_id,
                          parent_id=place.parent_id, words=tidy))
    draft.words, draft.updated_at = tidy, now()
    return draft


def clear_draft(person: Person, place: Place) -> None:
    """Forget the draft of what was sent or emptied, if there is one."""
    statement, values = _of_place(person, **vars(place))
    db.session.connection().execute(statement, values)


def discard_draft(draft: Draft) -> None:
    """Whose it is was asked when it was found."""
    db.session.delete(draft)


@prepared
def _of_place(person: Person) -> Delete:
    place = Place(*(bindparam(name) for name in ("kind", "target_id", "parent_id")))
    return delete(Draft).where(own_drafts(person), at_place(place)).execution_options(
        synchronize_session=False)


def forget_old_drafts() -> None:
    db.session.execute(delete(Draft).where(Draft.updated_at < now() - KEPT))
