"""A document as pandoc's tree, in which text can never become form.

The formats differ in two things only, named by `Shape`; all else is left to their writers.
"""
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from cop.documents import markup, tree
from cop.documents.columns import shares
from cop.documents.model import (
    Block,
    BulletList,
    Document,
    Facts,
    Heading,
    Link,
    Markup,
    NumberedList,
    PageBreak,
    Paragraph,
    Run,
    Table,
)
from cop.documents.text import direction, is_visible, language_tag, one_line, safe_url
from cop.documents.tree import Node
from cop.documents.words import long_date, word, written

Pairs = list[tuple[list[Node], list[Node]]]

DEEPEST_HEADING = 5
#: In letters; a longer one would meet the tab stop of its value.
LONGEST_LABEL = 25
TABS = (tree.raw("openxml", "<w:r><w:tab/></w:r>"), tree.raw("opendocument", "<text:tab/>"))


def empty_paragraph(style: str) -> list[Node]:
    """In a word processor's file a break or a line is a paragraph of a style of its own."""
    word, opened = style.title().replace(" ", ""), style.replace(" ", "_20_")
    paragraphs = {
        "openxml": f'<w:p><w:pPr><w:pStyle w:val="{word}"/></w:pPr></w:p>',
        "opendocument": f'<text:p text:style-name="{opened}"/>',
    }
    return [tree.node("RawBlock", [target, text]) for target, text in paragraphs.items()]


def facts_as_definitions(pairs: Pairs, style: str) -> list[Node]:
    """For pages that flow: a definition list."""
    items = [[label, [[tree.node("Plain", value)]]] for label, value in pairs]
    return [tree.div([tree.node("DefinitionList", items)], [style])]


def facts_as_lines(pairs: Pairs, style: str) -> list[Node]:
    """For word processors: a line each, the value at the tab stop of the style, and below a label
    that reaches beyond it."""
    lines = [
        tree.para([tree.span(label, custom_style="FactLabel"), *_gap_after(label), *value])
        for label, value in pairs
    ]
    return [tree.div(lines, custom_style=style.capitalize())]


def _gap_after(label: list[Node]) -> Iterable[Node]:
    is_long = len(tree.plain_text(label)) > LONGEST_LABEL
    return [tree.node("LineBreak")] if is_long else TABS


def facts_as_bullets(pairs: Pairs, style: str) -> list[Node]:
    """For Markdown, which has no definition list that everybody reads."""
    colon = tree.node("Str", ":")
    items = [
        [tree.node("Plain", [tree.node("Strong", [*label, colon]), tree.node("Space"), *value])]
        for label, value in pairs
    ]
    return [tree.node("BulletList", items)]


@dataclass(frozen=True)
class Shape:
    """How a family of formats shows what pandoc leaves open."""

    facts: Callable[[Pairs, str], list[Node]]
    #: Paragraph styles by name (word processors) or by class (pages).
    named_styles: bool = False
    #: Whether the logo stands at the beginning of the text.
    pictures: bool = False


PAGES = Shape(facts_as_definitions, pictures=True)
PRINT = Shape(facts_as_definitions)
WORD_PROCESSORS = Shape(facts_as_lines, named_styles=True, pictures=True)
PLAIN_TEXT = Shape(facts_as_bullets)
LOGO_HEIGHT = "1.6cm"


def blocks_of(document: Document, shape: Shape) -> list[Node]:
    """The body: without the title, with the colophon at its end."""
    blocks = list(_Writing(document, shape).body())
    return _with_gaps(blocks) if shape.named_styles else blocks


def metadata(document: Document) -> Node:
    """What goes into a file's properties and, in some formats, its title page."""
    texts = {
        "title": document.title,
        "subtitle": document.subtitle,
        "lang": language_tag(document.language),
        "subject": document.subject,
        "description": document.notice,
        "rights": document.licence,
    }
    meta = {name: tree.meta_text(text) for name, text in texts.items() if text}
    meta |= {"author": tree.meta_list(authors(document)),
             "keywords": tree.meta_list(document.keywords)}
    if direction(document.language) == "rtl":
        meta["dir"] = tree.meta_text("rtl")
    return meta


def dated(document: Document) -> Node:
    """The day of making, for the title of a word processor's file."""
    day = day_made(document)
    return {"date": tree.meta_text(day)} if day else {}


def authors(document: Document) -> list[str]:
    """Once, where an organisation is the author, too."""
    return [name for name in dict.fromkeys((document.author, document.organisation)) if name]


def day_made(document: Document) -> str:
    return long_date(document.made_at, document.language) if document.made_at else ""


def byline(document: Document) -> str:
    return " · ".join(filter(None, [*authors(document), day_made(document)]))


def colophon(document: Document) -> Facts:
    """Where a document comes from and what may be done with it."""
    language, url = document.language, document.source_url
    lines = (
        ("organisation", document.organisation),
        ("made", day_made(document)),
        ("source", Link(url, url) if url else ""),
        ("licence", document.licence),
        ("note", document.notice),
    )
    return Facts(tuple((word(name, language), value) for name, value in lines if value))


def _with_gaps(blocks: list[Node]) -> list[Node]:
    """Word makes two tables one when nothing stands between them."""
    spaced = []
    for node in blocks:
        if node["t"] == "Div":
            node = tree.node("Div", [node["c"][0], _with_gaps(node["c"][1])])
        spaced += [node, *(empty_paragraph("Table gap") if node["t"] == "Table" else [])]
    return spaced


