"""Reading the manual, and coming to it from where the question arises."""
import pytest
from bs4 import BeautifulSoup

from cop.pages import manual
from cop.people.models import Grant

ROLES = ("moderator", "curator", "regional_manager", "administrator")


@pytest.fixture
def staff(make):
    person = make.person("Ada Bruni")
    person.grants += [Grant(role=role, scope_kind="everywhere", scope_code="") for role in ROLES]
    return person


def test_everybody_reads_it_and_goes_from_page_to_page(browse):
    overview = BeautifulSoup(browse().get("/help").data, "lxml")
    named = [link["href"] for link in overview.select(".cards a")]
    assert named == [f"/help/{name}" for name in manual.PAGES]
    page = BeautifulSoup(browse().get("/help/ask?ui=es").data, "lxml")
    assert page.h1.get_text() == "Preguntar y responder"
    assert page.select_one("a[rel=next]")["href"] == "/help/write"
    assert page.select_one("aside a[aria-current]")["href"] == "/help/ask"


def test_every_link_leads_somewhere(staff, browse):
    window, links = browse(staff), set()
    for name in manual.PAGES:
        page = BeautifulSoup(window.get(f"/help/{name}").data, "lxml")
        links |= {link["href"] for link in page.main.select("a[href^='/']")}
    assert len(links) > 15
    for link in links:
        address, _, anchor = link.partition("#")
        answer = window.get(address)
        assert answer.status_code == 200, link
        assert not anchor or BeautifulSoup(answer.data, "lxml").find(id=anchor), link


def test_what_is_searched_in_it_is_found_with_the_way_to_its_part(browse):
    page = BeautifulSoup(browse().get("/help?q=recovery+codes").data, "lxml")
    assert [link["href"] for link in page.select("#found + ul a")] == ["/help/account#part-1"]
    assert BeautifulSoup(browse().get("/help/account").data, "lxml").find(id="part-1")


def test_what_it_does_not_say_is_said_plainly(browse):
    page = browse().get("/help?q=" + "x" * 300).text
    assert "The help says nothing about that" in page


def test_a_page_that_is_not_there_is_not_found(browse):
    assert browse().get("/help/nothing").status_code == 404


@pytest.mark.parametrize("address, name", [
    ("/cases/new", "case"), ("/digests", "digest"), ("/me/notices", "notices"),
    ("/me/data", "account"), ("/me/security", "account"), ("/moderation", "moderate"),
    ("/review", "review"), ("/search", "search"), ("/spaces/zimmer/topics/new", "ask"),
])
def test_it_is_named_where_the_question_arises(staff, make, browse, address, name):
    make.space("Zimmer", slug="zimmer")
    page = BeautifulSoup(browse(staff).get(address).data, "lxml")
    assert page.main.select_one(".manual-link a[href^='/help/']")["href"] == f"/help/{name}"
