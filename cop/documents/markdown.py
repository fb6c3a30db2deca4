"""Markdown as most sites and editors read it (GitHub's, without HTML).

What people typed is written anew from its tree, so its HTML stays inert here too.
"""
from cop.documents import pandoc, pandoc_ast, tree
from cop.documents.model import Document
from cop.documents.text import one_line
from cop.documents.tree import Node

FORMAT = "gfm-raw_html-tex_math_dollars-tex_math_gfm"


def write(document: Document) -> bytes:
    body = _flat(pandoc_ast.blocks_of(document, pandoc_ast.PLAIN_TEXT))
    blocks = [*_opening(document), *body]
    return pandoc.write({}, blocks, FORMAT)


def _opening(document: Document) -> list[Node]:
    byline = pandoc_ast.byline(document)
    blocks = [tree.header(1, tree.inlines(one_line(document.title)))]
    if document.subtitle:
        subtitle = tree.inlines(one_line(document.subtitle))
        blocks.append(tree.para([tree.node("Strong", subtitle)]))
    if byline:
        blocks.append(tree.para(tree.inlines(byline)))
    if document.notice:
        notice = tree.para(tree.inlines(one_line(document.notice)))
        blocks.append(tree.node("BlockQuote", [notice]))
    return blocks


def _flat(nodes: list[Node]) -> list[Node]:
    """Headings one lower, below the title; captions as paragraphs; cells on one line."""
    return [flat for node in nodes for flat in _block(node)]


def _block(node: Node) -> list[Node]:
    kind, content = node["t"], node.get("c")
    if kind == "Header":
        return [tree.header(content[0] + 1, content[2])]
    if kind == "CodeBlock":
        return [tree.node(kind, [tree.attributes(["text"]), content[1]])]
    if kind == "Div":
        return _flat(content[1])
    if kind == "Table":
        return _table(content)
    return [node]


def _table(content: list) -> list[Node]:
    caption = content[1][1]
    bare = tree.node("Table", _on_one_line([content[0], [None, []], *content[2:]]))
    return [tree.para([tree.node("Strong", caption[0]["c"])]), bare] if caption else [bare]


def _on_one_line(part: object) -> object:
    """A table of Markdown has one line for each row."""
    if isinstance(part, list):
        return [_on_one_line(item) for item in part]
    if isinstance(part, dict) and part["t"] == "LineBreak":
        return tree.node("Space")
    if isinstance(part, dict) and "c" in part:
        return tree.node(part["t"], _on_one_line(part["c"]))
    return part
