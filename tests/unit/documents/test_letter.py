"""EML: text and HTML that say the same, with nothing to fetch."""
from email import policy
from email.parser import BytesParser

from bs4 import BeautifulSoup

from cop.documents.model import Document, Heading, Link, Paragraph
from cop.documents.render import render
from tests.unit.documents.sample import sample_file

SHORT = Document("Mese in breve\r\nBcc: x@example.org", "it", (
    Heading("Così è andata"), Paragraph("Vedi ", Link("il caso", "https://example.org/1"))),
    sender="cop@example.org")


def parts(content):
    letter = BytesParser(policy=policy.default).parsebytes(content)
    return letter, letter.get_body(("plain",)).get_content(), letter.get_body(
        ("html",)).get_content()


def test_both_parts_say_the_same_and_the_text_keeps_the_addresses():
    letter, text, page = parts(render(SHORT, "eml"))

    assert letter["subject"] == "Mese in breve Bcc: x@example.org" and letter["bcc"] is None
    assert letter["from"] == "cop@example.org" and letter["content-language"] == "it"
    assert "Così è andata" in text and "il caso <https://example.org/1>" in text
    assert BeautifulSoup(page, "html.parser").find("a")["href"] == "https://example.org/1"


def test_what_a_table_shows_stands_above_it_in_the_text():
    _letter, text, _page = parts(sample_file("eml"))

    assert "Esiti per ufficio, ottobre 2026" in text.splitlines()
    assert text.index("Esiti per ufficio") < text.index("Helsinki")


def test_it_fetches_nothing_and_styles_itself():
    _letter, _text, page = parts(sample_file("eml"))
    soup = BeautifulSoup(page, "html.parser")

    assert not soup.find_all(["img", "link", "script", "style", "iframe"])
    assert soup.find("h1")["style"] and "url(" not in page
