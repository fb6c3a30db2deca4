"""EPUB 3 by pandoc: a title page, a chapter for each section, the notice below each.

The style sheet is the web page's.
"""
import re
from dataclasses import replace
from hashlib import sha256
from html import escape
from pathlib import Path
from uuid import UUID

from cop.documents import packages, pandoc, pandoc_ast, tree
from cop.documents.model import Document
from cop.documents.text import one_line

STYLE = Path(__file__).with_name("document.css").read_text(encoding="utf-8")
OPTIONS = ("--split-level=1", "--toc-depth=2", "--syntax-highlighting=none")


def write(document: Document) -> bytes:
    meta, made = pandoc_ast.metadata(document), document.made_at
    meta["identifier"] = tree.meta_text(identifier(document))
    if made:
        meta["date"] = tree.meta_text(made.date().isoformat())
    blocks = pandoc_ast.blocks_of(document, pandoc_ast.PAGES)
    package = pandoc.write(meta, blocks, "epub3", *OPTIONS)
    return packages.rewritten(package, _rewrites(document))


def identifier(document: Document) -> str:
    """Made from the content, so that the same content is the same book whenever it was built."""
    content = repr(replace(document, made_at=None)).encode()
    return UUID(bytes=sha256(content).digest()[:16], version=5).urn


def _rewrites(document: Document) -> dict[str, packages.Rewrite]:
    title = escape(one_line(document.title))
    notice = escape(one_line(document.notice))
    shown = f'<p class="notice">{notice}</p>\n</body>' if notice else "</body>"
    day = f'<p class="date">{pandoc_ast.day_made(document)}</p>'

    def chapter(part: str) -> str:
        part = re.sub(r"<title>ch\d+\.xhtml</title>", lambda _: f"<title>{title}</title>", part)
        return part.replace("</body>", shown)

    return {
        r"EPUB/content\.opf": lambda part: packages.with_moment_of_book(part, document.made_at),
        r"EPUB/styles/.*\.css": lambda _: STYLE,
        r"EPUB/text/.*\.xhtml": chapter,
        r"EPUB/text/title_page\.xhtml": lambda part: re.sub(
            r'<p class="date">[^<]*</p>', lambda _: day, part
        ),
    }
