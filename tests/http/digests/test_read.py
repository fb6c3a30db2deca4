"""A digest as a page: what it shows, and to whom."""
import pytest
from bs4 import BeautifulSoup

from cop.base.db import db
from cop.digests.routes.reading import EXPORTS


def test_a_digest_shows_what_happened(browse, manager, digest_of, october, count_queries):
    address, client = f"/digests/{digest_of().id}", browse(manager)
    db.session.expunge_all()
    with count_queries(at_most=8):
        page = client.get(address).text
    with count_queries(at_most=8):
        desk = client.get(f"{address}/edit").text
    assert "Where do we begin?" in desk and "Why it is here: about the region" in desk
    for words in ("Perché richiamare: più età, più città", "How do others call back?",
                  "We keep two half hours a day.", "Where do we begin?",
                  "Accueil des jeunes à Évry", "still open when this was made"):
        assert words in page
    assert "Secret Person" not in page


def test_the_desk_asks_the_database_little(browse, manager, digest_of, count_queries):
    for _ in range(5):
        digest_of()
    client = browse(manager)
    with count_queries(at_most=8):
        client.get("/digests")


def test_a_format_that_there_is_not_is_told_with_those_there_are(browse, manager, digest_of):
    digest = digest_of()
    answer = browse(manager).get(f"/digests/{digest.id}/export?format=docm")
    assert answer.status_code == 404
    assert "There is no format “docm”. There are: docx, pdf, odt," in answer.text


def test_word_and_pdf_are_offered_first_and_all_others_in_a_menu(browse, manager, digest_of):
    digest = digest_of()
    page = browse(manager).get(f"/digests/{digest.id}").text
    links = BeautifulSoup(page, "html.parser").select("header.head a[href*='format=']")
    assert [link["href"].rpartition("=")[2] for link in links] == list(EXPORTS)
    assert EXPORTS[:2] == ("docx", "pdf")
    assert [link for link in links if "button" in link.get("class", ())] == links[:2]


def test_a_quiet_month_says_so(browse, manager, digest_of):
    digest = digest_of()
    page = browse(manager).get(f"/digests/{digest.id}").text
    assert "A quiet period" in page and "&lt;5" in page


@pytest.mark.parametrize("reader", [
    ("regional_manager", "region", "ITH3"), ("regional_manager", "region", "IT"),
    ("regional_manager", "everywhere"), ("administrator",)])
def test_whoever_manages_the_region_sees_its_digests(browse, make, digest_of, reader):
    digest = digest_of()
    client = browse(make.granted(*reader))
    assert client.get(f"/digests/{digest.id}").status_code == 200
    assert f"/digests/{digest.id}" in client.get("/digests").text


@pytest.mark.parametrize("reader", [
    ("regional_manager", "region", "ITI1"), ("regional_manager", "region", "ITH36"),
    ("curator",)])
def test_for_others_a_digest_does_not_exist(browse, make, digest_of, reader):
    digest = digest_of()
    client = browse(make.granted(*reader))
    assert client.get(f"/digests/{digest.id}").status_code == 404
    assert client.get(f"/digests/{digest.id}/export?format=csv").status_code == 404


def test_who_manages_one_of_two_regions_does_not_see_the_digest_of_both(browse, make, digest_of):
    digest = digest_of(make.granted("administrator"), regions=["ITH3", "ITI1"])
    client = browse(make.granted("regional_manager", "region", "ITH3"))
    assert client.get(f"/digests/{digest.id}").status_code == 404


def test_a_visitor_is_sent_to_sign_in(browse, digest_of):
    digest = digest_of()
    for path in (f"/digests/{digest.id}", f"/digests/{digest.id}/export"):
        assert "/login" in browse().get(path).location
