"""The thesaurus as it stands now, and how it came to stand so."""
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from cop.base.db import db
from cop.base.errors import NotFound
from cop.base.per_app import PerApp
from cop.base.verdict import require
from cop.people.models import Person, Visitor
from cop.search.models.thesaurus import ThesaurusEdit
from cop.search.policy import may_edit_thesaurus
from cop.search.thesaurus.concepts import Concept, Thesaurus, edited
from cop.search.thesaurus.matching import Matcher


@dataclass(frozen=True)
class Kept:
    """A thesaurus, ready to find its terms, as of an edit."""

    last_edit: tuple[int | None, datetime | None]
    thesaurus: Thesaurus
    matcher: Matcher


_kept: PerApp[Kept | None] = PerApp(None)


def read_thesaurus() -> Kept:
    """Made anew in each process when somebody changed something: one query tells."""
    last = tuple(db.session.execute(
        select(func.max(ThesaurusEdit.id), func.max(ThesaurusEdit.created_at))).one())
    kept = _kept.get()
    if kept is None or kept.last_edit != last:
        edits = select(ThesaurusEdit).order_by(ThesaurusEdit.id)
        thesaurus = edited(db.session.scalars(edits).all() if last[0] else ())
        kept = Kept(last, thesaurus, Matcher(thesaurus))
        _kept.set(kept)
    return kept


def get_concept(code: str) -> Concept:
    concept = read_thesaurus().thesaurus.concepts.get(code)
    if concept is None:
        raise NotFound
    return concept


def list_edits(person: Person | Visitor, code: str) -> list[ThesaurusEdit]:
    """What was done to a concept, the newest first."""
    require(may_edit_thesaurus(person))
    query = select(ThesaurusEdit).where(ThesaurusEdit.concept == code)
    return list(db.session.scalars(query.order_by(ThesaurusEdit.id.desc()).limit(50)))
