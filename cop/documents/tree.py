"""The nodes of pandoc's document tree, as many of them as we use.

What a document turns into is decided in `pandoc_ast` and `markup`.
"""
import re
from base64 import b64encode
from collections.abc import Iterable, Sequence

from cop.documents.model import Picture
from cop.documents.text import one_line

Node = dict
NO_ATTRIBUTES: list = ["", [], []]
PIECES = re.compile(r"\n|[ \t]+|[^ \t\n]+")


def node(kind: str, content: object = None) -> Node:
    return {"t": kind} if content is None else {"t": kind, "c": content}


def attributes(classes: Iterable[str] = (), **pairs: str) -> list:
    named = [[name.replace("_", "-"), value] for name, value in pairs.items() if value]
    return ["", [name for name in classes if name], named]


def inlines(text: str) -> list[Node]:
    """Words and spaces; a newline is a line break."""
    return [_piece(piece) for piece in PIECES.findall(text)]


def _piece(piece: str) -> Node:
    if piece == "\n":
        return node("LineBreak")
    return node("Space") if piece[0] in " \t" else node("Str", piece)


def plain(text: str) -> Node:
    return node("Plain", inlines(text))


def para(content: list[Node]) -> Node:
    return node("Para", content)


def header(level: int, content: list[Node]) -> Node:
    return node("Header", [level, NO_ATTRIBUTES, content])


def div(blocks: list[Node], classes: Iterable[str] = (), **pairs: str) -> Node:
    return node("Div", [attributes(classes, **pairs), blocks])


def span(content: list[Node], classes: Iterable[str] = (), **pairs: str) -> Node:
    return node("Span", [attributes(classes, **pairs), content])


def link(content: list[Node], url: str) -> Node:
    return node("Link", [NO_ATTRIBUTES, content, [url, ""]])


def image(picture: Picture, **measures: str) -> Node:
    """The picture itself: nothing is fetched for it."""
    source = f"data:{picture.media_type};base64,{b64encode(picture.content).decode()}"
    return node("Image", [attributes(**measures), inlines(picture.alt), [source, ""]])


def raw(target: str, text: str) -> Node:
    """Only ever for constants of ours."""
    return node("RawInline", [target, text])


def table(
    caption: list[Node],
    columns: Sequence[tuple[bool, float]],
    header_cells: Sequence[list[Node]],
    rows: Iterable[Sequence[list[Node]]],
) -> Node:
    """`columns` says of each whether it is numeric and its share of the width."""
    specs = [[_align(numeric), node("ColWidth", width)] for numeric, width in columns]
    head = [NO_ATTRIBUTES, [_row(header_cells)]]
    bodies = [[NO_ATTRIBUTES, 0, [], [_row(row) for row in rows]]]
    above = [None, [node("Plain", caption)] if caption else []]
    return node("Table", [NO_ATTRIBUTES, above, specs, head, bodies, [NO_ATTRIBUTES, []]])


def _row(cells: Sequence[list[Node]]) -> list:
    return [NO_ATTRIBUTES, [_cell(content) for content in cells]]


def _cell(content: list[Node]) -> list:
    blocks = [node("Plain", content)] if content else []
    return [NO_ATTRIBUTES, node("AlignDefault"), 1, 1, blocks]


def _align(numeric: bool) -> Node:
    return node("AlignRight" if numeric else "AlignLeft")


def meta_text(text: str) -> Node:
    return node("MetaInlines", inlines(one_line(text)))


def meta_list(texts: Iterable[str]) -> Node:
    return node("MetaList", [meta_text(text) for text in texts])


def plain_text(nodes: object) -> str:
    """The text of any part of a tree, without its form."""
    if isinstance(nodes, list):
        return "".join(plain_text(item) for item in nodes)
    if not isinstance(nodes, dict):
        return ""
    kind, content = nodes.get("t"), nodes.get("c")
    if kind in {"Space", "SoftBreak", "LineBreak"}:
        return " "
    if kind == "Str":
        return content
    if kind in {"Code", "CodeBlock", "RawInline", "RawBlock"}:
        return content[1]
    return plain_text(content)


def numbering(start: int = 1) -> list:
    return [start, node("Decimal"), node("Period")]
