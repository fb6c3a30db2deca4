"""Cases from a file: those that lack nothing of a template come in under it, all others as
`imported-1`.

Who runs an import has the server in hand: no rule is asked, nobody is told, and nothing is
reviewed. How a file becomes rows is the matter of `base/tables.py`.
"""
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add
from cop.base.tables import NumberedRow, Report, Row, take_rows, text_of, with_columns
from cop.base.text import excerpt
from cop.cases.mapping import FieldMap, code_of, moment_of
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.models.decisions import CaseDecision
from cop.cases.queries.cases import find_case_from
from cop.cases.service.imported_translations import take_translation
from cop.cases.service.reviewing import put_out
from cop.cases.service.steps import refuse_problems
from cop.cases.service.writing import write_revision
from cop.cases.template import (
    IMPORTED,
    NEWEST,
    Field,
    Template,
    Values,
    get_template,
    versions,
)
from cop.people.models import Person
from cop.people.territory import read_regions
from cop.vocabulary.lists import COUNTRIES, LANGUAGES
from cop.vocabulary.regions import country_of, find_region

#: Of a title that is longer than a title may be, so much stays; the whole begins the text.
CUT_TITLE = 250


def import_cases(rows: Iterable[NumberedRow], *, author: Person,
                 mapping: Mapping[str, Any] | None = None) -> Iterator[Report]:
    """Take in rows one by one; yields the same report after each, for a progress bar.

    A row with `translation_of` is a translation of the case with that id, which comes before it.
    `author` answers for the cases here. `mapping`: see `FieldMap`. A row whose id is known
    changes nothing.
    """
    field_map = FieldMap.read(mapping)
    titles = field_map.fields.get("title", "title")
    rows = rows if "title" in field_map.constants else with_columns(rows, [titles])
    yield from take_rows(rows, lambda row: _take(author, row, field_map))


def fitting(row: Row, rest: list[tuple[str, str]]) -> tuple[Template, Values]:
    """The template the row names, or the newest of which it lacks nothing; else `imported-1`."""
    named = text_of(row, "template_version")
    for version in [named] if named in versions() else versions():
        template = get_template(version)
        values, unknown = _values(template, row)
        whole = version != IMPORTED and not (rest or unknown or text_of(row, "body"))
        if whole and not template.problems(values, "publish"):
            return template, values
    values, unknown = _values(get_template(NEWEST), row)
    return get_template(IMPORTED), _as_imported(values, row, unknown + rest)


def _take(author: Person, row: Row, field_map: FieldMap) -> bool:
    """Store a case. False when it is here already."""
    mapped = field_map.apply(row)
    if text_of(mapped, "translation_of"):
        return take_translation(author, mapped, field_map.name)
    external_id = _external_id(row, mapped, field_map)
    if find_case_from(external_id):
        return False
    template, values = fitting(mapped, field_map.rest(row))
    refuse_problems(template.problems(values, "submit"))
    case = add(Case(author=author, external_id=external_id))
    _put_in(author, case, template, values, mapped)
    reason = field_map.reason or _("Imported with the reviews it had where it comes from.")
    add(CaseDecision(case_id=case.id, revision_id=case.current_id, decided_by_id=author.id,
                     from_status="draft", to_status=case.status, reason=reason))
    record(author.id, "case.imported", case)
    return True


def _external_id(row: Row, mapped: Row, field_map: FieldMap) -> str:
    """Their id, or a sum of what the row says: the same row is the same case."""
    given = text_of(mapped, "external_id")
    if not given:
        said = json.dumps(row, sort_keys=True, default=str)
        given = hashlib.sha256(said.encode()).hexdigest()[:32]
    return f"{field_map.name}:{given}" if field_map.name else given


