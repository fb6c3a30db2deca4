"""A document as tables of typed cells, for the formats that hold nothing else.

How a cell is written down is up to those formats.
"""
from collections.abc import Callable, Iterable, Iterator

from cop.documents.model import (
    Block,
    BulletList,
    Column,
    Document,
    Facts,
    Heading,
    Markup,
    NumberedList,
    Paragraph,
    Run,
    Table,
)
from cop.documents.words import word


def tables_of(document: Document) -> list[Table]:
    """Its tables; when it has none, one of its texts, so that no file is empty."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return tables or [_table_of_texts(document)]


def _table_of_texts(document: Document) -> Table:
    columns = tuple(Column(word(name, document.language)) for name in ("section", "text"))
    rows = tuple(_rows(document.blocks)) or ((document.title, ""),)
    return Table(document.title, columns, rows, name=word("text", document.language))


def _rows(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    section, told = "", True
    for block in blocks:
        if isinstance(block, Heading):
            if not told:
                yield section, ""
            section, told = block.text, False
            continue
        for text in TEXTS.get(type(block), _nothing)(block):
            told = True
            yield section, text
    if not told:
        yield section, ""


def _paragraph(block: Paragraph) -> list[str]:
    return [_text(block.runs)]


def _list(block: BulletList | NumberedList) -> list[str]:
    return [_text(item) for item in block.items]


def _facts(block: Facts) -> list[str]:
    return [f"{label}: {_text(value)}" for label, value in block.pairs]


def _markup(block: Markup) -> list[str]:
    return [block.source_markdown]


def _nothing(block: Block) -> list[str]:
    return []


def _text(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


TEXTS: dict[type[Block], Callable[..., list[str]]] = {
    Paragraph: _paragraph,
    BulletList: _list,
    NumberedList: _list,
    Facts: _facts,
    Markup: _markup,
}
