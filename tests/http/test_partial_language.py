"""A language that only navigation and forms speak: what is around a page, and its other half."""
from functools import cache

import pytest
from bs4 import BeautifulSoup
from flask_babel import force_locale

from config import PARTIAL_LANGUAGES
from cop.web import partial
from cop.web.links import language_of
from tests.check.catalogue import PARTIAL, stored
from tests.http.test_languages import _english, _said

#: Pages that are all in Arabic; those behind the sign-in beside them.
SPOKEN = ("/", "/nowhere", "/login", "/register", "/reset", "/confirm", "/spaces",
          "/search?q=voucher", "/search?q=nothing+of+this+kind")
FOR_MEMBERS = ("/", "/me/settings", "/change", "/spaces/zimmer/topics/new")


@pytest.fixture
def arabic(app, monkeypatch):
    """The community offers it."""
    offered = property(lambda config: ["en", "it", "fr", "es", "ar"])
    monkeypatch.setattr(type(app.config["COP"]), "language_list", offered)


@pytest.fixture
def reader(make, arabic, run_jobs):
    make.case(status="published", title="Voucher for training in Naryn")
    room = make.space("Zimmer", slug="zimmer")
    reader = make.member(room, interface_language="ar")
    question = make.question(room, title="Who pays the voucher?")
    make.post(question)
    make.meeting(room, reader)
    run_jobs()
    return reader


def test_its_pages_are_all_in_it(reader, browse):
    english, found = _left_in_english(), {}
    wish = {"Accept-Language": "ar"}
    for window, addresses in ((browse(), SPOKEN), (browse(reader), FOR_MEMBERS)):
        for address in addresses:
            page = BeautifulSoup(window.get(address, headers=wish).data, "lxml")
            assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl"), address
            assert not page.main.get("lang"), address
            if left := {words for words in _said(page, "ar") if english(words)}:
                found[address] = left
    assert found == {}


@pytest.mark.parametrize("address", ["/cases", "/about", "/help", "/topics", "/privacy"])
def test_what_it_does_not_speak_is_marked_as_english_and_stands_from_the_left(
        address, reader, browse):
    page = BeautifulSoup(browse(reader).get(address).data, "lxml")
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    for part in (page.main, page.title):
        assert (part["lang"], part["dir"]) == ("en", "ltr")
    assert page.header.select_one("nav.places a").get_text() == "لي"
    assert "مساعدة" in page.footer.get_text()
    assert page.footer.select_one("option[selected]")["value"] == "ar"
    around = [words for part in (page.header, page.footer) for words in part.stripped_strings]
    assert not [words for words in around if _left_in_english()(words)]


def test_a_form_that_was_filled_in_wrongly_says_so_in_it(arabic, browse):
    answer = browse().post("/login?ui=ar", data={"email": "nobody", "password": "x"})
    assert answer.status_code == 422
    assert "يرجى النظر في هذا مرة أخرى" in answer.text and "Please" not in answer.text


def test_a_message_in_english_says_so_on_a_page_in_arabic_and_the_other_way_round(
        reader, browse):
    window = browse(reader)
    with window.session_transaction() as session:
        session["_flashes"] = [("message", "حُفظت"), ("message", "Stored.")]
    flashes = BeautifulSoup(window.get("/cases").data, "lxml").select(".flash span")
    assert [(flash.get("lang"), flash.get_text()) for flash in flashes] == [
        ("ar", "حُفظت"), (None, "Stored.")]


def test_other_languages_of_a_page_are_those_it_is_all_in(arabic, browse):
    def named(address):
        page = BeautifulSoup(browse().get(address).data, "lxml")
        return {link["hreflang"] for link in page.select("link[hreflang]")}
    assert named("/spaces") == {"en", "it", "fr", "es", "ar", "x-default"}
    assert named("/about") == {"en", "it", "fr", "es", "x-default"}


def test_letters_are_never_half_in_one_language(app, arabic):
    assert (language_of("ar"), language_of("fr")) == ("en", "fr")


def test_it_is_offered_only_where_it_is_named(browse):
    page = browse().get("/login", headers={"Accept-Language": "ar, it;q=0.5"}).text
    assert '<html lang="it"' in page and 'value="ar"' not in page


def test_every_page_it_says_it_speaks_is_there(app):
    for language in PARTIAL_LANGUAGES:
        for pattern in partial.pages_in(language):
            assert any(partial.fnmatchcase(endpoint, pattern)
                       for endpoint in ("", *app.view_functions))


def test_settings_and_catalogue_know_the_same_partial_languages():
    assert PARTIAL_LANGUAGES == PARTIAL


def test_countries_and_languages_have_names_in_it(app):
    with app.test_request_context(), force_locale("ar"):
        filters = app.jinja_env.filters
        assert filters["lang_name"]("it") == "الإيطالية"
        assert filters["country_name"]("KG") == "قيرغيزستان"


@cache
def _left_in_english():
    """Is this a text of the interface, whether Arabic has it or not?"""
    in_italian = _english("it")
    names = {message.string for message in stored("ar") if message.string == message.id}
    return lambda words: (not partial.is_from_the_right(words) and words not in names
                          and in_italian(words))
