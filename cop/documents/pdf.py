"""PDF/UA-1 by typst: tagged, titled, with the language of every part.

The page itself is `document.typ`, which receives the text as data: nothing here writes typst
source, so there is nothing to escape.
"""
import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unicodedata import category

from cop.base.lazy_import import late
from cop.documents import pandoc_ast, tree
from cop.documents.model import Document, Picture
from cop.documents.text import base_language, is_visible, language_tag, one_line
from cop.documents.tree import Node
from cop.documents.words import word

typst = late("typst")

TEMPLATE = Path(__file__).with_name("document.typ").read_bytes()
#: What stands for a character that no font of the server can show.
UNSHOWABLE = "□"
MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
#: Joiners, accents, variants and skin colours of a letter that is no longer there.
JOINED = re.compile(
    f"\u200d*{UNSHOWABLE}[\u200d\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e01ef]*"
)
ROUNDS = 6
#: A longer header is not repeated on every page of its table.
LONGEST_REPEATED = 400
#: A longer fact may begin on one page and end on the next.
LONGEST_WHOLE = 600
BREAK = "\u200b"
JOINER = "\u200d"
#: Longer words may be broken, every so many letters; sooner in the narrow cell of a table.
LONG_WORD, LONG_WORD_IN_CELL = 36, 18


def write(document: Document) -> bytes:
    blocks = pandoc_ast.blocks_of(document, pandoc_ast.PRINT)
    page = json.dumps(_page(document, blocks), ensure_ascii=False)
    inputs = {"page": page, "properties": json.dumps(_properties(document))}
    for turn in range(ROUNDS):
        try:
            return _compile(inputs, document.made_at, system_fonts=turn > 0)
        except typst.TypstError as error:
            missing = MISSING.findall(error.diagnostic)
            if not missing:
                raise
            if turn:
                inputs["page"] = _without(missing, inputs["page"])
    raise RuntimeError("The document has characters that no font can show.")


def _compile(inputs: dict[str, str], made_at: datetime | None, *, system_fonts: bool) -> bytes:
    zoned = made_at.replace(tzinfo=made_at.tzinfo or UTC, microsecond=0) if made_at else None
    return typst.compile(
        TEMPLATE, font_paths=_fonts(system_fonts), sys_inputs=inputs, format="pdf",
        pdf_standards=["ua-1"], timestamp=zoned.astimezone(UTC) if zoned else None,
    )


@cache
def _fonts(system_fonts: bool) -> "typst.Fonts":
    """typst's own fonts first (Latin, Greek, Cyrillic): the same page on every server."""
    return typst.Fonts(include_system_fonts=system_fonts)


def _without(missing: list[str], page: str) -> str:
    for shown in missing:
        text = ESCAPE.sub(lambda code: chr(int(code[1], 16)), shown)
        page = page.replace(text, UNSHOWABLE if is_visible(text) else "")
    return JOINED.sub(UNSHOWABLE, page)


def _properties(document: Document) -> dict:
    return {
        "title": one_line(document.title),
        "authors": pandoc_ast.authors(document),
        "description": document.notice,
        "keywords": list(document.keywords),
        "dated": document.made_at is not None,
    }


def _page(document: Document, blocks: list[Node]) -> dict:
    return {
        "title": _breakable(one_line(document.title)),
        "subtitle": _breakable(one_line(document.subtitle)),
        "byline": pandoc_ast.byline(document),
        "notice": document.notice,
        "logo": _logo(document.logo),
        "contents": word("contents", document.language) if document.has_chapters else "",
        "blocks": _blocks(blocks),
    } | _language(document.language or "en")


def _logo(logo: Picture | None) -> dict | None:
    """Its bytes as numbers: the one way for them into a page that reads no file."""
    return logo and {"bytes": list(logo.content), "alt": logo.alt}


def _language(language: str) -> dict[str, str]:
    """typst takes a language of two or three letters and a region of two."""
    parts = language_tag(language).split("-")
    region = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    return {"language": base_language(language) or "en", "region": region}


def _blocks(nodes: list[Node]) -> list:
    return [_block(node) for node in nodes]


