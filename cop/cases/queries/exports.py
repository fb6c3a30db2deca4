"""Cases as rows of a file, which `service/imports.py` takes back."""
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from cop.base.db import db
from cop.cases.facets import Wanted
from cop.cases.models.cases import Case
from cop.cases.models.translations import CaseTranslation
from cop.cases.queries.library import narrowed
from cop.cases.shown import readable
from cop.cases.template import get_template, versions
from cop.people.models import Person, Visitor


def export_cases(reader: Person | Visitor,
                 wanted: Wanted | None = None) -> Iterator[dict[str, Any]]:
    """Published cases the reader sees, all of them or those that are wanted in the library. Every
    row has the same names, whatever template its case was written with. Behind a case stand the
    translations that readers are offered of it, as rows that name it."""
    names = dict.fromkeys(field.name for version in versions()
                          for field in get_template(version).fields())
    query = narrowed(select(Case), reader, {"archived": ["1"]} if wanted is None else wanted)
    query = query.options(joinedload(Case.published), selectinload(Case.translations))
    query = query.order_by(Case.id)
    for case in db.session.scalars(query.execution_options(yield_per=100)):
        said = readable(reader, case.published) | {"evidence_level": case.evidence_level}
        yield {
            "external_id": case.external_id, "template_version": case.published.template_version,
            "status": "archived" if case.status == "archived" else "published",
            "published_at": case.published_at.isoformat(),
            "translation_of": "", "translated_by_machine": "",
            **{name: said.get(name, "") for name in names},
        }
        yield from (_translation(case, each, names) for each in case.translations
                    if each.state == "accepted")


def _translation(case: Case, translation: CaseTranslation,
                 names: Iterable[str]) -> dict[str, Any]:
    """The same columns; what is not translated is left empty."""
    said = translation.fields | {"language": translation.language}
    return {
        "external_id": f"{case.external_id}/{translation.language}",
        "template_version": case.published.template_version, "status": "published",
        "published_at": translation.decided_at.isoformat(), "translation_of": case.external_id,
        "translated_by_machine": translation.machine,
        **{name: said.get(name, "") for name in names},
    }
