"""The API describes itself: an OpenAPI document, and a page for people."""
import os

import pytest
import schemathesis
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema_rs import validator_for

PATHS = {
    "/api/v1/topics": {"get"}, "/api/v1/topics/{topic_id}": {"get"},
    "/api/v1/topics/{topic_id}/posts": {"get", "post"}, "/api/v1/cases": {"get"},
    "/api/v1/cases/{case_id}": {"get"}, "/api/v1/cases/{case_id}/translations": {"post"},
    "/api/v1/search": {"get"}, "/api/v1/digests": {"get"},
    "/api/v1/digests/{digest_id}": {"get"}, "/api/v1/spaces": {"get"},
    "/api/v1/files": {"post"}, "/api/v1/posts/{post_id}": {"patch", "delete"},
    "/api/v1/posts/{post_id}/undo-delete": {"post"}, "/api/v1/posts/{post_id}/versions": {"get"},
}

#: How many random requests: `make fuzz` asks ten thousand times.
TIMES = int(os.environ.get("COP_FUZZ", "100"))


def test_the_document_describes_every_resource(get):
    document = get("/api/v1/openapi.json").json
    assert document["openapi"] == "3.1.0"
    found = {path: set(operations) - {"parameters"}
             for path, operations in document["paths"].items()}
    assert found == PATHS
    post = document["paths"]["/api/v1/topics/{topic_id}/posts"]["post"]
    assert post["security"] == [{"key": []}]
    assert {"201", "401", "403", "404", "422", "429"} <= set(post["responses"])
    problem = document["components"]["responses"]["UNAUTHORIZED"]["content"]
    assert list(problem) == ["application/problem+json"]


def test_the_document_speaks_the_language_of_who_asks(browse):
    english, italian = (browse().get(f"/api/v1/openapi.json?ui={language}").json
                        for language in ("en", "it"))
    assert english["info"]["description"] != italian["info"]["description"]
    assert english["paths"].keys() == italian["paths"].keys()
    parameters = [document["paths"]["/api/v1/topics"]["get"]["parameters"]
                  for document in (english, italian)]
    assert parameters[0] != parameters[1]


def test_the_document_can_be_read_by_programs(app):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = list(schema.get_all_operations())
    assert len(operations) == 16
    assert all(operation.ok() for operation in operations)


def test_answers_are_as_the_document_says(get, key, make):
    document = get("/api/v1/openapi.json").json
    topic = make.topic(regions=["ITH3"], themes=["outreach"])
    make.post(topic)
    case = make.case(status="published")
    secret = key(make.person())
    for path, name in ((f"/topics/{topic.id}", "TopicWithOpening"), ("/topics", "Topics"),
                       (f"/topics/{topic.id}/posts", "Posts"), ("/cases", "Cases"),
                       (f"/cases/{case.id}", "WholeCase"), ("/spaces", "Spaces"),
                       ("/search?q=counsellor", "Found")):
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        answer = get(f"/api/v1{path}", secret)
        assert answer.status_code == 200
        assert not [str(e) for e in validator_for(schema).iter_errors(answer.json)], path


@pytest.mark.timeout(3600)
def test_whatever_is_asked_nothing_breaks(app, browse, key, make):
    make.post(make.topic(regions=["ITH3"]))
    make.case(status="published")
    secret = key(make.granted("administrator"), hourly_limit=10_000)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    program, answered = browse(), set()

    @given(st.data())
    @settings(max_examples=TIMES, deadline=None, database=None, derandomize=True,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def ask(data):
        case = data.draw(data.draw(st.sampled_from(operations)).as_strategy())
        case.headers["Authorization"] = f"Bearer {secret}"
        answer = program.open(**case.as_transport_kwargs())
        assert answer.status_code < 500
        answered.add(answer.status_code)
        assert answer.mimetype in ("application/json", "application/problem+json") or (
            answer.status_code == 204)

    ask()
    assert {200, 404} <= answered, "and was let in"


def test_the_page_shows_every_resource_and_shape(get):
    answer = get("/api/docs")
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "html.parser")
    headings = [heading.get_text() for heading in page.find_all("h3")]
    for path, methods in PATHS.items():
        for method in methods:
            assert f"{method.upper()} {path}" in headings
    ids = {element["id"] for element in page.find_all(id=True)}
    links = {a["href"] for a in page.find_all("a") if a["href"].startswith("#schema-")}
    assert {link[1:] for link in links} <= ids
    assert "schema-Topic" in ids
    assert page.find("a", href="/api/v1/openapi.json")
    assert page.find("a", href="/me/keys")


def test_the_help_page_leads_here(get):
    assert 'href="/api/docs"' in get("/help/details").text
