"""What goes into a digest: of which region and period, and what its readers may see."""
from datetime import UTC, date, datetime, timedelta

import pytest

from cop.base.clock import at
from cop.base.db import db
from cop.cases.service import writing
from cop.digests.queries.contents import gather
from cop.digests.service.making import Plan, make_digest
from cop.digests.words import number_change, number_value
from cop.discussions.service.deletions import delete_post
from tests.make import until_today

OCTOBER = datetime(2026, 10, 15, 9, tzinfo=UTC)
AFTER = datetime(2026, 11, 10, 9, tzinfo=UTC)


@pytest.fixture
def contents(make):
    """The contents of a digest of October, looked at in November."""
    maker = make.granted("administrator")

    def of(*regions, audience="members", first=date(2026, 10, 1), last=date(2026, 10, 31)):
        digest = make_digest(maker, Plan(regions=regions or ["ITH3"], first_day=first,
                                         last_day=last, language="it", audience=audience))
        db.session.flush()
        with at(AFTER):
            return gather(digest)

    return of


def figures(contents) -> dict:
    return {number.name: (number.value, number.before) for number in contents.numbers}


def ids(contents, part) -> list[int]:
    return [item.id for item in contents.part(part)]


def ids_of(*things) -> list[int]:
    return sorted(thing.id for thing in things)


def solve(topic, answer, moment):
    topic.accepted_post_id, topic.solved_at = answer.id, moment


def updated(case, moment, **columns):
    for name, value in {"published_at": moment, "updated_at": moment, **columns}.items():
        setattr(case, name, value)
    return case


@pytest.mark.parametrize(("moment", "inside"), [
    ("2026-09-30T21:59:59", False), ("2026-09-30T22:00:00", True),
    ("2026-10-31T22:59:59", True), ("2026-10-31T23:30:00", False),
])
def test_what_belongs_to_a_month_is_said_by_the_clocks_of_the_region(
        make, contents, moment, inside):
    when = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    with at(when):
        topic = make.question(regions=["ITH3"])
        answer = make.post(topic)
    case = updated(make.case(status="published"), when)
    solve(topic, answer, when)
    shown = contents()
    assert ids(shown, "solved") == [topic.id] * inside
    assert ids(shown, "cases") == [case.id] * inside
    assert [figures(shown)[name][0] for name in ("topics", "answers", "solved", "cases")] == (
        [int(inside)] * 4)


