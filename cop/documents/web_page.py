"""HTML in one file: no script, no picture, nothing fetched from anywhere.

It is a download to keep or to send, not a page of the site.
"""
from html import escape
from pathlib import Path

from cop.documents import pandoc, pandoc_ast
from cop.documents.model import Document
from cop.documents.text import direction, language_tag, one_line

STYLE = Path(__file__).with_name("document.css").read_text(encoding="utf-8")
OPTIONS = ("--shift-heading-level-by=1", "--syntax-highlighting=none")
NOTHING_FETCHED = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def write(document: Document) -> bytes:
    blocks = pandoc_ast.blocks_of(document, pandoc_ast.PAGES)
    body = pandoc.write({}, blocks, "html5", *OPTIONS).decode()
    language = language_tag(document.language) or "en"
    page = f"""<!doctype html>
<html lang="{language}" dir="{direction(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{NOTHING_FETCHED}">
<title>{escape(one_line(document.title))}</title>
{_properties(document)}
<style>
{STYLE}</style>
</head>
<body>
{_line("p", "notice", document.notice)}
<main>
<header class="title">
<h1>{escape(one_line(document.title))}</h1>
{_line("p", "subtitle", document.subtitle)}
{_line("p", "byline", pandoc_ast.byline(document))}
</header>
{body.strip()}
</main>
</body>
</html>
"""
    return page.encode()


def _properties(document: Document) -> str:
    values = {
        "author": ", ".join(pandoc_ast.authors(document)),
        "description": document.subject,
        "keywords": ", ".join(document.keywords),
        "date": document.made_at.isoformat() if document.made_at else "",
    }
    return "\n".join(
        f'<meta name="{name}" content="{escape(one_line(value))}">'
        for name, value in values.items() if value
    )


def _line(element: str, name: str, text: str) -> str:
    return f'<{element} class="{name}">{escape(one_line(text))}</{element}>' if text else ""
