"""The manual says the same in every language, names only what is there, and leads somewhere."""
import re

import pytest

from config import INTERFACE_LANGUAGES
from cop.base.errors import NotFound
from cop.pages import manual
from tests.check.catalogue import gathered

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
LINK = re.compile(r"(?<!`)\[[^\]]+\]\(([^)]+)\)(?!`)")
#: Written as part of an example, not as a heading, an item …
EXAMPLE = re.compile(r"`` .*? ``|`[^`]*`")
SIGNS = re.compile(r"^(#{1,2} |- |\d\. |[^|\n]+\|)", re.M)


@pytest.fixture(params=[language for language in INTERFACE_LANGUAGES if language != "en"])
def language(request):
    return request.param


def test_every_language_has_the_same_pages(app):
    for language in INTERFACE_LANGUAGES:
        assert {path.stem for path in (manual.HERE / language).iterdir()} == set(manual.PAGES)


@pytest.mark.parametrize("name", manual.PAGES)
def test_a_page_has_the_same_parts_names_and_links_in_every_language(app, name, language):
    english, other = (manual.source_of(name, code) for code in ("en", language))
    for kind in (manual.NAME, LINK):
        assert set(kind.findall(EXAMPLE.sub("", other))) == set(
            kind.findall(EXAMPLE.sub("", english)))
    assert _outline(other) == _outline(english)


def _outline(source):
    """The kinds of its lines: headings, items, rows."""
    return [found[1].strip()[0] if found[1][-1] != "|" else "|"
            for found in SIGNS.finditer(source)]


def test_every_button_it_names_is_one_of_the_interface(app):
    texts = {message.id if isinstance(message.id, str) else message.id[0]
             for message in gathered()}
    for name in manual.PAGES:
        named = set(manual.NAME.findall(manual.source_of(name, "en")))
        assert named <= texts, name


def test_names_of_buttons_are_said_as_the_pages_say_them(app):
    with app.test_request_context():
        assert "<strong>Pubblica</strong>" in manual.get_page("review", "it").sections[1].html
        assert "{_:" not in str([manual.list_pages(code) for code in INTERFACE_LANGUAGES])


def test_a_language_without_pages_reads_them_in_english(app):
    with app.test_request_context():
        assert manual.get_page("ask", "ar").language == "en"
        with pytest.raises(NotFound):
            manual.get_page("../ask", "en")


def test_it_is_found_by_words_in_the_readers_language(app):
    with app.test_request_context():
        found = manual.find("CODICI recupero", "it")
        assert [(each.page.name, each.number) for each in found] == [("account", 1)]
        assert manual.find("moderators", "en")[0].page.name == "moderate"
        assert manual.find("", "en") == manual.find("unheard-of", "en") == []


def test_every_language_is_short_and_says_it_in_its_own_typography(app):
    for language in INTERFACE_LANGUAGES:
        for name in manual.PAGES:
            source = EXAMPLE.sub("", manual.source_of(name, language))
            assert len(source.split()) < 260, (language, name)
            if language == "fr":
                assert not re.search(r" [;:!?]", source), name