def test_a_change_of_the_clocks_in_spring_is_minded(make, contents):
    with at(datetime(2026, 3, 31, 21, 30, tzinfo=UTC)):
        make.topic(regions=["ITH3"])
    with at(datetime(2026, 3, 31, 23, 30, tzinfo=UTC)):
        make.topic(regions=["ITH3"])
    march = contents(first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert figures(march)["topics"] == (1, 0)


def test_figures_are_compared_with_the_month_before(make, contents):
    with at(OCTOBER):
        topic = make.topic(regions=["ITH3"])
        make.post(topic)
    with at(OCTOBER - timedelta(days=30)):
        make.topic(regions=["ITH3"])
        make.topic(regions=["ITH3"])
    shown = contents()
    assert figures(shown)["topics"] == (1, 2)
    assert figures(shown)["answers"] == (1, 0)
    assert [number_change(number) for number in shown.numbers][1:3] == ["−1", "+1"]


def test_a_country_includes_its_regions_and_a_region_not_its_neighbours(make, contents):
    with at(OCTOBER):
        province, region, other = (make.question(regions=[code])
                                   for code in ("ITH36", "ITH3", "ITH4"))
    assert ids(contents("IT"), "open_questions") == ids_of(province, region, other)
    assert ids(contents("ITH3"), "open_questions") == ids_of(province, region)
    assert ids(contents("ITH36", "ITH4"), "open_questions") == ids_of(province, other)
    assert ids(contents("FR"), "open_questions") == []


@pytest.mark.parametrize("audience", ["public", "members"])
def test_the_audience_says_which_spaces_are_looked_into(make, contents, audience):
    topics = {}
    for visibility in ("public", "members", "private"):
        space = make.space(visibility=visibility)
        with at(OCTOBER):
            asked, solved = (make.question(space, regions=["ITH3"], themes=[theme])
                             for theme in ("neet", "outreach"))
            solve(solved, make.post(solved), OCTOBER)
        topics[visibility] = asked, solved
    shown = contents(audience=audience)
    expected = {"public": ["public"], "members": ["public", "members"]}[audience]
    assert sorted(ids(shown, "open_questions")) == ids_of(*(topics[name][0] for name in expected))
    assert sorted(ids(shown, "solved")) == ids_of(*(topics[name][1] for name in expected))
    assert figures(shown)["topics"] == (2 * len(expected), 0)
    assert figures(shown)["answers"] == (len(expected), 0)


def test_themes_of_private_rooms_are_not_told(make, contents):
    with at(OCTOBER):
        make.topic(make.space(visibility="private"), regions=["ITH3"], themes=["job-fair"])
        make.topic(regions=["ITH3"], themes=["neet"])
    assert list(contents().themes) == ["neet"]


def test_the_public_sees_no_case_that_only_members_read(make, contents):
    case = updated(make.case(status="published", licence="members-only"), OCTOBER)
    assert case.members_only
    assert ids(contents(audience="members"), "cases") == [case.id]
    public = contents(audience="public")
    assert ids(public, "cases") == [] and figures(public)["cases"] == (0, 0)


@pytest.mark.parametrize(("status", "shown"), [
    ("published", True), ("archived", False), ("withdrawn", False), ("submitted", False)])
def test_only_cases_that_readers_see_go_in(make, contents, status, shown):
    case = updated(make.case(status=status), OCTOBER)
    assert ids(contents(), "cases") == [case.id] * shown


def test_a_published_case_stays_in_while_its_author_works_on_it(make, contents):
    case = updated(make.case(status="published"), OCTOBER, status="submitted")
    assert ids(contents(), "cases") == [case.id]


def test_cases_from_elsewhere_share_a_theme_with_the_region(make, contents):
    with at(OCTOBER):
        make.topic(regions=["ITH3"], themes=["neet"])
    near = updated(make.case(status="published", regions=["FI1B"], themes=["neet"]), OCTOBER)
    updated(make.case(status="published", regions=["FI1B"], themes=["job-fair"]), OCTOBER)
    shown = contents()
    assert ids(shown, "cases_elsewhere") == [near.id] and ids(shown, "cases") == []


def test_a_question_that_was_solved_since_is_not_said_to_wait(make, contents):
    with at(OCTOBER):
        waiting, solved, locked = (make.question(regions=["ITH3"]) for _ in range(3))
        answer = make.post(solved)
        make.topic(regions=["ITH3"])
    with at(AFTER):
        make.question(regions=["ITH3"])
    solve(solved, answer, AFTER - timedelta(days=1))
    locked.locked_at = AFTER
    shown = contents()
    assert ids(shown, "open_questions") == [waiting.id] and ids(shown, "solved") == []
    assert shown.days_open(shown.part("open_questions")[0]) == 16


def test_in_a_period_that_goes_on_a_question_waits_until_today(make, contents):
    with at(AFTER - timedelta(days=3)):
        make.question(regions=["ITH3"])
    november = contents(first=date(2026, 11, 1), last=date(2026, 11, 30))
    with at(AFTER):
        assert november.days_open(november.part("open_questions")[0]) == 3


@pytest.mark.parametrize(("people", "told"), [(4, "<5"), (5, "5")])
def test_few_people_are_not_counted(make, contents, people, told):
    with at(OCTOBER):
        topic = make.topic(regions=["ITH3"])
        for number in range(people - 1):
            make.post(topic, make.member(topic.space, f"Person {number}"))
    number = contents().numbers[0]
    assert (number.name, number_value(number), number_change(number)) == ("people", told, "")


def test_a_deleted_answer_counts_no_more(make, contents):
    with at(OCTOBER):
        topic = make.topic(regions=["ITH3"])
        post = make.post(topic)
        delete_post(post.author, post)
    assert figures(contents())["answers"] == (0, 0)


def test_a_month_without_news_is_quiet(contents):
    shown = contents()
    assert shown.is_quiet and set(figures(shown).values()) == {(0, 0)}


def test_a_case_stays_in_while_its_next_version_is_reviewed(make):
    manager = make.granted("regional_manager", "region", "ITH3")
    case = make.case(make.person(organisation="CPI di Treviso"), status="published",
                     regions=["ITH3"])
    digest = make_digest(manager, Plan(regions=["ITH3"], **until_today("ITH3", 1), language="en"))
    writing.save_draft(case.author, case, {**case.current.values, "partners": "Due comuni."},
                       ["ITH3"], ["outreach"])
    writing.submit_case(case.author, case)

    assert case.status == "submitted"
    assert ids(gather(digest), "cases") == [case.id]