def _block(node: Node) -> dict:
    kind, content = node["t"], node.get("c")
    if kind in {"Para", "Plain"}:
        return {"t": kind, "c": _inlines(content)}
    if kind == "Header":
        return {"t": kind, "level": content[0], "c": _inlines(content[2])}
    if kind == "CodeBlock":
        return {"t": kind, "c": _breakable(content[1])}
    if kind == "BlockQuote":
        return {"t": kind, "c": _blocks(content)}
    if kind == "BulletList":
        items = [_blocks(item) for item in content]
        return {"t": kind, "c": items, "tasks": all(map(_is_task, content))}
    if kind == "OrderedList":
        return {"t": kind, "start": content[0][0], "c": [_blocks(item) for item in content[1]]}
    if kind == "DefinitionList":
        return {"t": kind, "c": [_fact(label, values[0]) for label, values in content]}
    if kind == "Table":
        return _table(content)
    if kind == "Div":
        return {"t": kind, "c": _blocks(content[1])} | _attributes(content[0])
    return {"t": "HorizontalRule"}


def _fact(label: list[Node], value: list[Node]) -> dict:
    """`whole`: it goes to the next page in one piece."""
    return {"label": _inlines(label), "value": _blocks(value),
            "whole": len(tree.plain_text(value)) <= LONGEST_WHOLE}


def _is_task(item: list[Node]) -> bool:
    """The box at the beginning stands for the bullet."""
    return tree.plain_text(item[:1]).startswith(("☐ ", "☒ "))


def _attributes(attributes: list) -> dict:
    named = dict(attributes[2])
    language = _language(named["lang"]) if "lang" in named else {}
    return {"class": "".join(attributes[1])} | language


def _table(content: list) -> dict:
    specs, head, bodies = content[2], content[3][1], content[4]
    rows = [row for body in bodies for row in body[3]]
    return {
        "t": "Table",
        "repeat": len(tree.plain_text(head)) <= LONGEST_REPEATED,
        "caption": _inlines(content[1][1][0]["c"]) if content[1][1] else [],
        "numeric": [spec[0]["t"] == "AlignRight" for spec in specs],
        "widths": [spec[1]["c"] for spec in specs],
        "head": [_cell(cell) for row in head for cell in row[1]],
        "cells": [_cell(cell) for row in rows for cell in row[1]],
    }


def _cell(cell: list) -> list:
    return [piece for block in cell[4] for piece in _inlines(block["c"], LONG_WORD_IN_CELL)]


def _inlines(nodes: list[Node], longest: int = LONG_WORD) -> list:
    """Neighbouring texts are put together: one string for typst instead of one for each word."""
    pieces: list = []
    for node in nodes:
        piece = _inline(node, longest)
        if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _inline(node: Node, longest: int) -> str | dict:
    kind, content = node["t"], node.get("c")
    if kind == "Str":
        return _breakable(content, longest)
    if kind in {"Space", "SoftBreak"}:
        return " "
    if kind == "Code":
        return {"t": kind, "c": _breakable(content[1], longest)}
    if kind == "Link":
        return {"t": kind, "c": _inlines(content[1], longest), "url": content[2][0]}
    if kind == "Span":
        return {"t": kind, "c": _inlines(content[1], longest)} | _attributes(content[0])
    if kind == "Note":
        tight = [tree.node("Plain", b["c"]) if b["t"] == "Para" else b for b in content]
        return {"t": kind, "c": _blocks(tight if len(content) == 1 else content)}
    return {"t": kind, "c": _inlines(content or [], longest)}


def _breakable(text: str, longest: int = LONG_WORD) -> str:
    return re.sub(rf"\S{{{longest},}}", lambda word: _with_breaks(word[0], longest // 2), text)


def _with_breaks(word: str, step: int) -> str:
    """A place to break every `step` letters, but never between a letter and its accent."""
    def breaks(at: int) -> bool:
        joined = category(word[at])[0] == "M" or JOINER in word[at - 1:at + 1]
        return at > 0 and at % step == 0 and not joined

    return "".join(BREAK + word[at] if breaks(at) else word[at] for at in range(len(word)))
