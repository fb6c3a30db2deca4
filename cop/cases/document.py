"""A case as a document: its words, its facts, where it comes from. How it looks: `documents/`.

A document leaves the community: it has the contact only when that is open to all.
"""
from collections.abc import Iterator

from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.site import Site
from cop.cases.fields.base import Field, Value, Values
from cop.cases.fields.records import Table as TableField
from cop.cases.fields.words import ADDRESS, Address, lines_of
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.reading import Reading
from cop.cases.shown import for_everybody
from cop.cases.template import Template, get_template, our_language
from cop.documents.model import (
    Block,
    BulletList,
    Column,
    Document,
    Facts,
    Heading,
    Link,
    Markup,
    Paragraph,
    Runs,
    Table,
    Text,
)
from cop.vocabulary.lists import EVIDENCE_LEVELS, LANGUAGES, LICENCES, THEMES

#: What a document says elsewhere than among its facts, or not at all.
ELSEWHERE = {"title", "summary", "evidence_level", "licence", "organisation_only"}


def as_document(case: Case, reading: Reading, *, site: Site, base_url: str) -> Document:
    """What a case says in the language it is read in, with its facts and its address; headings in
    the language of the text where the template knows it, else in that of the page. A translation
    says so first. `base_url`: no last slash."""
    template = get_template(reading.template_version)
    says = reading.fields.get
    text_language = reading.language
    address = f"{base_url}/cases/{case.id}-{case.slug}"
    with force_locale(_language_of_headings(template, text_language)):
        return Document(
            title=says("title") or _("Untitled case"), subtitle=says("original_name", ""),
            language=text_language, author=says("responsible_body") or site.organisation,
            organisation=site.organisation, subject=_("Good practice"),
            keywords=tuple(THEMES.label(code, our_language()) for code in reading.themes),
            licence=LICENCES.label(says("licence", ""), our_language()),
            source_url=f"{address}?in={text_language}" if reading.translation else address,
            made_at=(reading.published_at or reading.created_at).replace(microsecond=0),
            notice=_("Demo: people, cases and figures are invented") if site.is_demo else "",
            blocks=(*_told(reading, address), *_blocks(case, reading, template)),
        )


def _language_of_headings(template: Template, language: str) -> str:
    known = next(template.fields()).label_in
    return language if language in known else our_language()


def case_blocks(case: Case, revision: CaseRevision, *, level: int = 1) -> tuple[Block, ...]:
    """What a revision says, for a document that holds more; `level` is that of its headings."""
    template = get_template(revision.template_version)
    return tuple(_blocks(case, Reading(revision), template, level))


def _told(reading: Reading, address: str) -> Iterator[Block]:
    """What a translation is, who made it, and where the original stands."""
    if reading.translation is None:
        return
    machine, ours = reading.translation.machine, our_language()
    label = _("Machine translation (%(name)s)", name=machine) if machine else _(
        "Translated by a person")
    original = LANGUAGES.label(reading.original_language, ours)
    late = " " + _("It is out of date: the original has changed since.")
    yield Paragraph(
        f"{label}. " + _("The original is in %(language)s.", language=original)
        + (late if reading.changed_since else "") + " ", Link(address, address),
        style="note", language=ours)


def _blocks(case: Case, reading: Reading, template: Template,
            level: int = 1) -> Iterator[Block]:
    values = for_everybody(reading)
    if summary := values.get("summary"):
        yield Paragraph(summary, language=reading.language_of("summary"), style="lead")
    yield Facts(tuple(_facts(case, values, template)))
    for field in template.fields():
        value = values.get(field.name)
        if value and (field.is_prose or field.is_table) and field.name not in ELSEWHERE:
            yield Heading(field.label, level=level, language=our_language())
            yield _part(field, value, reading.language_of(field.name))
    if not reading.published_at:
        yield Paragraph(_("This text is not published yet."), style="note",
                        language=our_language())


def _facts(case: Case, values: Values, template: Template) -> Iterator[tuple[str, str | Runs]]:
    level = case.evidence_level if case.published_id else values.get("evidence_level")
    for field in template.fields():
        aside = not (field.is_prose or field.is_table or field.name in ELSEWHERE)
        if aside and values.get(field.name):
            yield field.label, _linked(field.words(values[field.name]), None)
    if level:
        yield _("Evidence"), f"{level} {EVIDENCE_LEVELS.label(level, our_language())}"


def _part(field: Field, value: Value, language: str) -> Block:
    if field.kind == "lines":
        return BulletList(tuple(_linked(line, language) for line in lines_of(value)))
    return _table(field, value, language) if isinstance(field, TableField) else Markup(
        value, language=language)


def _table(field: TableField, value: Value, language: str) -> Block:
    """What has one cell a row is a list; columns nobody filled are left out. The heading above a
    table is its caption."""
    if field.kind == "files":
        return BulletList(tuple(_linked(line, language) for line in lines_of(field.words(value))))
    used = [column for column in field.columns if any(row.get(column.name) for row in value)]
    if len(used) == 1 or any(isinstance(column, Address) for column in used):
        return BulletList(tuple(_linked(" · ".join(filter(None, field.cells(row))), language)
                                for row in value))
    return Table("", tuple(Column(column.label) for column in used), tuple(
        tuple(column.words(row[column.name]) if row.get(column.name) else "" for column in used)
        for row in value), name=field.label)


def _linked(line: str, language: str | None) -> Runs:
    """A line as runs, with its addresses as links."""
    runs: list[Text | Link] = []
    at = 0
    for address in ADDRESS.finditer(line):
        if address.start() > at:
            runs.append(Text(line[at:address.start()], language=language))
        found = address[0]
        runs.append(Link(found, found if "://" in found else f"https://doi.org/{found}"))
        at = address.end()
    if at < len(line):
        runs.append(Text(line[at:], language=language))
    return tuple(runs)
