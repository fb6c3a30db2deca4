"""The thesaurus as those who keep it use it, and what searches get of it."""
import json

import pytest
from bs4 import BeautifulSoup

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.search.models.thesaurus import ThesaurusEdit
from cop.search.queries.thesaurus import read_thesaurus


@pytest.fixture
def curator(make):
    return make.granted("curator", name="Paolo Curti")


def soup(page):
    return BeautifulSoup(page.text, "html.parser")


def kept():
    """The thesaurus as it is stored now."""
    db.session.rollback()
    return read_thesaurus().thesaurus


def post(browser, path, **data):
    return browser.post(path, data=data, follow_redirects=True)


def test_curators_and_administrators_keep_the_thesaurus_others_are_told_why_not(make, browse):
    for keeper in (make.granted("curator"), make.granted("administrator")):
        page = browse(keeper).get("/admin/thesaurus")
        assert page.status_code == 200 and "hiring incentive" in page.text
        assert "Thesaurus" in soup(browse(keeper).get("/")).select_one(".panel").get_text()
    member = browse(make.person())
    for path in ("/admin/thesaurus", "/admin/thesaurus/neet"):
        page = member.get(path)
        assert page.status_code == 403 and "kept by curators" in page.text
    assert browse().get("/admin/thesaurus").status_code == 302
    assert member.post("/admin/thesaurus/neet/terms", data={
        "language": "en", "term": "idle youth"}).status_code == 403
    assert not ThesaurusEdit.query.count()


def test_a_term_that_is_added_is_there_at_once_and_in_the_log(browse, curator):
    page = post(browse(curator), "/admin/thesaurus/hiring-incentive/terms",
                language="fi", term="  palkan  tuki ")
    assert "palkan tuki" in soup(page).select_one("main").get_text()
    assert kept().find("Palkan tuki") == "hiring-incentive"
    entry = AuditEntry.query.filter_by(act="thesaurus.add").one()
    assert entry.actor_id == curator.id and entry.facts == {"concept": "hiring-incentive"}


def test_a_term_can_be_shown_instead_of_another_and_be_left_out(browse, curator):
    browser = browse(curator)
    post(browser, "/admin/thesaurus/hiring-incentive/terms", language="en",
         term="recruitment subsidy", preferred="y")
    assert soup(browser.get("/admin/thesaurus/hiring-incentive")).h1.get_text() == (
        "recruitment subsidy")
    post(browser, "/admin/thesaurus/hiring-incentive/prefer", language="en", term="wage subsidy")
    assert kept().concepts["hiring-incentive"].label("en") == "wage subsidy"
    post(browser, "/admin/thesaurus/hiring-incentive/retire", language="en",
         term="hiring incentive")
    assert "hiring incentive" not in [
        name.term for name in kept().concepts["hiring-incentive"].names_in("en")]
    page = browser.get("/admin/thesaurus/hiring-incentive")
    assert "“hiring incentive” (English) was left out" in page.text


def test_a_new_concept_is_opened_below_another_and_goes_with_its_last_term(browse, curator):
    browser = browse(curator)
    page = post(browser, "/admin/thesaurus", language="en", term="Mobile advice bus",
                broader="outreach")
    assert soup(page).h1.get_text() == "Mobile advice bus"
    concept = kept().concepts["mobile-advice-bus"]
    assert concept.broader == "outreach"
    page = post(browser, "/admin/thesaurus/mobile-advice-bus/retire", language="en",
                term="Mobile advice bus")
    assert soup(page).h1.get_text() == "Thesaurus"
    assert browser.get("/admin/thesaurus/mobile-advice-bus").status_code == 404


def test_concepts_are_placed_and_related(browse, curator):
    browser = browse(curator)
    post(browser, "/admin/thesaurus/neet/place", broader="young-people")
    post(browser, "/admin/thesaurus/neet/relate", other="outreach")
    thesaurus = kept()
    assert thesaurus.concepts["neet"].broader == "young-people"
    assert thesaurus.concepts["outreach"].related == {"neet"}
    page = browser.post("/admin/thesaurus/young-people/place", data={"broader": "neet"})
    assert page.status_code == 422 and "below itself" in page.text
    page = browser.post("/admin/thesaurus/neet/relate", data={"other": "neet"})
    assert page.status_code == 422 and "not related to itself" in page.text
    post(browser, "/admin/thesaurus/outreach/unrelate", other="neet")
    assert not kept().concepts["neet"].related


