"""Programs read digests: those of the regions their person manages."""
from datetime import date

import pytest

from cop.base.clock import now
from cop.digests.service.making import Plan, make_digest
from tests.make import until_today


@pytest.fixture
def manager(make):
    return make.granted("regional_manager", "region", "ITH3", name="Giulia Zanin")


@pytest.fixture
def digest(make, manager):
    return make_digest(manager, Plan(regions=["ITH3"], **until_today("ITH3", 20), language="it"))


def test_a_manager_reads_the_digests_of_the_region(get, key, digest, manager):
    answer = get("/api/v1/digests", key(manager))
    assert answer.status_code == 200
    (item,) = answer.json["items"]
    assert item["id"] == digest.id
    assert item["regions"] == ["ITH3"]
    assert item["language"] == "it"
    assert item["audience"] == "members"
    assert date.fromisoformat(item["last_day"]) == digest.last_day
    assert item["url"] == f"http://localhost/digests/{digest.id}"


def test_a_digest_has_its_numbers_and_what_it_shows(get, key, make, digest, manager):
    topic = make.question(title="How do others call back?", regions=["ITH36"])
    solved = make.question(title="Who runs vouchers?", regions=["ITH3"])
    answer = make.post(solved, source="We do.")
    solved.accepted_post_id, solved.solved_at = answer.id, now()
    case = make.case(status="published")
    found = get(f"/api/v1/digests/{digest.id}", key(manager)).json
    numbers = {number["name"]: number for number in found["numbers"]}
    assert numbers["topics"]["value"] == 2
    assert numbers["answers"]["value"] == 1
    assert numbers["topics"]["before"] == 0
    assert [item["id"] for item in found["cases"]] == [case.id]
    assert found["cases"][0]["title"] == case.title
    assert [item["id"] for item in found["open_questions"]] == [topic.id]
    assert found["solved"][0]["id"] == solved.id
    assert found["solved"][0]["excerpt"] == "We do."
    assert set(case.themes) <= set(found["themes"])


def test_few_people_are_not_counted(get, key, make, digest, manager):
    make.topic(regions=["ITH3"])
    found = get(f"/api/v1/digests/{digest.id}", key(manager)).json
    people = next(number for number in found["numbers"] if number["name"] == "people")
    assert people["value"] is None
    assert people["before"] is None


def test_a_digest_never_shows_what_is_private(get, key, make, digest, manager):
    private = make.space(visibility="private")
    make.question(private, make.member(private), title="Between us", regions=["ITH3"])
    found = get(f"/api/v1/digests/{digest.id}", key(manager))
    assert "Between us" not in found.text


def test_digests_are_not_for_visitors(get, digest):
    for path in ("/api/v1/digests", f"/api/v1/digests/{digest.id}"):
        answer = get(path)
        assert answer.status_code == 401
        assert answer.mimetype == "application/problem+json"


def test_digests_are_not_for_others(get, key, make, digest):
    secret = key(make.granted("regional_manager", "region", "FI1"))
    assert get("/api/v1/digests", secret).json["items"] == []
    assert get(f"/api/v1/digests/{digest.id}", secret).status_code == 404
    answer = get("/api/v1/digests", key(make.person()))
    assert answer.status_code == 403
    assert answer.json["detail"] == "The digest desk is for regional managers."