def _put_in(author: Person, case: Case, template: Template, values: Values, row: Row) -> None:
    moment = moment_of(row, "published_at") or now()
    revision = add(CaseRevision(
        case_id=case.id, number=1, template_version=template.version, fields={},
        written_by_id=author.id, submitted_at=moment))
    write_revision(revision, values)
    case.current, case.current_id, case.submitted_at = revision, revision.id, moment
    case.evidence_level = str(values.get("evidence_level", ""))
    put_out(case, moment)
    case.status = "archived" if text_of(row, "status") == "archived" else "published"


def _values(template: Template, row: Row) -> tuple[Values, list[tuple[str, str]]]:
    """What the row says in terms of the template, and what it says that has no code."""
    values, unknown = {}, []
    former = {place: name for name, place in template.carried.items()
              if not (template.field(name) or get_template(IMPORTED).field(name))}
    for field in template.fields():
        raw = row.get(field.name) or row.get(former.get(field.name, ""))
        if raw and field.kind != "files":  # an id of elsewhere is no file of ours
            values[field.name], odd = _value(field, raw)
            unknown += [(field.label, words) for words in odd]
    return template.take(values), unknown


def _value(field: Field, raw: Any) -> tuple[Any, list[str]]:
    """A value with names turned into codes, and the names that are none."""
    if field.kind == "regions":
        words = raw if isinstance(raw, str) else "; ".join(map(str, raw or ()))
        return read_regions(words)
    if field.columns:
        return _with_codes(field, field.take(raw)), []
    if field.vocabulary is None:
        return raw, []
    parts = re.split(r"[;,\n]", raw) if field.kind != "choice" and isinstance(raw, str) else raw
    given = [str(part).strip() for part in (parts if isinstance(parts, list) else [parts])
             if part not in (None, "")]
    codes = [_code(field, words) for words in given if words]
    known = [code for code in codes if code in field.vocabulary]
    odd = [code for code in codes if code not in field.vocabulary]
    return (known if field.kind != "choice" else "".join(known[:1])), odd


def _with_codes(field: Field, value: Any) -> Any:
    """A record, or several, in which the names of codes became the codes."""
    if isinstance(value, list):
        return [_with_codes(field, row) for row in value]
    listed = {column.name: column for column in field.columns if column.vocabulary}
    return {name: _code(listed[name], cell) if name in listed else cell
            for name, cell in value.items()}


def _code(field: Field, words: str) -> str:
    """«en-GB» → en, «Grecia» → GR, «Ha funzionato» → worked; what is not known stays as it is."""
    if field.vocabulary is LANGUAGES and re.fullmatch(r"[A-Za-z]{2}([-_]\w+)*", words):
        return words[:2].lower()
    if field.vocabulary is COUNTRIES and words not in COUNTRIES:
        region = find_region(words) or ""
        return country_of(region) if len(region) == 2 else words
    return code_of(field.vocabulary, words)


def _as_imported(values: Values, row: Row, rest: list[tuple[str, str]]) -> Values:
    """Title, text, country, language and source; whatever else is said stays in the text."""
    template = get_template(IMPORTED)
    title = " ".join(text_of(row, "title").split())
    parts = [text_of(row, "body"), *_told(template, values, row, rest)]
    if len(title) > template.field("title").most:
        parts.insert(0, f"**{title}**")
        title = excerpt(title, CUT_TITLE)
    text = "\n\n".join(part for part in parts if part)
    return template.take(_values(template, row)[0] | {"title": title, "body": text})


def _told(template: Template, values: Values, row: Row,
          rest: list[tuple[str, str]]) -> Iterator[str]:
    """What the template has no field for, as Markdown: a part for each text and table, a list of
    facts."""
    facts = []
    for asked in get_template(NEWEST).fields():
        value = values.get(asked.name)
        if not value or template.field(asked.name):
            continue
        if asked.is_prose or asked.is_table:
            given = row.get(asked.name, "")
            yield f"# {asked.label}\n\n{given if isinstance(given, str) else asked.words(value)}"
        else:
            facts.append((asked.label, asked.words(value)))
    yield "\n".join(f"- {label}: {words}" for label, words in facts + rest)
