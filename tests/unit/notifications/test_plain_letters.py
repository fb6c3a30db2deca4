"""Letters that are written as text are a page, too, and nothing in them is obeyed."""
from bs4 import BeautifulSoup

from cop.web.letters import page_of

TEXT = """Hello Ada,

please open this link:

http://localhost/confirm/abc?x=1&y=2

New for “vouchers”:
– Who pays for <b>them</b> & why?
  http://localhost/topics/7
All results: http://localhost/me/searches/3.

With kind regards
cop
"""


def read(app, text):
    with app.test_request_context():
        return BeautifulSoup(page_of("A title", text), "html.parser")


def test_an_address_that_stands_alone_is_a_button_and_one_in_a_sentence_a_link(app):
    page = read(app, TEXT)
    button = page.select_one("a.button")
    assert button["href"] == "http://localhost/confirm/abc?x=1&y=2"
    assert button.text == "Open the page"
    links = {link["href"]: link.text for link in page.select("p > a:not(.button)")}
    assert links["http://localhost/topics/7"] == "Who pays for <b>them</b> & why?"
    assert links["http://localhost/me/searches/3"] == "http://localhost/me/searches/3"
    assert "With kind regards\ncop" in page.text and not page.find_all(["img", "script", "b"])


def test_what_somebody_typed_is_shown_and_not_obeyed(app):
    page = read(app, 'See http://x.example/"onmouseover="alert(1) <script>alert(2)</script>')
    assert not page.find("script") and all(set(a.attrs) <= {"href", "class"}
                                           for a in page.find_all("a"))
