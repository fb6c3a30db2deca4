"""The one door: a document in, the bytes of a file and its name out.

Each format has its module; what a format is called and how it travels stands here.
"""
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from cop.documents import (
    calendar,
    epub,
    letter,
    markdown,
    opendocument,
    pdf,
    separated,
    structured,
    web_page,
    word,
    workbook,
)
from cop.documents.model import Document
from cop.documents.text import cleaned, is_visible, slug

#: A file of these formats must have a title.
UNTITLED = "—"
OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    extension: str
    media_type: str
    label: str


#: In the order in which they are offered.
FORMATS: Mapping[str, Format] = MappingProxyType({
    "pdf": Format("pdf", "application/pdf", "PDF"),
    "docx": Format("docx", f"{OFFICE}.wordprocessingml.document", "Word (DOCX)"),
    "odt": Format("odt", "application/vnd.oasis.opendocument.text", "OpenDocument (ODT)"),
    "epub": Format("epub", "application/epub+zip", "EPUB"),
    "html": Format("html", "text/html; charset=utf-8", "HTML"),
    "md": Format("md", "text/markdown; charset=utf-8", "Markdown"),
    "xlsx": Format("xlsx", f"{OFFICE}.spreadsheetml.sheet", "Excel (XLSX)"),
    "csv": Format("csv", "text/csv; charset=utf-8", "CSV"),
    "json": Format("json", "application/json", "JSON"),
    "ics": Format("ics", "text/calendar; charset=utf-8", "iCalendar (ICS)"),
    "eml": Format("eml", "message/rfc822", "E-mail (EML)"),
})
WRITERS: Mapping[str, Callable[[Document], bytes]] = MappingProxyType({
    "pdf": pdf.write,
    "docx": word.write,
    "odt": opendocument.write,
    "epub": epub.write,
    "html": web_page.write,
    "md": markdown.write,
    "xlsx": workbook.write,
    "csv": separated.write,
    "json": structured.write,
    "ics": calendar.write,
    "eml": letter.write,
})


def render(document: Document, format: str) -> bytes:
    """The document as a file. The same document gives the same bytes, but for `made_at`."""
    _known(format)
    document = cleaned(document)
    if not is_visible(document.title):
        document = replace(document, title=UNTITLED)
    return WRITERS[format](document)


def filename(document: Document, format: str) -> str:
    """A name every system takes: ASCII letters, digits and hyphens of the title."""
    return f"{slug(document.title)}.{_known(format).extension}"


def _known(name: str) -> Format:
    if name not in FORMATS:
        raise ValueError(f"There is no format “{name}”. There are: {', '.join(FORMATS)}.")
    return FORMATS[name]
