"""Programs read which spaces there are."""
from datetime import date


def test_spaces_are_listed_by_name(get, make):
    make.space("Youth", slug="youth")
    make.space("Partners", slug="partners", regions=["ITH3"], themes=["outreach"])
    items = get("/api/v1/spaces").json["items"]
    assert [item["slug"] for item in items] == ["partners", "youth"]
    assert items[0]["kind"] == "thematic"
    assert items[0]["regions"] == ["ITH3"]
    assert items[0]["themes"] == ["outreach"]
    assert items[0]["url"] == "http://localhost/spaces/partners"
    assert items[0]["ends_on"] is None


def test_courses_that_are_over_are_listed_where_they_are_asked_for(get, make):
    make.space("Cohort 2", slug="cohort-2", kind="course", ends_on=date(2021, 6, 30))
    assert get("/api/v1/spaces").json["items"] == []
    (item,) = get("/api/v1/spaces?ended=1").json["items"]
    assert item["slug"] == "cohort-2"
    assert item["ends_on"] == "2021-06-30"


def test_a_private_space_is_listed_for_its_members_only(get, key, make):
    private = make.space(visibility="private")
    assert get("/api/v1/spaces", key(make.person())).json["items"] == []
    items = get("/api/v1/spaces", key(make.member(private))).json["items"]
    assert [item["visibility"] for item in items] == ["private"]
