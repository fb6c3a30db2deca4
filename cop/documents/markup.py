"""What people typed in Markdown, read into the same tree as the rest of a document.

Only forms on the list below come through: HTML becomes the text it is, pictures become links
(a document fetches nothing), and nothing nests deeper than a page can show.
"""
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace

from cop.documents import pandoc, tree
from cop.documents.columns import shares
from cop.documents.text import clean, safe_url
from cop.documents.tree import Node

DEEPEST = 8
DEEPEST_INLINE = 6
FORMS = {"Emph", "Strong", "Strikeout"}
#: A new line is one here as it is on the page.
GAPS = {"Space": "Space", "SoftBreak": "LineBreak", "LineBreak": "LineBreak"}
NOTE = re.compile(r"\[\^(?:\\.|[^\]\\])*\]:")
#: What Markdown could take for more than words: signs, addresses, spaces that mean something.
SIGNS = re.compile(
    r"[*_`\[\]<>#|\\~&@]|://|www\.|  |[ \t]$|^[ \t]|^(?:[-+=]|\d{1,9}[.)])"
    r"|[^\S \n\u00a0\u202f]", re.MULTILINE)
NOTE_AT_LINE_START = re.compile(rf"^[ \t>]*{NOTE.pattern}", re.MULTILINE)


def read(sources: list[str], base_url: str = "") -> list[list[Node]]:
    """The blocks of each source. One that is too tangled to read comes back as plain text; of one
    without any sign of Markdown, as most are, pandoc would make the same in a hundred times the
    time."""
    marked = [source for source in sources if SIGNS.search(source)]
    try:
        lines = iter(pandoc.read_markdown([f"{without_circles(text)}\n" for text in marked]))
    except subprocess.TimeoutExpired:
        return [_as_typed(source) for source in sources]
    return [_blocks(next(lines), source, base_url) if SIGNS.search(source) else _words(source)
            for source in sources]


def without_circles(source: str) -> str:
    """The text with its footnotes as plain words, if one of them could refer to another.

    pandoc never comes back from footnotes that refer to each other in a circle.
    """
    first = NOTE.search(source)
    if first and "[^" in NOTE_AT_LINE_START.sub("", source[first.start():]):
        return source.replace("[^", "\\[^")
    return source


def _blocks(line: str, source: str, base_url: str) -> list[Node]:
    try:
        return Reading(base_url).blocks(json.loads(line)["blocks"])
    except RecursionError:
        return _as_typed(source)


def _words(source: str) -> list[Node]:
    """Paragraphs of a text without signs."""
    return [tree.para(_lines(part)) for part in re.split(r"\n{2,}", source.strip("\n")) if part]


def _lines(paragraph: str) -> list[Node]:
    pieces: list[Node] = []
    for line in paragraph.split("\n"):
        pieces += [tree.node("LineBreak")] * bool(pieces) + tree.inlines(clean(line))
    return pieces


def _as_typed(source: str) -> list[Node]:
    return [tree.para(tree.inlines(part)) for part in source.split("\n\n") if part.strip()]


@dataclass(frozen=True)
class Reading:
    """Where in a text we are: how deep, and whether in a footnote."""

    base_url: str
    depth: int = 0
    in_note: bool = False

    def blocks(self, nodes: list[Node]) -> list[Node]:
        if self.depth > DEEPEST:
            return [tree.plain(tree.plain_text(nodes))]
        return [self.block(node) for node in nodes]

    def block(self, node: Node) -> Node:
        kind, content = node["t"], node.get("c")
        read = BLOCKS.get(kind)
        return read(self, content) if read else tree.plain(tree.plain_text(node))

    def deeper(self) -> "Reading":
        return replace(self, depth=self.depth + 1)

    def inlines(self, nodes: list[Node], depth: int = 0) -> list[Node]:
        if depth > DEEPEST_INLINE:
            return tree.inlines(tree.plain_text(nodes))
        return [piece for node in nodes for piece in self.inline(node, depth)]

    def inline(self, node: Node, depth: int) -> list[Node]:
        kind, content = node["t"], node.get("c")
        if kind == "Str":
            return tree.inlines(clean(content))
        if kind in GAPS:
            return [tree.node(GAPS[kind])]
        if kind in FORMS:
            return [tree.node(kind, self.inlines(content, depth + 1))]
        if kind == "Code":
            return [tree.node("Code", [tree.NO_ATTRIBUTES, clean(content[1])])]
        if kind in {"Link", "Image"}:
            return self.link(content, depth)
        if kind == "Note" and not self.in_note:
            return [tree.node("Note", replace(self.deeper(), in_note=True).blocks(content))]
        return tree.inlines(clean(tree.plain_text(node)))

    def link(self, content: list, depth: int) -> list[Node]:
        words, url = content[1], safe_url(content[2][0], self.base_url)
        if not url:
            return self.inlines(words, depth + 1)
        label = tree.inlines(clean(tree.plain_text(words)).strip() or url)
        return [tree.link(label, url)]


def _paragraph(reading: Reading, content: list) -> Node:
    return tree.para(reading.inlines(content))


def _tight_paragraph(reading: Reading, content: list) -> Node:
    return tree.node("Plain", reading.inlines(content))


def _header(reading: Reading, content: list) -> Node:
    """Inside a list or a quotation a heading is no part of the document's outline."""
    if reading.depth:
        return tree.para([tree.node("Strong", reading.inlines(content[2]))])
    return tree.header(content[0], reading.inlines(content[2]))


def _code(reading: Reading, content: list) -> Node:
    return tree.node("CodeBlock", [tree.NO_ATTRIBUTES, clean(content[1])])


def _html(reading: Reading, content: list) -> Node:
    return tree.para(tree.inlines(clean(content[1]).strip()))


def _quotation(reading: Reading, content: list) -> Node:
    return tree.node("BlockQuote", reading.deeper().blocks(content))


def _bullets(reading: Reading, content: list) -> Node:
    return tree.node("BulletList", [reading.deeper().blocks(item) for item in content])


def _numbered(reading: Reading, content: list) -> Node:
    items = [reading.deeper().blocks(item) for item in content[1]]
    return tree.node("OrderedList", [tree.numbering(content[0][0]), items])


def _rule(reading: Reading, content: object) -> Node:
    return tree.node("HorizontalRule")


def _table(reading: Reading, content: list) -> Node:
    head, bodies = content[3], content[4]
    lines = [*head[1], *(row for body in bodies for row in body[3])]
    rows = [[_cell_inlines(reading, cell) for cell in line[1]] for line in lines]
    numeric = [spec[0]["t"] == "AlignRight" for spec in content[2]]
    widths = shares([[tree.plain_text(cell) for cell in row] for row in rows])
    return tree.table([], list(zip(numeric, widths, strict=True)), rows[0], rows[1:])


def _cell_inlines(reading: Reading, cell: list) -> list[Node]:
    return [piece for block in cell[4] for piece in reading.inlines(block["c"])]


BLOCKS: dict[str, Callable[[Reading, list], Node]] = {
    "Para": _paragraph,
    "Plain": _tight_paragraph,
    "Header": _header,
    "CodeBlock": _code,
    "RawBlock": _html,
    "BlockQuote": _quotation,
    "BulletList": _bullets,
    "OrderedList": _numbered,
    "HorizontalRule": _rule,
    "Table": _table,
}
