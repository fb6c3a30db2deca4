"""The first path with a keyboard alone, on a narrow screen, with scripts and without: come, join,
confirm by the letter, read, answer, search, submit a case. Each stop is seen where one is."""
import re
from email import message_from_bytes, policy

import pytest

from tests.browser.keyboard import Keyboard
from tests.case_text import FILLED, as_sent
from tests.letters import said_in
from tests.servers import wait_until

pytestmark = pytest.mark.browser

PASSWORD = "quattro gatti sul tetto verde"
SEND = "main form button[type=submit]:not([name], [formaction])"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_the_first_path_needs_no_mouse(visit, letters_of, javascript):
    window = visit(javascript=javascript, width=375)
    keys, email = Keyboard(window), f"nina.{javascript}@example.org".lower()

    window.goto("/")
    keys.follow("main a[href='/register']")
    keys.fill_in({"name": "Nina Nuova", "email": email, "password": PASSWORD,
                  "accept_terms": "y"}, SEND)
    window.goto(_link_in(letters_of(email)))
    keys.follow(SEND)
    keys.fill_in({"email": email, "password": PASSWORD}, SEND)

    window.goto("/topics")
    keys.follow("main .items h2 a")
    words = f"Da noi il registro lo tiene chi è di turno, {javascript}."
    keys.fill_in({"source": words}, "#reply [type=submit]:not([name], [formaction])")
    assert words in window.inner_text("main")

    window.wait_for_timeout(1000)  # found within a second of writing
    keys.fill_in({"q": "registro di turno"}, "[role=search] button")
    assert window.locator("main .hit").count()

    window.goto("/cases")
    keys.follow("main a[href='/cases/new']")
    title = f"Registro di turno {javascript}"
    keys.fill_in(as_sent(FILLED | {"title": title, "regions": "Veneto", "themes": ["outreach"]}),
                 "button[value=submit]")
    assert title in window.inner_text("h1")


def _link_in(letter):
    return re.search(r"https?://[^/\s]+(/confirm/\S+)", said_in(letter))[1]


@pytest.fixture
def letters_of(server_folder):
    """`letters_of(address)`: the first letter to it, as soon as it has arrived."""

    def read(address):
        return wait_until(lambda: next((
            letter for letter in map(_read, (server_folder / "mail").glob("*.eml"))
            if address in str(letter["To"])), None), what=f"a letter to {address}")

    return read


def _read(file):
    return message_from_bytes(file.read_bytes(), policy=policy.default)
