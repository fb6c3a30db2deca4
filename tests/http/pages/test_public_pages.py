"""The pages every public service owes: what they say, in which language, and what they link to."""
import pytest
from bs4 import BeautifulSoup

from config import INTERFACE_LANGUAGES
from cop.base.site import decide
from cop.guides import service as guides
from tests.make_guides import make_guide

PAGES = ("/", "/about", "/help", "/accessibility", "/privacy", "/terms")
each_page = pytest.mark.parametrize("address", PAGES)


@each_page
def test_everybody_reads_the_page(browse, make, address):
    assert browse().get(address).status_code == 200
    assert browse(make.person()).get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES[1:])
def test_the_page_asks_little_of_the_database(browse, make, count_queries, address):
    visitor, member = browse(), browse(make.person())
    with count_queries(at_most=1):
        visitor.get(address)
    with count_queries(at_most=4):
        member.get(address)


@pytest.mark.parametrize("address", [
    *PAGES, "/spaces", "/spaces/veneto", "/spaces/ended", "/cases", "/guides", "/topics", "/dates",
    "/digests/issues", "/search/advanced", "/people", "{topic}", "{case}", "{guide}", "{person}"])
def test_the_page_says_where_it_is_in_each_language(make, browse, address):
    space = make.space(slug="veneto")
    if "{" in address:
        address = _made(make, space)[address.strip("{}")]
    page = BeautifulSoup(browse().get(address + "?ui=fr").text, "html.parser")
    assert page.html["lang"] == "fr"
    assert page.find("link", rel="canonical")["href"] == "http://localhost" + address
    versions = {link["hreflang"]: link["href"] for link in page.find_all("link", hreflang=True)}
    assert versions == {"x-default": f"http://localhost{address}"} | {
        language: f"http://localhost{address}?ui={language}" for language in INTERFACE_LANGUAGES}


def _made(make, space):
    """Where a topic, a practice and a guide are."""
    case, curator = make.case(status="published"), make.granted("curator")
    guide = make_guide(make, curator, [case], title="A guide")
    guides.publish_guide(curator, guide, "First.")
    topic = make.topic(space)
    return {"topic": f"/topics/{topic.id}-{topic.slug}", "case": f"/cases/{case.id}-{case.slug}",
            "guide": f"/guides/{guide.slug}",
            "person": f"/people/{make.person(profile_is_public=True).id}"}


def test_addresses_of_languages_never_repeat_a_made_up_host(browse):
    page = browse().get("/about", headers={"Host": "evil.example"}).text
    assert "evil.example" not in page


def test_the_pages_load_nothing_from_elsewhere(browse):
    for address in PAGES:
        page = BeautifulSoup(browse().get(address).text, "html.parser")
        loaded = [e.get("src") or e.get("href") for e in page.select(
            "script, img, iframe, link[rel=stylesheet], link[rel=icon]")]
        assert all(where.startswith("/static/") for where in loaded), address


def test_the_footer_leads_to_all_of_them(browse):
    footer = BeautifulSoup(browse().get("/help").text, "html.parser").footer
    linked = {link["href"] for link in footer.find_all("a")}
    assert linked >= {"/about", "/help", "/accessibility", "/privacy", "/terms"}


def test_help_shows_what_becomes_of_the_signs(browse):
    page = browse().get("/help/details").text
    assert "Call **within two days**" in page
    assert "<strong>within two days</strong>" in page
    assert "☑ agree on the rule" in page
    assert "<blockquote>" in page


def test_help_names_the_levels_of_evidence_the_search_words_and_the_keys(browse):
    page = browse().get("/help/details").text
    assert "A comparison group" in page
    assert "-language" in page
    assert "<kbd>Enter</kbd>" in page
    assert "/api/docs" in page


def test_links_within_the_help_lead_somewhere(browse):
    page = BeautifulSoup(browse().get("/help/details").text, "html.parser")
    named = {element["id"] for element in page.find_all(id=True)}
    wanted = {a["href"][1:] for a in page.find_all("a", href=True) if a["href"].startswith("#")}
    assert wanted and wanted <= named
    overview = BeautifulSoup(browse().get("/help").text, "html.parser")
    parts = {a["href"].partition("#")[2] for a in overview.select(".contents a")}
    assert parts and parts <= named
    assert parts <= {element["id"] for element in overview.find_all(id=True)}, "old addresses"


def test_privacy_names_who_is_responsible_and_how_to_reach_them(browse):
    assert "has not named a contact here yet" in browse().get("/privacy").text
    decide("organisation", "Agenzia per l'esempio")
    decide("contact", "https://agency.example.org/privacy")
    decide("data_officer", "dpo@example.org")
    page = BeautifulSoup(browse().get("/privacy").text, "html.parser")
    assert "Agenzia per l'esempio runs this community" in page.get_text()
    linked = {link["href"] for link in page.main.find_all("a")}
    assert {"https://agency.example.org/privacy", "mailto:dpo@example.org"} <= linked


def test_privacy_is_right_about_the_cookies(browse, make):
    make.person(email="ada@example.org", name="Ada Bruni")
    page = browse().get("/privacy").text
    browser = browse()
    browser.get("/language?language=it")
    assert {cookie.key for cookie in browser._cookies.values()} == {"ui"}
    browser.get("/login")
    assert {cookie.key for cookie in browser._cookies.values()} == {"ui", "session"}
    assert "ui</code>" in page
    assert "session</code>" in page
    assert "remember_token</code>" in page
    assert "device</code>" in page


def test_terms_show_their_version_and_what_matters(browse):
    decide("terms_version", "2026-11")
    page = browse().get("/terms").text
    assert "Version 2026-11" in page
    assert "at least 18 years" in page
    assert "No personal data of jobseekers" in page
    assert "Creative Commons Attribution 4.0" in page


def test_about_says_when_it_is_a_demo(browse):
    assert "invented" not in browse().get("/about").text
    decide("is_demo", True)
    assert "The organisation named here is invented" in browse().get("/about").text
