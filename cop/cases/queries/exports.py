"""Cases as rows of a file, which `service/imports.py` takes back."""
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cop.base.db import db
from cop.cases.facets import Wanted
from cop.cases.models.cases import Case
from cop.cases.queries.library import narrowed
from cop.cases.shown import readable
from cop.cases.template import get_template, versions
from cop.people.models import Person, Visitor


def export_cases(reader: Person | Visitor,
                 wanted: Wanted | None = None) -> Iterator[dict[str, Any]]:
    """Published cases the reader sees, all of them or those that are wanted in the library. Every
    row has the same names, whatever template its case was written with."""
    names = dict.fromkeys(field.name for version in versions()
                          for field in get_template(version).fields())
    query = narrowed(select(Case), reader, {"archived": ["1"]} if wanted is None else wanted)
    query = query.options(joinedload(Case.published)).order_by(Case.id)
    for case in db.session.scalars(query.execution_options(yield_per=100)):
        said = readable(reader, case.published) | {"evidence_level": case.evidence_level}
        yield {
            "external_id": case.external_id, "template_version": case.published.template_version,
            "status": "archived" if case.status == "archived" else "published",
            "published_at": case.published_at.isoformat(),
            **{name: said.get(name, "") for name in names},
        }
