"""What people typed in Markdown, in every format."""
import re
import time

import pytest

from cop.documents import markup, tree
from cop.documents.model import Document, Heading, Markup
from cop.documents.render import render
from tests.unit.documents.sample import UNKIND_MARKDOWN, part

RAW = """<script>alert(1)</script> and <b onclick="x()">bold</b>

<iframe src="https://evil.example"></iframe>

<!-- hidden -->
"""
BODIES = {"docx": "word/document.xml", "odt": "content.xml", "epub": "EPUB/text/ch001.xhtml"}


def html(source, **document):
    values = {"title": "T", "language": "en", "blocks": (Markup(source),)} | document
    return render(Document(**values), "html").decode()


@pytest.mark.parametrize("typed", ["Shelter (room)\nClub (ball)", "*Shelter* (room)\nClub (ball)"])
def test_a_new_line_is_one_as_on_the_page(typed):
    assert re.search(r"\(room\)<br ?/>\s*Club \(ball\)</p>", html(typed))


def test_a_table_at_the_end_keeps_its_last_row():
    page = html("| Office | Talks |\n|---|---|\n| Treviso | 128 |\n| Padova | 97 |")

    assert re.search(r"<td[^>]*>97</td>", page)


@pytest.mark.parametrize("name", ["docx", "odt", "epub", "html"])
def test_html_in_it_is_shown_as_text(name):
    file = render(Document("T", "en", (Markup(RAW),)), name)
    body = part(file, BODIES[name]) if name in BODIES else file.decode()

    assert not re.search(r"<(script|b onclick|iframe)", body)
    shown = re.sub(r"<[^>]*>", "", body)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; and &lt;b onclick=" in shown
    assert "&lt;!-- hidden --&gt;" in shown


def test_html_in_it_is_text_in_markdown_too():
    text = render(Document("T", "en", (Markup(RAW),)), "md").decode()

    assert "\\<script\\>alert(1)\\</script\\>" in text
    assert "\\<iframe" in text


def test_its_headings_go_below_the_section_they_stand_in():
    page = html("", blocks=(Heading("Case"), Heading("Answer", 2), Markup("# One\n\n### Three"),
                            Heading("Next")))

    assert re.findall(r"<(h\d)>(\w+)", page) == [
        ("h1", "T"), ("h2", "Case"), ("h3", "Answer"), ("h4", "One"), ("h5", "Three"),
        ("h2", "Next"),
    ]


def test_a_heading_in_a_quotation_is_no_part_of_the_outline():
    page = html("> # Loud")

    assert "<h2" not in page
    assert "<strong>Loud</strong>" in page


def test_a_picture_becomes_a_link_and_is_not_fetched():
    page = html("![A plan](https://example.org/plan.png)")

    assert '<a href="https://example.org/plan.png">A plan</a>' in page
    assert "<img" not in page


def test_dangerous_links_lose_their_address_and_relative_ones_find_it():
    page = html("[a](javascript:alert(1)) [b](/topics/3)", source_url="https://cop.example/x")

    assert "javascript" not in page
    assert '<a href="https://cop.example/topics/3">b</a>' in page


def test_references_and_footnotes_stay_within_their_text():
    page = html("", blocks=(Markup("[a][x] b[^1]"), Markup("[x]: https://evil.example\n\n[^1]: z")))

    assert "evil.example" not in page
    assert "[a][x] b[^1]" in page


def test_an_unclosed_fence_ends_with_its_text():
    page = html("", blocks=(Markup("```\ncode"), Markup("**bold**")))

    assert "<strong>bold</strong>" in page


@pytest.mark.parametrize("circle", ["[^1]: a[^1]\n\n[^1]", "a[^1]\n\n[^1]: b[^2]\n[^2]: c[^1]",
                                    "> [^a\\]]: x [^a\\]]\n\n[^a\\]]"])
def test_footnotes_in_a_circle_are_shown_as_typed(circle):
    assert "[^" in tree.plain_text(markup.read([circle])[0])


def test_ordinary_footnotes_are_footnotes():
    source = "One[^a] and two[^b].\n\n[^a]: First\n    line.\n\n[^b]: Second.\n"

    assert markup.without_circles(source) == source
    assert html(source).count('role="doc-noteref"') == 2


def test_what_nests_too_deeply_is_flattened_and_keeps_its_words():
    blocks = markup.read([">" * 3000 + "a", "- " * 900 + "x"])

    assert [tree.plain_text(part)[-1] for part in blocks] == ["a", "x"]


def test_knotted_texts_are_read_in_good_time():
    started = time.monotonic()
    read = markup.read(list(UNKIND_MARKDOWN))

    assert len(read) == len(UNKIND_MARKDOWN)
    assert time.monotonic() - started < 10
