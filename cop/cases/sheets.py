"""Cases as rows of texts, and as a workbook: a sheet that can be imported again and two that say
what stands in it."""
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from cop.base.sheets import write_workbook
from cop.cases.fields.base import Field
from cop.cases.template import get_template, our_language, versions

Row = Mapping[str, Any]


def as_cells(rows: Iterable[Row]) -> Iterator[dict[str, str]]:
    """Rows as `queries/exports.py` makes them, every value as a text that is read back as it
    was: lists, tables and amounts, too."""
    for row in rows:
        fields = {field.name: field for field in get_template(row["template_version"]).fields()}
        yield {name: fields[name].cell(value) if value and name in fields else str(value or "")
               for name, value in row.items()}


def workbook(rows: Sequence[Row]) -> bytes:
    """`rows`: as `queries/exports.py` makes them. The names of columns and the codes are those of
    the template; what they mean stands on the other sheets in the language of the page."""
    fields = {field.name: field for version in reversed(versions())
              for field in get_template(version).fields()}
    return write_workbook(as_cells(rows), name=_("Cases"), beside={
        _("Columns"): [[_("Column"), _("Name"), _("What it holds")], *(
            [field.name, field.label, field.help] for field in fields.values())],
        _("Codes"): [[_("Column"), _("Code"), _("Meaning")], *_codes(rows, fields)]})


def _codes(rows: Sequence[Row], fields: Mapping[str, Field]) -> Iterator[list[str]]:
    """What every code that stands in the rows means."""
    for field in fields.values():
        if field.vocabulary is not None:
            used = {code for row in rows for code in _listed(row.get(field.name))}
            for code in sorted(used):
                yield [field.name, code, field.vocabulary.label(code, our_language())]


def _listed(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) and value else value or ()
