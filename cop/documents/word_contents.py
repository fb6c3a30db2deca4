"""The list of contents of a Word file: a field of Word's own, its entries written out as links.

On which page a heading falls is known to the program that lays the pages out: it writes the numbers
when somebody updates the field. To ask for that at once would greet each reader with a question.
"""
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from cop.documents.model import Document
from cop.documents.words import word

#: Headings of these levels are listed, as in a PDF.
HEADING = re.compile(
    r'(<w:p><w:pPr><w:pStyle w:val="Heading([12])" />(?:(?!</w:pPr>).)*</w:pPr>)(.*?)</w:p>',
    re.DOTALL)
RUN = re.compile(r"<w:r>(?:(?!</w:r>).)*<w:t\b(?:(?!</w:r>).)*</w:r>", re.DOTALL)
FIELD = r' TOC \o "1-2" \h \z \u '
OPENING = '<w:p><w:pPr><w:pStyle w:val="OpeningLine"/></w:pPr></w:p>'
FROM_THE_RIGHT = "<w:bidi/>"
#: Far from the numbers that pandoc gives.
FIRST_ID = 100_000


@dataclass(frozen=True)
class Entry:
    level: str
    anchor: str
    runs: str
    is_from_right: bool


def with_contents(part: str, document: Document) -> str:
    """The text of the file with its list of contents below the title, where it has chapters."""
    entries: list[Entry] = []

    def marked(found: re.Match[str]) -> str:
        number = FIRST_ID + len(entries)
        entries.append(Entry(found[2], f"_Toc{number}", "".join(RUN.findall(found[3])),
                             "<w:bidi" in found[1]))
        return (f'{found[1]}<w:bookmarkStart w:id="{number}" w:name="_Toc{number}"/>{found[3]}'
                f'<w:bookmarkEnd w:id="{number}"/></w:p>')

    if not document.has_chapters:
        return part
    part = HEADING.sub(marked, part)
    title = escape(word("contents", document.language))
    return part.replace(OPENING, OPENING + _list(title, entries), 1) if entries else part


def _list(title: str, entries: Sequence[Entry]) -> str:
    heading = _paragraph("TOCHeading", f'<w:r><w:t xml:space="preserve">{title}</w:t></w:r>',
                         is_from_right=entries[0].is_from_right)
    begin = (f'{_mark("begin")}<w:r><w:instrText xml:space="preserve">{FIELD}</w:instrText></w:r>'
             f'{_mark("separate")}')
    lines = [f'<w:hyperlink w:anchor="{each.anchor}" w:history="1">{each.runs}</w:hyperlink>'
             for each in entries]
    lines[0] = begin + lines[0]
    lines[-1] += _mark("end")
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f'<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{heading}'
        + "".join(_paragraph(f"TOC{each.level}", line, is_from_right=each.is_from_right)
                  for each, line in zip(entries, lines, strict=True))
        + "</w:sdtContent></w:sdt>")


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _paragraph(style: str, content: str, *, is_from_right: bool) -> str:
    bidi = FROM_THE_RIGHT if is_from_right else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{content}</w:p>'
