"""What was downloaded as HTML, opened on a phone: nothing squeezed, nothing wider than the page."""
import pytest

from cop.documents.model import Column, Document, Facts, Table
from cop.documents.render import render

pytestmark = pytest.mark.browser

PAPER = Document("Calling back", "en", (
    Facts((("Sections of benchlearning and its enablers", "Sustainable activation"),
           ("Language", "English"))),
    Table("", tuple(Column(title) for title in ("Indicator", "Before (2023-24)", "Target",
                                                "After a year", "Source")),
          (("In employment six months after enrolment", "4 of 9", "50 %", "38 of 61",
            "unemployment register"),)),
))


def test_a_file_is_read_on_a_phone(chromium, tmp_path):
    (tmp_path / "paper.html").write_bytes(render(PAPER, "html"))
    window = chromium.new_page(viewport={"width": 375, "height": 700})
    window.goto(f"file://{tmp_path}/paper.html")

    assert window.evaluate("document.documentElement.scrollWidth") == 375
    for name in ("dd", "th", "td"):
        for part in window.locator(name).all():
            longest = max(map(len, part.inner_text().split()))
            assert part.bounding_box()["width"] > longest * 6, part.inner_text()
    window.close()
