"""A case as a document: everything it says, in the order of its page, with where it is from."""
import pytest
from flask_babel import force_locale

from cop.base.site import read_site
from cop.cases.document import as_document
from cop.cases.reading import Reading
from cop.documents.model import BulletList, Facts, Heading, Link, Markup, Paragraph
from cop.documents.render import render
from tests.case_text import FILLED

DOWNLOADS = ("pdf", "docx", "odt", "epub", "html", "md")


@pytest.fixture
def paper(app, make):
    def of(**fields):
        case = make.case(status="published", **fields)
        with app.test_request_context():
            return as_document(case, Reading(case.published), site=read_site(),
                               base_url="https://cop.example.org")

    return of


def test_a_document_says_where_it_is_from_and_what_may_be_done_with_it(paper):
    document = paper()
    assert (document.title, document.language) == (FILLED["title"], "it")
    assert document.source_url.startswith("https://cop.example.org/cases/")
    assert "CC BY 4.0" in document.licence
    assert document.author == FILLED["responsible_body"]
    assert "Chiara" not in repr(document)


def test_the_text_of_each_field_stands_under_its_name_in_the_language_of_the_case(paper):
    blocks = paper().blocks
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert headings[0] == "Il problema"
    assert Markup(FILLED["activities"], language="it") in blocks
    assert blocks[0] == Paragraph(FILLED["summary"], language="it", style="lead")
    labels = [label for facts in blocks if isinstance(facts, Facts) for label, _ in facts.pairs]
    assert "Paese" in labels and "Titolo" not in labels


def test_labels_stay_in_the_language_of_the_reader_where_the_template_lacks_the_case_s(
        app, make):
    case = make.case(status="published", language="fi")
    with app.test_request_context(), force_locale("en"):
        document = as_document(case, Reading(case.published), site=read_site(), base_url="")
    heading = next(block for block in document.blocks if isinstance(block, Heading))
    assert (document.language, heading.text, heading.language) == ("fi", "The problem", "en")


def test_sources_are_a_list_with_links(paper):
    document = paper(sources="Report 2025\nSee https://example.org/r for more",
                     evaluation_method="Counts.")
    lists = [block for block in document.blocks if isinstance(block, BulletList)]
    links = [run for block in lists for item in block.items for run in item
             if isinstance(run, Link)]
    assert links == [Link("https://example.org/r", "https://example.org/r")]


@pytest.mark.parametrize("format", DOWNLOADS)
def test_it_becomes_a_file_of_every_kind(paper, format):
    assert len(render(paper(), format)) > 1000