@dataclass
class _Writing:
    document: Document
    shape: Shape
    outline: int = 0

    def body(self) -> Iterator[Node]:
        if self.document.logo and self.shape.pictures:
            yield self.styled("logo", [tree.para([tree.image(
                self.document.logo, height=LOGO_HEIGHT)])])
        yield from self.ornament("Opening line")
        for block in self.document.blocks:
            yield from WRITERS[type(block)](self, block)
        facts = colophon(self.document)
        if facts.pairs:
            yield from self.ornament("Colophon gap")
            yield from self.facts(facts, "colophon")

    def ornament(self, style: str) -> list[Node]:
        return empty_paragraph(style) if self.shape.named_styles else []

    def heading(self, block: Heading) -> list[Node]:
        return self.header(block.level, self.tagged(one_line(block.text), block.language))

    def header(self, level: int, content: list[Node]) -> list[Node]:
        """A level is never more than one below the last: readers of outlines rely on it."""
        if not is_visible(tree.plain_text(content)):
            return []
        self.outline = min(level, self.outline + 1, DEEPEST_HEADING)
        return [tree.header(self.outline, content)]

    def paragraph(self, block: Paragraph) -> list[Node]:
        content = tree.para(self.runs(block.runs))
        if block.style == "quote":
            content = tree.node("BlockQuote", [content])
        if block.style in {"lead", "note"}:
            return [self.styled(block.style, [content], block.language)]
        return self.foreign([content], block.language)

    def bullets(self, block: BulletList) -> list[Node]:
        return [tree.node("BulletList", self.items(block.items))]

    def numbered(self, block: NumberedList) -> list[Node]:
        return [tree.node("OrderedList", [tree.numbering(), self.items(block.items)])]

    def items(self, items: tuple[tuple[Run, ...], ...]) -> list[list[Node]]:
        return [[tree.node("Plain", self.runs(item))] for item in items]

    def facts(self, block: Facts, style: str = "fact") -> list[Node]:
        pairs = [(tree.inlines(one_line(label)), self.runs(value)) for label, value in block.pairs]
        return self.shape.facts(pairs, style)

    def table(self, block: Table) -> list[Node]:
        titles = [one_line(column.title) for column in block.columns]
        rows = [[written(value, self.document.language) for value in row] for row in block.rows]
        columns = zip((column.numeric for column in block.columns), shares([titles, *rows]),
                      strict=True)
        return [tree.table(tree.inlines(one_line(block.caption)), list(columns),
                           [tree.inlines(title) for title in titles],
                           [[tree.inlines(text) for text in row] for row in rows])]

    def typed(self, block: Markup) -> list[Node]:
        """Its headings go below the section they stand in."""
        above = self.outline
        blocks = []
        for node in next(self.typed_blocks):
            is_header = node["t"] == "Header"
            blocks += self.header(above + node["c"][0], node["c"][2]) if is_header else [node]
        return self.foreign(blocks, block.language)

    @cached_property
    def typed_blocks(self) -> Iterator[list[Node]]:
        """All that was typed is read in one go, since starting pandoc costs more than reading."""
        sources = [b.source_markdown for b in self.document.blocks if isinstance(b, Markup)]
        return iter(markup.read(sources, self.document.source_url))

    def page_break(self, block: PageBreak) -> list[Node]:
        if self.shape.named_styles:
            return empty_paragraph("Page break")
        return [tree.div([], ["page-break"])]

    def runs(self, runs: Iterable[Run]) -> list[Node]:
        return [piece for run in runs for piece in self.run(run)]

    def run(self, run: Run) -> list[Node]:
        if isinstance(run, Link):
            url, label = safe_url(run.url, self.document.source_url), tree.inlines(run.text)
            return [tree.link(label, url)] if url else label
        content = self.tagged(run.text, run.language)
        for wanted, form in ((run.italic, "Emph"), (run.bold, "Strong")):
            content = [tree.node(form, content)] if wanted else content
        return content

    def tagged(self, text: str, language: str | None) -> list[Node]:
        tag = self.other_language(language)
        return [tree.span(tree.inlines(text), **tag)] if tag else tree.inlines(text)

    def foreign(self, blocks: list[Node], language: str | None) -> list[Node]:
        tag = self.other_language(language)
        return [tree.div(blocks, **tag)] if tag else blocks

    def styled(self, style: str, blocks: list[Node], language: str | None = None) -> Node:
        name = {"custom_style": style.capitalize()} if self.shape.named_styles else {}
        return tree.div(blocks, [style], **name, **self.other_language(language))

    def other_language(self, language: str | None) -> dict[str, str]:
        tag = language_tag(language)
        if not tag or tag == language_tag(self.document.language):
            return {}
        turned = direction(tag) != direction(self.document.language)
        return {"lang": tag, "dir": direction(tag) if turned else ""}


WRITERS: dict[type[Block], Callable] = {
    Heading: _Writing.heading,
    Paragraph: _Writing.paragraph,
    BulletList: _Writing.bullets,
    NumberedList: _Writing.numbered,
    Table: _Writing.table,
    Facts: _Writing.facts,
    Markup: _Writing.typed,
    PageBreak: _Writing.page_break,
}
