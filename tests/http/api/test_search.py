"""Programs search: what the box finds, and only what their person may see."""
import pytest

from cop.base.db import db
from cop.search.service import keeping


@pytest.fixture
def found(app, get):
    """`found("vouchers", secret, kind="topic")`: everything the index holds is in it first."""

    def search(words, secret="", **filters):
        db.session.commit()
        with app.app_context():
            keeping.reindex()
        return get("/api/v1/search", secret, query_string={"q": words} | filters)

    return search


def test_words_are_found_with_what_fits_marked(found, make):
    topic = make.topic(title="Who runs wage vouchers?", source="We pay vouchers to employers.")
    answer = found("vouchers")
    assert answer.status_code == 200
    (hit,) = answer.json["items"]
    assert (hit["kind"], hit["id"]) == ("topic", topic.id)
    assert hit["title"] == "Who runs wage vouchers?"
    assert "<mark>" in hit["snippet"]
    assert hit["url"] == f"http://localhost/topics/{topic.id}-who-runs-wage-vouchers"
    assert answer.json["total"] == 1
    assert answer.json["next_page"] is None
    assert answer.json["facets"]["kind"] == {"topic": 1}


def test_every_kind_of_thing_has_its_address(found, key, make):
    space = make.space("Zanzibar", slug="zanzibar")
    person = make.member(space, "Zanzibar Rossi")
    topic = make.topic(space, person, title="Zanzibar vouchers", source="Zanzibar.")
    post = make.post(topic, person, source="Zanzibar again.")
    case = make.case(person, status="published", title="Zanzibar and its job centres")
    hits = found("zanzibar", key(person)).json["items"]
    urls = {hit["kind"]: hit["url"] for hit in hits}
    assert urls == {
        "space": "http://localhost/spaces/zanzibar",
        "topic": f"http://localhost/topics/{topic.id}-zanzibar-vouchers",
        "post": f"http://localhost/posts/{post.id}",
        "case": f"http://localhost/cases/{case.id}-{case.slug}",
        "person": f"http://localhost/people/{person.id}",
    }


def test_a_private_space_is_found_by_its_members_only(found, key, make):
    private = make.space(visibility="private")
    member = make.member(private)
    make.topic(private, member, title="Quibble about vouchers")
    for secret in ("", key(make.person())):
        answer = found("quibble", secret).json
        assert answer["items"] == []
        assert answer["total"] == 0
    assert found("quibble", key(member)).json["total"] == 1


def test_filters_narrow_what_is_found(found, make):
    here = make.space()
    wanted = make.topic(here, title="Pistachio here", regions=["ITH3"], language="it",
                        themes=["outreach"])
    make.topic(title="Pistachio there", regions=["FI1"])
    for filters in ({"space": here.slug}, {"region": "Veneto"}, {"lang": "it"},
                    {"theme": "outreach"}):
        hits = found("pistachio", **filters).json["items"]
        assert [hit["id"] for hit in hits] == [wanted.id], filters


def test_nothing_asked_is_refused(get, make):
    make.person()
    for path in ("/api/v1/search", "/api/v1/search?q=%20"):
        answer = get(path)
        assert answer.status_code == 422
        assert list(answer.json["fields"]) == ["q"]
    answer = get("/api/v1/search?q=x&page=0&kind=poem&sort=length")
    assert set(answer.json["fields"]) == {"page", "kind", "sort"}
