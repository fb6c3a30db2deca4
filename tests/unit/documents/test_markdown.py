"""Markdown that other programs read back as the same text."""
from cop.documents.model import Column, Document, Facts, Markup, Paragraph, Table
from cop.documents.render import render
from tests.unit.documents.sample import sample_file


def written(*blocks):
    return render(Document("T", "en", blocks), "md").decode()


def test_headings_facts_tables_and_colophon():
    text = sample_file("md").decode()

    assert text.startswith("# Veneto: il mese in breve, perché così\n")
    assert "\n## Pratiche nuove\n" in text
    assert "\n#### Come funziona\n" in text
    assert "- **Territorio:** Veneto (ITH3)" in text
    assert "| Treviso | 31 ott 2026 | 1.284 | 0,625 |" in text
    assert "**Esiti per ufficio, ottobre 2026**" in text
    assert "- **Licenza:** CC BY 4.0" in text
    assert "[^1]: La nota a piè di pagina." in text


def test_plain_text_stays_plain_text():
    text = written(Paragraph("# a *b* _c_ `d` <e> [f](g) 1. h"), Paragraph("- i"))

    assert "\\# a \\*b\\*" in text
    assert "\\<e\\>" in text
    assert "\\- i" in text


def test_a_row_of_a_table_is_one_line():
    text = written(Table("", (Column("a"), Column("b")), (("x\ny | z", None),)))

    assert "| x y \\| z |" in text


def test_neither_comments_nor_divisions_are_left_in_it():
    text = written(Facts((("a", "b"),)), Markup("- c\n\n```\nd\n```", language="it"))

    assert "<!--" not in text
    assert "<div" not in text
