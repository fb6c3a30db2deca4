"""Putting a document together."""
import pytest

from cop.documents.model import (
    BulletList,
    Column,
    Document,
    Facts,
    Heading,
    Link,
    Paragraph,
    Table,
    Text,
)


def test_a_paragraph_takes_plain_texts_and_runs():
    paragraph = Paragraph("One ", Text("two", bold=True), Link("three", "https://example.org"))

    assert paragraph.runs[:2] == (Text("One "), Text("two", bold=True))
    assert paragraph.style == "normal"


def test_lists_and_facts_take_texts_runs_and_tuples_of_them():
    items = BulletList(["one", Text("two"), ("three ", Text("four"))]).items

    assert items == ((Text("one"),), (Text("two"),), (Text("three "), Text("four")))
    assert Facts([("Region", "Veneto")]).pairs == (("Region", (Text("Veneto"),)),)


def test_blocks_are_frozen_and_equal_by_what_they_hold():
    assert Paragraph("a", language="it") == Paragraph(Text("a"), language="it")
    assert len({Document("T", "it", [Heading("a")]), Document("T", "it", (Heading("a"),))}) == 1
    with pytest.raises(AttributeError):
        Paragraph("a").style = "lead"


@pytest.mark.parametrize("level", [0, 5])
def test_a_heading_has_one_of_four_levels(level):
    with pytest.raises(ValueError, match="from 1 to 4"):
        Heading("a", level)


def test_a_paragraph_has_one_of_the_known_styles():
    with pytest.raises(ValueError, match="no paragraph style 'loud'"):
        Paragraph("a", style="loud")


def test_a_table_has_a_cell_for_each_column():
    with pytest.raises(ValueError, match="2 cells"):
        Table("", (Column("a"), Column("b")), (("only one",),))
    with pytest.raises(ValueError, match="at least one column"):
        Table("", (), ())