@pytest.mark.parametrize("given, sentence", [
    ({"term": ""}, "Please write the term."), ({"term": "…"}, "Write a term of up to 120"),
    ({"term": "x" * 200}, "Write a term of up to 120"),
    ({"term": "young people"}, "already a term of “young people”"),
    ({"language": "qq"}, "Not a valid choice"), ({"broader": "nothing"}, "Not a valid choice"),
])
def test_what_is_no_term_is_refused_with_a_sentence(browse, curator, given, sentence):
    page = browse(curator).post("/admin/thesaurus", data={
        "language": "en", "term": "Advice bus", "broader": ""} | given)
    assert page.status_code == 422 and sentence in page.text
    assert not ThesaurusEdit.query.count()


@pytest.mark.parametrize("path, given, field, sentence", [
    ("", {"term": "x" * 121, "language": "en", "broader": ""}, "term", "up to 120 characters"),
    ("/neet/terms", {"term": "x" * 121, "language": "en"}, "term", "up to 120 characters"),
    ("/neet/terms", {"term": "outreach", "language": "en"}, "term", "already a term"),
    ("/neet/place", {"broader": "neet"}, "broader", "below itself"),
    ("/neet/relate", {"other": "neet"}, "other", "not related to itself")])
def test_what_is_wrong_is_said_at_its_field_and_the_words_stay(
        browse, curator, path, given, field, sentence):
    page = browse(curator).post("/admin/thesaurus" + path, data=given)
    assert page.status_code == 422
    asked = soup(page).find(id=field)
    assert given[field] in (asked.get("value") or asked.find("option", selected=True)["value"])
    assert sentence in soup(page).find(id=asked["aria-describedby"].split()[-1]).get_text()
    assert soup(page).select_one(f".errors a[href='#{field}']")
    assert not ThesaurusEdit.query.count()


def test_unknown_concepts_and_terms_are_not_there(browse, curator):
    browser = browse(curator)
    assert browser.get("/admin/thesaurus/unheard-of").status_code == 404
    assert browser.post("/admin/thesaurus/unheard-of/terms", data={
        "language": "en", "term": "x"}).status_code == 404
    page = browser.post("/admin/thesaurus/neet/retire", data={"language": "en", "term": "x"})
    assert page.status_code == 422 and "no such term" in page.text
    assert browser.post("/admin/thesaurus/neet/prefer").status_code == 422


def test_concepts_are_found_by_any_term_of_any_language(browse, curator):
    page = soup(browse(curator).get("/admin/thesaurus?q=palkkatu"))
    assert "hiring incentive" in [a.get_text() for a in page.select("main ul.branch a")][:1]


def test_everybody_gets_the_thesaurus_as_skos(browse, curator):
    post(browse(curator), "/admin/thesaurus/neet/terms", language="fi", term="syrjäytyneet")
    page = browse().get("/thesaurus.jsonld")
    assert page.mimetype == "application/ld+json"
    graph = json.loads(page.text)["@graph"]
    address = "http://localhost/thesaurus.jsonld"
    assert graph[0]["@type"] == "skos:ConceptScheme" and graph[0]["@id"] == address
    neet = next(node for node in graph if node["@id"] == f"{address}#neet")
    assert neet["broader"] == f"{address}#target-groups"
    assert "syrjäytyneet" in neet["altLabel"]["fi"]
    linked = next(node for node in graph if node["@id"] == f"{address}#labour-market")
    assert linked["exactMatch"] == ["http://eurovoc.europa.eu/1802"]
    assert all(node["prefLabel"] for node in graph[1:])


def test_the_pages_of_the_thesaurus_need_few_queries(browse, curator, count_queries):
    browser = browse(curator)
    browser.get("/admin/thesaurus")
    for path in ("/admin/thesaurus", "/admin/thesaurus/almp"):
        with count_queries(at_most=8):
            browser.get(path)
