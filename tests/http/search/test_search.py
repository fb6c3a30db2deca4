"""The box that finds everything, as a person uses it."""
import time
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from whoosh.query import Term

from cop.base.clock import at
from cop.base.db import db
from cop.cases.service import reviewing, writing
from cop.discussions.service import deletions, edits, posts, topics
from cop.search.engines.protocol import Search
from cop.search.service import index as service
from cop.spaces.models import Membership
from cop.spaces.service import change_space
from tests.http.web.limits import limits
from tests.make import reviewed


@pytest.fixture
def hits(browse):
    """What a reader finds: the titles in their order."""

    def search(reader=None, **given):
        page = browse(reader).get("/search", query_string=given)
        assert page.status_code == 200
        return [each.get_text() for each in soup(page).select(".hit h2")]

    return search


def soup(page):
    return BeautifulSoup(page.text, "html.parser")


def open_topic(author, space, title="Training vouchers in practice", **given):
    given = {"source": "How do you pay for them?", "language": "en"} | given
    return topics.open_topic(author, space, title=title, **given)


def index(**things):
    """Bring single things into the index that `make` put into the database without an event."""
    db.session.commit()
    service.index({kind: [row_id] for kind, row_id in things.items()})


def test_a_topic_is_found_within_a_second_of_being_written(make, hits, run_jobs):
    space = make.space()
    open_topic(make.member(space), space)
    hits(q="warm")
    began = time.monotonic()
    run_jobs()
    assert hits(q="vouchers") == ["Training vouchers in practice"]
    assert time.monotonic() - began < 1


def test_everything_has_its_kind_and_its_address(make, browse, run_jobs):
    space = make.space("Voucher schemes", slug="vouchers")
    ada = make.member(space, "Ada Voucher", profile_is_public=True)
    topic = open_topic(ada, space, "Voucher topic", kind="question")
    bruno = make.member(space, "Bruno")
    answer = posts.write_post(bruno, topic, source="A voucher!", language="en")
    topics.accept_answer(ada, topic, answer)
    case = make.case(status="published", title="A voucher for every job seeker")
    index(space=space.id, person=ada.id)
    run_jobs()
    page = soup(browse().get("/search?q=voucher"))
    found = {hit.select_one(".tag").get_text(): hit.h2.a["href"] for hit in page.select(".hit")}
    assert found == {
        "Question": f"/topics/{topic.id}-voucher-topic", "Answer": f"/posts/{answer.id}",
        "Case": f"/cases/{case.id}-{case.slug}", "Person": f"/people/{ada.id}",
        "Space": "/spaces/vouchers",
    }
    assert "5 results" in page.text
    for address in found.values():
        assert browse().get(address).status_code in (200, 301, 302)


def test_before_anything_is_typed_the_page_says_how(browse, app):
    page = browse().get("/search")
    assert page.status_code == 200 and "Words in quotes" in page.text
    assert not soup(page).select(".hit, .facet")


def test_nothing_found_says_what_to_try(browse, app):
    assert "Nothing found." in browse().get("/search?q=unfindable").text


@pytest.mark.parametrize("visibility, seen", [
    ("public", {"visitor", "stranger", "member"}), ("members", {"stranger", "member"}),
    ("private", {"member"})])
def test_only_who_may_read_a_space_finds_what_is_said_in_it(
        make, hits, run_jobs, visibility, seen):
    space = make.space(visibility=visibility)
    member, stranger = make.member(space), make.person("Stranger")
    topic = open_topic(member, space)
    posts.write_post(member, topic, source="Ask the region for vouchers.", language="en")
    run_jobs()
    for name, reader in [("visitor", None), ("stranger", stranger), ("member", member)]:
        expected = ["Training vouchers in practice"] * 2 if name in seen else []
        assert hits(reader, q="vouchers") == expected, name


def test_a_space_that_became_private_hides_its_topics_although_the_index_is_old(
        make, browse, run_jobs):
    space = make.space()
    ada = make.member(space)
    open_topic(ada, space)
    other = make.space()
    open_topic(make.member(other), other, "Other vouchers", language="it")
    run_jobs()
    space.visibility = "private"
    page = soup(browse().get("/search?q=vouchers"))
    assert [h.get_text() for h in page.select(".hit h2")] == ["Other vouchers"]
    assert "1 result" in page.select_one(".hits-count").get_text()
    counts = [li.get_text(" ", strip=True) for li in page.select(".facet li")]
    assert "Discussions 1" in counts and not any("English" in count for count in counts)
    assert len(soup(browse(ada).get("/search?q=vouchers")).select(".hit")) == 2


def test_a_space_whose_visibility_changes_changes_in_the_index(make, hits, run_jobs):
    space, stranger = make.space(), make.person("Stranger")
    ada = make.member(space)
    open_topic(ada, space)
    run_jobs()
    admin = make.granted("administrator")
    described = {name: getattr(space, name) for name in (
        "name", "description", "kind", "language", "themes", "regions")}
    change_space(admin, space, visibility="private", **described)
    run_jobs()
    assert service.engine().search(_everything("public", "members")).total == 0
    assert hits(stranger, q="vouchers") == []
    assert hits(ada, q="vouchers") == ["Training vouchers in practice"]


