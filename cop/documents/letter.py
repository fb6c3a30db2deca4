"""EML: a letter to look through and to send on, as text and as HTML beside it.

It fetches nothing, and says everything with pictures switched off, because it has none.
"""
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from pathlib import Path

from cop.base.lazy_import import late
from cop.documents import pandoc, pandoc_ast, tree
from cop.documents.model import Document
from cop.documents.text import direction, language_tag, one_line
from cop.documents.tree import Node

css_inline = late("css_inline")

STYLE = Path(__file__).with_name("letter.css").read_text(encoding="utf-8")
OPTIONS = ("--shift-heading-level-by=1", "--syntax-highlighting=none")
#: Columns of the text part.
WIDTH = 76


def write(document: Document) -> bytes:
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = one_line(document.title)
    if document.sender:
        letter["From"] = document.sender
    if document.made_at:
        letter["Date"] = format_datetime(document.made_at.astimezone(UTC))
    letter["X-Unsent"] = "1"  # programs open it as a draft, ready to be addressed
    text, page = _text(document), _page(document)
    letter.set_content(text, cte="quoted-printable")
    letter.add_alternative(page, subtype="html", cte="quoted-printable")
    letter["Content-Language"] = language_tag(document.language) or "en"
    letter.set_boundary(f"=_{sha256((text + page).encode()).hexdigest()[:32]}")
    return letter.as_bytes()


def _text(document: Document) -> str:
    opening = [document.title, document.subtitle, document.notice]
    blocks = pandoc_ast.blocks_of(document, pandoc_ast.PLAIN_TEXT)
    written = pandoc.write({}, _with_addresses(blocks), "plain", f"--columns={WIDTH}")
    lines = [one_line(words) for words in opening if words]
    return "\n\n".join([*lines, written.decode().strip()]) + "\n"


def _with_addresses(part: list | Node) -> list | Node:
    """A text has no links: their addresses stand behind their words; and what a table shows above
    it, where pandoc would write it below, behind a colon."""
    if isinstance(part, list):
        return [piece for item in part for piece in _pieces(item)]
    if isinstance(part, dict) and "c" in part:
        return tree.node(part["t"], _with_addresses(part["c"]))
    return part


def _pieces(item: list | Node) -> list:
    if isinstance(item, dict) and item["t"] == "Link":
        words, address = item["c"][1], item["c"][2][0]
        if tree.plain_text(words) == address:
            return words
        return [*words, tree.node("Space"), tree.node("Str", f"<{address}>")]
    if isinstance(item, dict) and item["t"] == "Table":
        attributes, (short, caption), *rest = item["c"]
        return [*caption, tree.node("Table", [attributes, [short, []], *_with_addresses(rest)])]
    return [_with_addresses(item)]


def _page(document: Document) -> str:
    blocks = pandoc_ast.blocks_of(document, pandoc_ast.PRINT)
    body = pandoc.write({}, blocks, "html5", *OPTIONS).decode()
    language = language_tag(document.language) or "en"
    lines = "".join(f'<p class="{name}">{escape(one_line(text))}</p>' for name, text in (
        ("subtitle", document.subtitle), ("notice", document.notice)) if text)
    page = (f'<!doctype html><html lang="{language}" dir="{direction(language)}"><head>'
            f'<meta charset="utf-8"><title>{escape(one_line(document.title))}</title>'
            f"<style>{STYLE}</style></head><body>"
            f"<h1>{escape(one_line(document.title))}</h1>{lines}{body}</body></html>")
    return css_inline.CSSInliner(load_remote_stylesheets=False).inline(page)
