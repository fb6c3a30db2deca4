"""Reading cases: the library, the page of a case, its history and its downloads."""
import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from cop.base.clock import at, now
from cop.base.db import db
from cop.cases.service import reviewing, writing
from tests.case_text import FILLED, REGIONS, THEMES


def url_of(case):
    return f"/cases/{case.id}-{case.slug}"


def titles(page):
    return [h.get_text() for h in BeautifulSoup(page.text, "html.parser").select(".case-card h2")]


@pytest.fixture
def three(make):
    """Three published cases that differ in everything one can filter by."""
    told = [
        {"title": "From Veneto, in Italian", "regions": ["ITH35"], "themes": ["outreach"]},
        {"title": "From Helsinki, in English", "regions": ["FI1B1"], "themes": ["case-management"],
         "language": "en", "country": "FI", "outcome_type": "did-not-work"},
        {"title": "From Lyon, in French", "regions": ["FRK2"], "themes": ["neet"],
         "language": "fr", "country": "FR", "evidence_level": "E3", "sources": "A report",
         "evaluation_method": "Two groups.", "outcome_type": "mixed"},
    ]
    for days, case in enumerate(told):
        with at(now() - timedelta(days=days + 1)):
            make.case(status="published", **case)


def test_the_library_shows_what_is_published_the_newest_first(three, make, browse):
    make.case(status="draft", title="Nobody sees this draft")
    make.case(status="submitted", title="Nobody sees this either")
    page = browse().get("/cases")
    assert titles(page) == ["From Veneto, in Italian", "From Helsinki, in English",
                            "From Lyon, in French"]
    assert "3 cases" in page.text


@pytest.mark.parametrize("asked, found", [
    ("region=Veneto", ["Veneto"]), ("region=ITH", ["Veneto"]), ("region=IT", ["Veneto"]),
    ("region=ITI", []), ("region=Finland", ["Helsinki"]),
    ("theme=outreach", ["Veneto"]), ("lang=fr", ["Lyon"]), ("outcome=did-not-work", ["Helsinki"]),
    ("evidence=E2", ["Lyon"]), ("evidence=E1", ["Veneto", "Helsinki", "Lyon"]),
    ("region=Veneto&lang=fr", []), ("theme=nonsense", ["Veneto", "Helsinki", "Lyon"]),
])
def test_the_library_is_narrowed_down(three, browse, asked, found):
    page = browse().get(f"/cases?{asked}")
    assert [title.split(",")[0] for title in titles(page)] == [f"From {place}" for place in found]


def test_an_unknown_region_gets_a_sentence(three, browse):
    page = browse().get("/cases?region=Venetto")
    assert "Did you mean Veneto (ITH3)?" in page.text
    assert page.status_code == 200


def test_the_library_goes_on_over_pages_within_its_budget(make, browse, count_queries):
    author, curator = make.person("Ada"), make.granted("curator")
    for number in range(27):
        make.case(author, curator=curator, status="published", title=f"Case number {number:02}")
    member = browse(make.person())
    with count_queries(at_most=8):
        first = member.get("/cases")
    assert len(titles(first)) == 24
    older = BeautifulSoup(first.text, "html.parser").find("a", rel="next")["href"]
    second = member.get(older)
    assert titles(second) == ["Case number 02", "Case number 01", "Case number 00"]


def test_a_case_stands_on_its_page_with_its_facts_within_the_budget(make, browse, count_queries):
    case = make.case(status="published")
    visitor, member, url = browse(), browse(make.person()), url_of(case)
    with count_queries(at_most=8):
        page = visitor.get(url)
    with count_queries(at_most=8):
        member.get(url)
    soup = BeautifulSoup(page.text, "html.parser")
    assert soup.h1.get_text() == FILLED["title"]
    assert soup.h1["lang"] == "it"
    facts = {d.dt.get_text(): d.dd.get_text() for d in soup.select(".fiche > div")}
    assert facts["Regions"] == "Veneto"
    assert facts["Began in"] == "January 2025"
    assert soup.select_one(".ladder")["aria-label"] == "Evidence level 1 of 5"
    assert soup.select_one("a[rel=license]")["href"].startswith("https://creativecommons.org/")


def test_the_author_works_on_it_within_the_budget(make, browse, count_queries):
    case = make.case(status="changes_requested")
    author = browse(case.author)
    url, edit = url_of(case), f"/cases/{case.id}/edit"
    with count_queries(at_most=8):
        assert author.get(url).status_code == 200
    with count_queries(at_most=8):
        assert author.get(edit).status_code == 200
    with count_queries(at_most=8):
        assert author.get("/cases/mine").status_code == 200


def test_who_wrote_it_is_for_members(make, browse):
    case = make.case(status="published")
    assert "Chiara Bellin" not in browse().get(url_of(case)).text
    assert "Chiara Bellin" in browse(make.person()).get(url_of(case)).text
    assert "Chiara Bellin" not in browse().get(f"/cases/{case.id}/history").text


def test_an_old_address_leads_to_the_case(make, browse):
    case = make.case(status="published")
    for address in (f"/cases/{case.id}", f"/cases/{case.id}-old-title"):
        answer = browse().get(address)
        assert (answer.status_code, answer.location) == (301, url_of(case))


