"""A guide as a document: foreword, chapters, every case whole. How it looks: `documents/`."""
from collections.abc import Iterator
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.site import Site
from cop.cases.document import case_blocks
from cop.cases.template import our_language
from cop.documents.model import Block, Document, Heading, Link, Markup, PageBreak, Paragraph, Text
from cop.guides.reading import Part, Reading
from cop.web.links import language_of


def as_document(reading: Reading, *, address: str, edition: int | None, made_at: datetime,
                site: Site, base_url: str) -> Document:
    """`address` is that of the guide; `edition` its number, none for a draft. Its fixed words are
    in the language of the guide where the site speaks it, else in that of the page."""
    spoken = language_of(reading.language) == reading.language
    with force_locale(reading.language if spoken else our_language()):
        which = _("Edition %(number)s", number=edition) if edition else _("Draft")
        return Document(
            title=reading.title, subtitle=" · ".join(filter(None, [reading.subtitle, which])),
            language=reading.language, author=site.organisation, organisation=site.organisation,
            subject=_("Guide of good practices"), source_url=address,
            made_at=made_at.replace(microsecond=0), licence=_("Each case under its own licence"),
            notice=_("Demo: people, cases and figures are invented") if site.is_demo else "",
            blocks=tuple(_blocks(reading, base_url)))


def _blocks(reading: Reading, base_url: str) -> Iterator[Block]:
    if reading.foreword:
        yield Heading(_("Foreword"))
        yield Markup(reading.foreword, language=reading.language)
    for part in reading.parts:
        yield from _part_blocks(part, reading.language, base_url)
    if reading.left_out:
        yield Paragraph(_("Cases that are not open to all readers are left out here: %(number)s.",
                          number=reading.left_out), style="note")


def _part_blocks(part: Part, language: str, base_url: str) -> Iterator[Block]:
    if part.kind == "chapter":
        yield PageBreak()
        yield Heading(part.text, language=language)
    elif part.kind == "note":
        yield Markup(part.text, language=language)
    else:
        says, case = part.revision.fields, part.case
        yield Heading(says.get("title") or _("Untitled case"), level=2,
                      language=says.get("language"))
        yield Paragraph(Text(f"{case.organisation.name} · " if case.organisation else ""),
                        Link(f"{base_url}/cases/{case.id}", f"{base_url}/cases/{case.id}"),
                        style="note")
        yield from case_blocks(case, part.revision, level=3)
