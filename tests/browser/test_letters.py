"""Letters in a mail program on a phone: nothing wider than the screen, no picture fetched."""
import pytest
from flask import render_template

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [375, 640])
def test_a_letter_is_no_wider_than_the_screen(app, chromium, width):
    """An address without any space, and a heading of one word."""
    with app.test_request_context():
        html = render_template("mail/plain.html", title="x" * 200,
                               paragraphs=["https://example.org/" + "a-very-long-way/" * 20])
    window = chromium.new_page(viewport={"width": width, "height": 700})
    window.set_content(html)
    assert window.evaluate("document.documentElement.scrollWidth") == width
    window.close()