@pytest.mark.parametrize("status", ["draft", "submitted", "in_review", "changes_requested",
                                    "withdrawn"])
def test_a_case_that_is_not_published_is_not_there(make, browse, status):
    case = make.case(status=status)
    for path in ("", "-x", "/history", ".pdf", ".docx", "/review", "/edit"):
        answer = browse(make.person()).get(f"/cases/{case.id}{path}")
        assert answer.status_code == 404, path
        answer = browse().get(f"/cases/{case.id}{path}")
        assert answer.status_code == (302 if path in ("/review", "/edit") else 404), path
    assert case.slug not in browse().get("/cases").text


def test_a_members_only_case_is_not_there_for_visitors(make, browse):
    case = make.case(status="published", licence="members-only")
    for url in (url_of(case), f"/cases/{case.id}/history", f"/cases/{case.id}.pdf"):
        assert browse().get(url).status_code == 404, url
        assert browse(make.person()).get(url).status_code == 200, url
    assert case.slug not in browse().get("/cases").text
    assert case.slug in browse(make.person()).get("/cases").text


def test_readers_compare_what_was_published_and_nothing_else(make, browse):
    author, curator = make.person("Chiara"), make.granted("curator")
    case = make.case(author, curator=curator, status="published")
    for words, reason in (("Twelve offices.", "The second figures."), ("", "")):
        writing.save_draft(author, case, FILLED | {"innovation": words or "Not out yet."},
                           REGIONS, THEMES, note="New: the offices.")
        if words:
            writing.submit_case(author, case)
            reviewing.publish_case(curator, case, reason)
    page = browse().get(f"/cases/{case.id}/history")
    assert "<ins>Twelve offices.</ins>" in page.text
    assert "New: the offices." in page.text
    assert "Not out yet." not in page.text
    assert "<ins>Not out yet</ins>" in browse(author).get(f"/cases/{case.id}/history").text
    assert browse().get(f"{url_of(case)}?version=1").status_code == 200
    assert "not the one readers see now" in browse().get(f"{url_of(case)}?version=1").text
    assert browse().get(f"{url_of(case)}?version=3").status_code == 404
    assert browse(author).get(f"{url_of(case)}?version=3").status_code == 200
    assert browse(curator).get(f"{url_of(case)}?version=3").status_code == 404
    assert browse().get(f"/cases/{case.id}.md?version=3").status_code == 404


def test_a_case_of_one_version_has_a_history_that_says_so(make, browse):
    case = make.case(status="published")
    assert "There is one version so far." in browse().get(f"/cases/{case.id}/history").text


@pytest.mark.parametrize("extension, begins, mimetype", [
    ("pdf", b"%PDF", "application/pdf"),
    ("docx", b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("odt", b"PK", "application/vnd.oasis.opendocument.text"),
    ("epub", b"PK", "application/epub+zip"),
    ("html", b"<!", "text/html"),
    ("md", b"", "text/markdown"),
])
def test_a_case_is_downloaded_as_a_file(app, make, extension, begins, mimetype):
    url = f"/cases/{make.case(status='published').id}.{extension}"
    db.session.commit()
    answer = FlaskClient(app).get(url)
    assert answer.status_code == 200
    assert answer.mimetype == mimetype
    assert answer.data.lower().startswith(begins.lower())
    assert answer.headers["Content-Type"].count("charset") < 2
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=richiamo-entro")


def test_there_is_no_download_of_another_kind(make, browse):
    case = make.case(status="published")
    assert browse().get(f"/cases/{case.id}.exe").status_code == 404


def test_an_empty_library_invites_to_write(browse):
    assert "No case is published yet." in browse().get("/cases").text
    assert "No case answers all of this." in browse().get("/cases?lang=fi").text


def linked(page):
    found = BeautifulSoup(page.text, "html.parser").find("script", type="application/ld+json")
    return json.loads(found.string) if found else None


def test_machines_are_told_what_a_case_is(make, browse):
    case = make.case(status="published", title="Fifty < sixty </script> & more")
    page = browse().get(url_of(case))
    assert page.text.count("</script>") == page.text.count("<script"), "the title ends no block"
    told = linked(page)
    assert told["@type"] == "Article"
    assert told["headline"] == "Fifty < sixty </script> & more"
    assert told["url"].endswith(url_of(case))
    assert told["inLanguage"] == "it"
    assert told["author"] == {"@type": "Organization", "name": FILLED["responsible_body"]}
    assert told["license"].startswith("https://creativecommons.org/")
    assert told["spatialCoverage"] == [
        {"@type": "Place", "name": "Veneto", "identifier": "ITH3"}]
    assert "Chiara Bellin" not in json.dumps(told), "a person's name is for members"


def test_machines_are_told_nothing_of_what_is_not_for_everybody(make, browse):
    members = make.case(status="published", licence="members-only")
    assert linked(browse(make.person()).get(url_of(members))) is None
    draft = make.case()
    assert linked(browse(draft.author).get(url_of(draft))) is None
