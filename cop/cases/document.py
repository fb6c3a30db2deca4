"""A case as a document: its words, its facts, where it comes from. How it looks: `documents/`."""
import re
from collections.abc import Iterator

from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.site import Site
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.template import Field, Template, get_template, lines_of, our_language
from cop.documents.model import (
    Block,
    BulletList,
    Document,
    Facts,
    Heading,
    Link,
    Markup,
    Paragraph,
    Runs,
    Text,
)
from cop.vocabulary.lists import EVIDENCE_LEVELS, LICENCES, THEMES

#: What a document says elsewhere than among its facts.
ELSEWHERE = {"title", "summary", "evidence_level", "licence"}
ADDRESS = re.compile(r"https?://\S+")


def as_document(case: Case, revision: CaseRevision, *, site: Site, base_url: str) -> Document:
    """What a revision says, with its facts and its address; headings in the language of the
    text where the template knows it, else in that of the page. `base_url`: no last slash."""
    template = get_template(revision.template_version)
    says = revision.fields.get
    text_language = says("language") or our_language()
    with force_locale(_language_of_headings(template, text_language)):
        return Document(
            title=says("title") or _("Untitled case"), subtitle=says("original_name", ""),
            language=text_language, author=says("responsible_body") or site.organisation,
            organisation=site.organisation, subject=_("Good practice"),
            keywords=tuple(THEMES.label(code, our_language()) for code in revision.themes),
            licence=LICENCES.label(says("licence", ""), our_language()),
            source_url=f"{base_url}/cases/{case.id}-{case.slug}",
            made_at=(revision.published_at or revision.created_at).replace(microsecond=0),
            notice=_("Demo: people, cases and figures are invented") if site.is_demo else "",
            blocks=tuple(_blocks(case, revision, template)),
        )


def _language_of_headings(template: Template, language: str) -> str:
    known = next(template.fields()).label_in
    return language if language in known else our_language()


def case_blocks(case: Case, revision: CaseRevision, *, level: int = 1) -> tuple[Block, ...]:
    """What a revision says, for a document that holds more; `level` is that of its headings."""
    return tuple(_blocks(case, revision, get_template(revision.template_version), level))


def _blocks(case: Case, revision: CaseRevision, template: Template,
            level: int = 1) -> Iterator[Block]:
    language = revision.fields.get("language") or our_language()
    if summary := revision.fields.get("summary"):
        yield Paragraph(summary, language=language, style="lead")
    yield Facts(tuple(_facts(case, revision, template)))
    for field in template.fields():
        value = revision.fields.get(field.name)
        if value and field.is_prose and field.name not in ELSEWHERE:
            yield Heading(field.label, level=level, language=our_language())
            yield _prose(field, value, language)
    if not revision.published_at:
        yield Paragraph(_("This text is not published yet."), style="note",
                        language=our_language())


def _facts(case: Case, revision: CaseRevision,
           template: Template) -> Iterator[tuple[str, str | Runs]]:
    level = case.evidence_level if case.published_id else revision.fields.get("evidence_level")
    values = revision.values
    for field in template.fields():
        if values.get(field.name) and not field.is_prose and field.name not in ELSEWHERE:
            yield field.label, field.words(values[field.name])
    if level:
        yield _("Evidence"), f"{level} {EVIDENCE_LEVELS.label(level, our_language())}"


def _prose(field: Field, value: str, language: str) -> Block:
    if field.kind == "lines":
        return BulletList(tuple(_linked(line, language) for line in lines_of(value)))
    return Markup(value, language=language)


def _linked(line: str, language: str) -> Runs:
    """A line as runs, with its addresses as links."""
    runs: list[Text | Link] = []
    at = 0
    for address in ADDRESS.finditer(line):
        if address.start() > at:
            runs.append(Text(line[at:address.start()], language=language))
        runs.append(Link(address[0], address[0]))
        at = address.end()
    if at < len(line):
        runs.append(Text(line[at:], language=language))
    return tuple(runs)
