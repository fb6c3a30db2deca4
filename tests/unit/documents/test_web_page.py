"""HTML: one file that asks nothing of anybody."""
import re

from cop.documents.model import Document, Heading, Link, Paragraph
from cop.documents.render import render
from tests.unit.documents.sample import NOTICE, sample_file


def page():
    return sample_file("html").decode()


def test_it_has_a_language_a_title_and_one_main_heading():
    assert '<html lang="it" dir="ltr">' in page()
    assert "<title>Veneto: il mese in breve, perché così</title>" in page()
    assert page().count("<h1") == 1
    assert "<h2>Pratiche nuove</h2>" in page()
    assert '<span lang="fr">Une pratique' in page()
    assert f'<p class="notice">{NOTICE}</p>' in page()


def test_nothing_is_fetched_and_nothing_runs():
    assert not re.search(r"<(script|img|iframe|link|object|embed|form)\b", page())
    assert not re.search(r"(@import|url\(|\bsrc=|\bon\w+=['\"]?[a-z]+\(\)['\"]?>)", page().split(
        "&lt;b onclick")[0])
    assert "default-src 'none'" in page()


def test_what_is_written_is_text_wherever_it_stands():
    evil = '"><script>alert(1)</script>'
    document = Document(evil, 'it"><b>', (Heading(evil), Paragraph(evil, Link(evil, evil))),
                        subtitle=evil, author=evil, notice=evil, subject=evil, keywords=(evil,),
                        licence=evil, source_url=evil)

    assert "<script" not in render(document, "html").decode()
