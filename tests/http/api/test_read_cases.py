"""Programs read cases: what the library shows, and no draft of anybody's."""
from cop.cases.service import writing
from tests.case_text import FILLED, REGIONS, THEMES


def test_a_visitor_reads_the_library(get, make):
    author = make.person("Chiara Bellin", organisation="CPI di Treviso")
    case = make.case(author, status="published")
    make.case(status="draft")
    answer = get("/api/v1/cases")
    assert answer.status_code == 200
    (item,) = answer.json["items"]
    assert item["id"] == case.id
    assert item["title"] == case.title
    assert item["url"] == f"http://localhost/cases/{case.id}-{case.slug}"
    assert item["regions"] == ["ITH3"]
    assert item["themes"] == sorted(case.themes)
    assert item["organisation"] == "CPI di Treviso"
    assert item["author"] == {"id": author.id, "name": None}
    assert item["evidence_level"] == "E1"
    assert item["status"] == "published"
    assert item["published_at"].endswith("+00:00")


def test_a_case_says_everything_it_says_on_its_page(get, make):
    case = make.case(status="published")
    found = get(f"/api/v1/cases/{case.id}").json
    assert found["fields"]["responsible_body"] == "CPI d'esempio di Treviso"
    assert found["fields"]["target_groups"] == ["young-people", "neet"]
    assert "<strong>chiusi</strong>" in found["html"]["activities"]
    assert found["template_version"] == "2"
    assert found["fields"]["results"] == FILLED["results"]


def test_a_draft_is_there_for_its_author_only(get, key, make):
    author = make.person()
    case = make.case(author)
    for secret in ("", key(make.person())):
        assert get(f"/api/v1/cases/{case.id}", secret).status_code == 404
    assert get(f"/api/v1/cases/{case.id}", key(author)).json["status"] == "draft"


def test_a_case_for_members_is_not_there_for_visitors(get, key, make):
    case = make.case(status="published", licence="members-only")
    assert get(f"/api/v1/cases/{case.id}").status_code == 404
    assert get("/api/v1/cases").json["items"] == []
    assert get(f"/api/v1/cases/{case.id}", key(make.person())).json["members_only"] is True


def test_readers_see_the_published_text_while_a_newer_one_is_written(get, make):
    author = make.person()
    case = make.case(author, status="published", title="The text that is published")
    newer = FILLED | {"title": "The text that is being written"}
    writing.save_draft(author, case, newer, REGIONS, THEMES)
    found = get(f"/api/v1/cases/{case.id}").json
    assert found["title"] == found["fields"]["title"] == "The text that is published"


def test_cases_are_chosen_by_region_theme_language_outcome_and_evidence(get, make):
    wanted = make.case(status="published")
    make.case(status="published", regions=["FI1"], themes=["job-fair"], language="fi",
              country="FI", outcome_type="mixed", evidence_level="E0")
    for query in ({"region": "IT"}, {"region": "Veneto"}, {"theme": "outreach"}, {"lang": "it"},
                  {"outcome": "worked"}, {"evidence": "E1"}):
        found = get("/api/v1/cases", query_string=query).json["items"]
        assert [item["id"] for item in found] == [wanted.id], query


def test_what_cannot_be_asked_is_refused_by_field(get, make):
    make.person()
    answer = get("/api/v1/cases?region=Atlantis&evidence=E9&outcome=magic&lang=tlh&theme=x")
    assert answer.status_code == 422
    assert set(answer.json["fields"]) == {"region", "evidence", "outcome", "lang", "theme"}


def test_a_list_of_cases_takes_few_queries(get, key, make, count_queries):
    for n in range(6):
        make.case(make.person(f"Person {n}", organisation=f"Office {n}"), status="published")
    secret = key(make.person())
    with count_queries(at_most=8):
        assert len(get("/api/v1/cases", secret).json["items"]) == 6