def _everything(*readers):
    return Search(query=Term("text", "vouchers"), languages=("en",), readers=readers)


def test_who_leaves_a_private_space_finds_it_no_more(make, hits, run_jobs):
    space = make.space(visibility="private")
    ada = make.member(space)
    open_topic(ada, space)
    run_jobs()
    assert hits(ada, q="vouchers")
    db.session.delete(Membership.query.filter_by(person_id=ada.id).one())
    assert not hits(ada, q="vouchers")


def test_a_post_that_was_edited_is_found_by_its_new_words_only(make, hits, run_jobs):
    space = make.space()
    ada = make.member(space)
    post = posts.write_post(ada, open_topic(ada, space), source="Old words", language="en")
    run_jobs()
    edits.edit_post(ada, post, source="New words")
    run_jobs()
    assert hits(q="old") == [] and hits(q="new") == ["Training vouchers in practice"]


def test_a_deleted_post_is_found_no_more(make, hits, run_jobs):
    space = make.space()
    ada = make.member(space)
    post = posts.write_post(ada, open_topic(ada, space), source="Regrettable", language="en")
    run_jobs()
    assert hits(q="regrettable")
    deletions.delete_post(ada, post)
    run_jobs()
    assert hits(q="regrettable") == []


def test_answers_are_found_under_the_new_title_of_their_topic(make, hits, run_jobs):
    space = make.space()
    ada = make.member(space)
    topic = open_topic(ada, space)
    answer = posts.write_post(ada, topic, source="So and so.", language="en")
    run_jobs()
    topics.change_topic(ada, answer.parent, title="About apprenticeships", source="x",
                        language="en", kind="discussion")
    run_jobs()
    assert hits(q="vouchers") == []
    assert hits(q="apprenticeships") == ["About apprenticeships"] * 2


def test_a_case_is_found_once_published_until_it_is_withdrawn(make, hits, run_jobs):
    curator = make.granted("curator", name="Paolo Curti")
    case = make.case(title="Callbacks within two days", status="submitted", curator=curator)
    run_jobs()
    assert hits(case.author, q="callbacks") == []
    reviewed(curator, case)
    reviewing.publish_case(curator, case, reason="It is clear and useful.")
    run_jobs()
    assert hits(q="callbacks") == ["Callbacks within two days"]
    writing.withdraw_case(case.author, case, reason="We stopped doing this.")
    run_jobs()
    assert hits(case.author, q="callbacks") == []


def test_a_case_for_members_is_not_found_by_visitors(make, hits, run_jobs):
    make.case(title="Callbacks within two days", licence="members-only", status="published")
    run_jobs()
    assert hits(q="callbacks") == []
    assert hits(make.person(), q="callbacks") == ["Callbacks within two days"]


def test_a_case_is_found_by_what_it_says_in_every_field(make, hits, run_jobs):
    make.case(title="Callbacks within two days", original_name="Soittokierros",
              sources="- https://example.org/pikaopas", status="published")
    run_jobs()
    for word in ("soittokierros", "pikaopas"):
        assert hits(q=word) == ["Callbacks within two days"], word


def test_snippets_of_cases_hold_no_markdown(make, browse, run_jobs):
    make.case(title="Callbacks within two days", status="published",
              summary="Each **counsellor** calls [back](https://example.org) whoever missed two "
                      "appointments, and writes down why they stayed away. " * 2)
    run_jobs()
    snippet = soup(browse().get("/search?q=counsellor")).select_one(".hit > p:last-child")
    assert "counsellor calls back whoever" in snippet.get_text()


def test_people_are_found_by_visitors_only_if_they_chose_so(make, hits, run_jobs):
    ada = make.person("Ada Bruni", about="I know about **vouchers**")
    index(person=ada.id)
    assert hits(q="vouchers") == []
    assert hits(make.person("Bruno"), q="vouchers") == ["Ada Bruni"]
    ada.profile_is_public = True
    index(person=ada.id)
    assert hits(q="vouchers") == ["Ada Bruni"]
    ada.active = False
    assert hits(make.person("Carla"), q="vouchers") == []


def test_hostile_texts_stay_inert_while_matches_are_marked(make, browse, run_jobs):
    space = make.space("<b>Space</b>")
    open_topic(make.member(space), space, "<script>alert('vouchers')</script>",
               source="`<script>alert(1)</script>` vouchers <img src=x onerror=alert(2)>")
    run_jobs()
    page = browse().get("/search?q=vouchers%22%3E%3Cscript%3E")
    page = browse().get("/search?q=vouchers")
    assert "<script>alert" not in page.text and "<img src=x" not in page.text
    marks = [mark.get_text() for mark in soup(page).select(".hit mark")]
    assert marks == ["vouchers", "vouchers"]


