"""Reads of translations: which there are of a case, and which one a reader wants."""
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cop.base.db import db, one
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.models.translations import CaseTranslation
from cop.cases.policy.translations import visible_translations
from cop.cases.queries.cases import get_case, get_revision
from cop.cases.reading import Reading, out_of_date
from cop.people.models import Person, Visitor


def list_translations(reader: Person | Visitor, case: Case) -> Sequence[CaseTranslation]:
    """All the reader may see, by language, the newest first."""
    query = select(CaseTranslation).where(
        CaseTranslation.case_id == case.id, visible_translations(reader, case))
    query = query.options(joinedload(CaseTranslation.translator).lazyload(Person.organisation))
    return db.session.scalars(
        query.order_by(CaseTranslation.language, CaseTranslation.id.desc())).all()


def list_former_translations(case: Case) -> Sequence[CaseTranslation]:
    """What readers were offered once or are offered now, the newest first; for the history."""
    query = select(CaseTranslation).where(
        CaseTranslation.case_id == case.id, CaseTranslation.state.in_(("accepted", "replaced")))
    query = query.options(joinedload(CaseTranslation.translator).lazyload(Person.organisation))
    return db.session.scalars(query.order_by(CaseTranslation.decided_at.desc())).all()


def list_all_translations(case: Case) -> Sequence[CaseTranslation]:
    """Every one there is of a case, whoever may read it."""
    return db.session.scalars(
        select(CaseTranslation).where(CaseTranslation.case_id == case.id)).all()


def list_accepted(case_ids: Sequence[int]) -> Sequence[CaseTranslation]:
    """What readers are offered of these cases, by case and language."""
    return db.session.scalars(select(CaseTranslation).where(
        CaseTranslation.case_id.in_(case_ids), CaseTranslation.state == "accepted")
        .order_by(CaseTranslation.case_id, CaseTranslation.language)).all()


def list_out_of_date(case: Case) -> list[CaseTranslation]:
    """What readers are offered of a published case though its original says something else now."""
    return [each for each in list_accepted([case.id])
            if case.published and out_of_date(each, case.published)]


def find_accepted(case: Case, language: str) -> CaseTranslation | None:
    return db.session.scalar(select(CaseTranslation).where(
        CaseTranslation.case_id == case.id, CaseTranslation.language == language,
        CaseTranslation.state == "accepted"))


def find_own_draft(person: Person, case: Case, language: str) -> CaseTranslation | None:
    """What somebody began to translate and has not sent."""
    return db.session.scalar(select(CaseTranslation).where(
        CaseTranslation.case_id == case.id, CaseTranslation.language == language,
        CaseTranslation.translator_id == person.id,
        CaseTranslation.state.in_(("draft", "declined"))).order_by(CaseTranslation.id.desc()))


def get_translation(person: Person | Visitor, translation_id: int) -> CaseTranslation:
    """A translation the reader may see, of a case they may see."""
    translation = one(select(CaseTranslation).where(CaseTranslation.id == translation_id))
    case = get_case(person, translation.case_id)
    return one(select(CaseTranslation).where(
        CaseTranslation.id == translation_id, visible_translations(person, case)))


def text_to_translate(case: Case) -> CaseRevision:
    """What readers see, or while there is nothing yet, what its author writes."""
    return case.published or case.current


def read_case(reader: Person | Visitor, case: Case, number: int | None = None,
              language: str = "") -> Reading:
    """A revision as the reader wants it: translated where readers are offered that language.
    Earlier versions are read as they were written."""
    revision, translations = get_revision(reader, case, number), list_translations(reader, case)
    is_newest = revision.id == text_to_translate(case).id
    wanted = next((each for each in translations if is_newest and each.language == language
                   and each.state == "accepted"), None)
    return Reading(revision, wanted, translations)
