"""Every read of guides. The reader comes first: what they may not see is not there."""
from collections.abc import Collection, Sequence

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import joinedload, selectinload

from cop.base.care import MOST, is_this
from cop.base.db import db, one
from cop.base.errors import NotFound
from cop.cases.departures import Departure
from cop.cases.models.cases import Case, CaseRevision, CaseTheme
from cop.cases.policy.cases import visible_cases
from cop.guides.models import Guide, GuideEdition, GuideItem
from cop.guides.policy import editable_guides, visible_guides
from cop.people.models import Person, Visitor
from cop.vocabulary.words import alphabetical

MOST_FOUND = 10


def list_guides(reader: Person | Visitor) -> Sequence[Guide]:
    """All the reader sees, with drafts for those who make them; by title."""
    query = select(Guide).where(editable_guides(reader)).options(joinedload(Guide.edition))
    return sorted(db.session.scalars(query), key=lambda guide: alphabetical(guide.title))


def get_guide(reader: Person | Visitor, slug: str) -> Guide:
    """A guide with its newest edition."""
    query = select(Guide).where(Guide.slug == slug, editable_guides(reader))
    return one(query.options(joinedload(Guide.edition)))


def get_guide_in_the_making(reader: Person | Visitor, slug: str) -> Guide:
    """The same with its parts as its editors have them now."""
    query = select(Guide).where(Guide.slug == slug, editable_guides(reader))
    return one(query.options(joinedload(Guide.edition),
                             selectinload(Guide.items).joinedload(GuideItem.case)))


def get_item(guide: Guide, item_id: int) -> GuideItem:
    found = next((item for item in guide.items if item.id == item_id), None)
    if found is None:
        raise NotFound
    return found


def get_edition(guide: Guide, number: int | None = None) -> GuideEdition:
    """The edition of that number, or the newest."""
    query = select(GuideEdition).where(GuideEdition.guide_id == guide.id)
    if number is not None:
        query = query.where(GuideEdition.number == number)
    return one(query.order_by(GuideEdition.number.desc()).limit(1))


def list_editions(guide: Guide) -> Sequence[GuideEdition]:
    query = select(GuideEdition).where(GuideEdition.guide_id == guide.id)
    return db.session.scalars(query.order_by(GuideEdition.number.desc())).all()


def list_themes_of(edition: GuideEdition) -> Sequence[str]:
    """Those of all its cases."""
    cases = [item["case_id"] for item in edition.content["items"] if item["kind"] == "case"]
    query = select(CaseTheme.code).where(CaseTheme.case_id.in_(cases))
    return db.session.scalars(query.distinct().order_by(CaseTheme.code)).all()


def find_cases(reader: Person | Visitor, guide: Guide, words: str) -> Sequence[Case]:
    """Published cases with these words in their title that are not in the guide yet, the newest
    first."""
    here = select(GuideItem.case_id).where(
        GuideItem.guide_id == guide.id, GuideItem.case_id.is_not(None))
    query = select(Case).where(visible_cases(reader), Case.published_id.is_not(None),
                               Case.id.not_in(here))
    for word in words.split():
        query = query.where(func.lower(Case.title).contains(word.lower(), autoescape=True))
    return db.session.scalars(
        query.order_by(Case.published_at.desc(), Case.id.desc()).limit(MOST_FOUND)).all()


def find_published_case(reader: Person | Visitor, case_id: int | None) -> Case | None:
    return db.session.scalar(select(Case).where(
        Case.id == case_id, Case.published_id.is_not(None), visible_cases(reader)))


def visible_cases_of(reader: Person | Visitor, ids: Collection[int]) -> dict[int, Case]:
    """Those of these cases the reader sees as published, by id: one query."""
    query = select(Case).where(Case.id.in_(ids), Case.published_id.is_not(None),
                               visible_cases(reader))
    query = query.options(joinedload(Case.organisation), joinedload(Case.published),
                          selectinload(Case.region_rows))
    return {case.id: case for case in db.session.scalars(query)}


def revisions_of(ids: Collection[int]) -> dict[int, CaseRevision]:
    """Texts by id, for who has asked already whether their case may be seen."""
    query = select(CaseRevision).where(CaseRevision.id.in_(ids))
    return {revision.id: revision for revision in db.session.scalars(query)}


def list_departures_with(case: Case) -> list[Departure]:
    """Every edition that holds the case, also of guides that do not hold it any more."""
    holds = cast(GuideEdition.content, String).contains(f'"case_id": {case.id}')
    rows = db.session.execute(select(Guide, GuideEdition).join(
        GuideEdition, GuideEdition.guide_id == Guide.id).where(holds))
    return [Departure(kind="guide", title=f"{edition.content['title']} ({edition.number})",
                      language=edition.content["language"], day=f"{edition.created_at:%Y-%m-%d}",
                      address=f"/guides/{guide.slug}?edition={edition.number}")
            for guide, edition in rows
            if any(item.get("case_id") == case.id for item in edition.content["items"])]


def list_guides_with(case: Case) -> Sequence[Guide]:
    """Published guides that hold this case."""
    query = select(Guide).join(GuideItem, GuideItem.guide_id == Guide.id)
    query = query.where(visible_guides(Visitor()), GuideItem.case_id == case.id)
    return sorted(db.session.scalars(query.distinct()), key=lambda guide: alphabetical(guide.title))


def get_any_guide(guide_id: int) -> Guide:
    """Whoever asks: for services."""
    return one(select(Guide).where(Guide.id == guide_id))


def list_edited_by(person: Person, guide_id: int | None = None) -> list[Guide]:
    """The guides that are theirs to go on with."""
    query = select(Guide).where(Guide.editor_id == person.id, is_this(Guide.id, guide_id))
    return list(db.session.scalars(query.order_by(Guide.id).limit(MOST)))


def list_unedited(guide_id: int | None = None) -> list[Guide]:
    """Those whose editor has no open account any more."""
    query = select(Guide).join(Guide.editor).where(
        Person.active.is_(False), is_this(Guide.id, guide_id))
    return list(db.session.scalars(query.order_by(Guide.id).limit(MOST)))