def test_hostile_words_and_filters_stay_inert(browse, app):
    page = browse().get("/search", query_string={
        "q": "\"><script>alert(1)</script>", "kind": "<script>", "lang": "<script>",
        "region": "<script>alert(2)</script>", "theme": "<script>", "space": "<script>",
        "page": "<script>", "sort": "<script>"})
    assert page.status_code == 200 and "<script>" not in page.text


def test_filters_narrow_and_can_be_taken_away(make, browse, hits, run_jobs):
    veneto, finland = make.space(regions=["ITH3"], kind="regional"), make.space(slug="finland")
    open_topic(make.member(veneto), veneto, themes=["neet"], language="it")
    open_topic(make.member(finland), finland, "Finnish vouchers", regions=["FI1B1"])
    run_jobs()
    first, second = ["Training vouchers in practice"], ["Finnish vouchers"]
    for given, expected in [
        ({"region": "IT"}, first), ({"region": "Veneto"}, first), ({"region": "ITH3"}, first),
        ({"region": "Italia"}, first), ({"region": "finland"}, second), ({"region": "FR"}, []),
        ({"theme": "neet"}, first), ({"lang": "it"}, first), ({"space": "finland"}, second),
        ({"kind": "case"}, []), ({"kind": "topic", "lang": "en"}, second),
    ]:
        assert hits(q="vouchers", **given) == expected, given
    assert hits(region="FI") == second
    page = soup(browse().get("/search?q=vouchers&region=IT&lang=it"))
    assert page.find("input", {"name": "region"})["value"] == "Italy"
    away = page.find("a", string="Take all filters away")["href"]
    assert len(soup(browse().get("/search" + away)).select(".hit")) == 2


def test_an_unknown_region_gets_a_sentence_and_the_words_stay(make, browse, run_jobs):
    page = soup(browse().get("/search?q=vouchers&region=Venetto"))
    note = page.select_one(".note").get_text(" ", strip=True)
    assert "There is no region «Venetto»." in note and "Veneto (ITH3)" in note
    assert page.find("input", {"name": "region"})["value"] == "Venetto"
    assert "region=ITH3" in page.select_one(".note a")["href"]


def test_pages_go_on_and_end_kindly(make, browse, run_jobs):
    space = make.space()
    ada = make.member(space)
    for number in range(23):
        open_topic(ada, space, f"Vouchers {number}")
    run_jobs()
    first = soup(browse().get("/search?q=vouchers"))
    assert len(first.select(".hit")) == 20
    second = soup(browse().get("/search" + first.select_one("a[rel=next]")["href"]))
    assert len(second.select(".hit")) == 3 and not second.select("a[rel=next]")
    assert second.select("a[rel=prev]")
    for number in ("3", "25", "9999", "0", "-1", "x", "１"):
        assert browse().get(f"/search?q=vouchers&page={number}").status_code == 200
    assert "No more results." in browse().get("/search?q=vouchers&page=25").text


def test_the_newest_come_first_when_asked(make, hits, run_jobs):
    space = make.space()
    ada = make.member(space)
    for year in (2024, 2026, 2025):
        with at(datetime(year, 1, 1, tzinfo=UTC)):
            open_topic(ada, space, f"Vouchers {year}")
    with at(datetime(2026, 2, 1, tzinfo=UTC)):
        run_jobs()
    assert hits(q="vouchers", sort="date") == ["Vouchers 2026", "Vouchers 2025", "Vouchers 2024"]


@pytest.mark.parametrize("q", ['"', "-", "((", "a OR", "*", "title:", "\x00", "\ud83d", "a" * 5000,
                               "word " * 500, "NOT NOT", "\\", "'); DROP TABLE people; --"])
def test_nothing_typed_is_an_error(browse, app, q):
    page = browse().get("/search", query_string={"q": q.encode("utf-8", "replace")})
    assert page.status_code == 200


def test_a_page_of_results_needs_few_queries(make, browse, run_jobs, count_queries):
    space = make.space(visibility="private", slug="private")
    ada = make.member(space, regions=["ITH3"])
    for number in range(12):
        topic = open_topic(ada, space, f"Vouchers {number}", regions=["ITH3", "FI"])
        posts.write_post(ada, topic, source="vouchers", language="fi")
    make.case(status="published", title="A voucher for every job seeker")
    index(space=space.id, person=ada.id)
    run_jobs()
    reader = browse(ada)
    with count_queries(at_most=8):
        page = reader.get("/search?q=vouchers&region=IT")
    assert len(soup(page).select(".hit")) == 20


def test_too_many_searches_are_asked_to_wait(browse, app):
    with limits():
        visitor = browse()
        answers = [visitor.get("/search?q=x") for _ in range(61)]
    assert [each.status_code for each in answers[:60]] == [200] * 60
    assert answers[60].status_code == 429
    assert "Too many tries" in answers[60].text
    assert 0 < int(answers[60].headers["Retry-After"]) <= 60
