"""The box that finds everything, as a person uses it."""
import time
from datetime import UTC, datetime
from urllib.parse import unquote_plus

import pytest
from bs4 import BeautifulSoup
from whoosh.query import Term

from cop.base.clock import at
from cop.base.db import db
from cop.cases.service import reviewing, writing
from cop.discussions.service import deletions, edits, posts, topics, withholding
from cop.notifications.queries.whom import get_opening
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
        db.session.rollback()  # the page may have written after its answer
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
    began = time.process_time()
    run_jobs()
    assert hits(q="vouchers") == ["Training vouchers in practice"]
    assert time.process_time() - began < 1


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
    page = soup(browse().get("/search?q=voucher&sort=date"))
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


def test_answers_of_one_topic_are_shown_as_one_and_can_be_opened_out(make, browse, run_jobs):
    space = make.space()
    ada = make.member(space)
    topic = open_topic(ada, space)
    for source in ("A voucher!", "Two vouchers.", "Three vouchers, and many more words."):
        posts.write_post(ada, topic, source=source, language="en")
    open_topic(ada, space, "Other vouchers")
    run_jobs()
    page = soup(browse().get("/search?q=vouchers"))
    assert [len(hit.select("h2")) for hit in page.select(".hit")] == [1, 1]
    assert "5 results" in page.get_text()
    (more,) = page.select(".hit .more a")
    assert more.get_text() == "3 more results in this topic"
    inside = browse().get(f"/search{more['href']}")
    assert len(soup(inside).select(".hit")) == 4 and not soup(inside).select(".hit .more")
    assert "Only results in one topic are shown." in inside.text
    assert len(soup(browse().get("/search?q=vouchers&sort=date")).select(".hit")) == 5
    assert browse().get("/search?q=vouchers&topic=none").status_code == 200


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
        expected = ["Training vouchers in practice"] if name in seen else []
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


def test_what_was_taken_away_is_shown_to_nobody_before_the_index_hears_of_it(
        make, browse, run_jobs):
    space = make.space()
    ada, moderator = make.member(space), make.granted("moderator")
    topic = open_topic(ada, space, "Regrettable question")
    deleted, redacted, _stays = (
        posts.write_post(ada, topic, source=f"A regrettable {words}", language="en")
        for words in ("answer", "name", "word"))
    withheld = open_topic(ada, space, "Regrettable topic")
    run_jobs()
    deletions.delete_post(ada, deleted)
    withholding.redact_post(moderator, redacted, source="A regrettable case.")
    withholding.withhold_post(get_opening(withheld.id), "removed")
    db.session.commit()
    for reader in (None, ada):
        page = soup(browse(reader).get("/search?q=regrettable"))
        (found,) = page.select(".hit")
        assert "2 results" in page.select_one(".hits-count").get_text()
        assert "1 more" in found.get_text()
        assert not any(word in page.get_text() for word in ("answer", "name", "Regrettable topic"))
        assert len(soup(browse(reader).get("/search/suggest?q=regrett")).select("[role=option]")
                   ) == 1
    withholding.redact_post(moderator, get_opening(topic.id), source="A question.", title="Asked")
    db.session.commit()
    assert "egrettable question" not in browse().get("/search?q=regrettable").text
    run_jobs()
    (found,) = soup(browse().get("/search?q=regrettable")).select(".hit h2")
    assert found.get_text() == "Asked"


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
    assert hits(q="apprenticeships", sort="date") == ["About apprenticeships"] * 2


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
    assert "There is no region “Venetto”." in note and "Veneto (ITH3)" in note
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
    for number in range(21):
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
        answers = [visitor.get(f"/search?q=x{number}") for number in range(61)]
    assert [each.status_code for each in answers[:60]] == [200] * 60
    assert answers[60].status_code == 429
    assert "Too many tries" in answers[60].text
    assert 0 < int(answers[60].headers["Retry-After"]) <= 61  # whole seconds, rounded up


def test_the_thesaurus_finds_what_is_written_in_other_languages(make, browse, hits, run_jobs):
    space = make.space()
    ada = make.member(space)
    open_topic(ada, space, "Incentivo all'assunzione", language="it", source="Per i giovani.")
    open_topic(ada, space, "Aide à l'embauche", language="fr", source="Pour les jeunes.")
    open_topic(ada, space, "Giovani", language="it", source="Nient'altro.")
    run_jobs()
    both = {"Incentivo all'assunzione", "Aide à l'embauche"}
    assert set(hits(q="palkkatuki nuoret")) == both
    assert set(hits(q="incentivi all'assunzione giovani", ui="it")) == both
    assert hits(q="palkkatuki nuoret", expand="0") == []
    assert hits(q='"palkkatuki" nuoret') == []
    page = soup(browse().get("/search?q=palkkatuki+nuoret&kind=topic"))
    also = page.select_one(".also")
    assert "hiring incentive" in also.get_text() and also.find("b", {"lang": "it"})
    away = also.a["href"]
    assert "expand=0" in away and "kind=topic" in away
    page = soup(browse().get("/search" + away))
    assert not page.select(".hit, .also")
    assert "Only the words as you wrote them" in page.get_text()


def test_what_cannot_be_read_is_searched_as_words_and_the_page_says_so(make, browse, run_jobs):
    space = make.space()
    open_topic(make.member(space), space)
    run_jobs()
    page = soup(browse().get("/search", query_string={"q": "(vouchers OR"}))
    assert len(page.select(".hit")) == 1
    assert "could not be read" in page.select_one(".note").get_text()


def test_fields_narrow_the_search(make, hits, run_jobs):
    space = make.space("Rooms", slug="rooms")
    ada = make.member(space, "Ada Bruni", profile_is_public=True)
    open_topic(ada, space, "Vouchers in Veneto", regions=["ITH3"], kind="question",
               themes=["neet"])
    open_topic(make.member(space, "Bruno"), space, "Vouchers elsewhere")
    make.case(status="published", title="Vouchers that worked", status_of_practice="running")
    run_jobs()
    first, second, case = "Vouchers in Veneto", "Vouchers elsewhere", "Vouchers that worked"
    for typed, expected in [
        ("vouchers region:Italy -kind:case", [first]), ("vouchers is:unanswered", [first]),
        ('vouchers author:"Ada Bruni"', [first]), ("vouchers space:Rooms -author:ada", [second]),
        ("vouchers status:running", [case]), ("vouchers kind:practices", [case]),
        ('theme:"target group" kind:topic', [first]), ("vouchers evidence:>=E1", [case]),
        ("title:elsewhere", [second]), ("vouch* -region:IT", [second]),
        ("vouchers after:2 weeks ago kind:topic before:2020", []),
    ]:
        assert hits(q=typed) == expected, typed
    assert hits(q="vouchers", evidence="E1") == [case]
    assert hits(q="vouchers", evidence="E2") == []
    assert len(hits(q="vouchers", **{"from": "last year", "to": "today"})) == 3
    assert hits(q="vouchers", to="2020") == []


def test_the_advanced_form_writes_the_language_of_the_box(make, browse, app):
    make.space("Rooms", slug="rooms")
    browser = browse()
    assert "None of these words" in browser.get("/search/advanced").text
    answer = browser.get("/search/advanced", query_string={
        "every": "voucher", "phrase": "young people", "either": "firm office", "without": "grant",
        "title": "aid", "author": "Ada Bruni", "kind": "case", "language": "it",
        "region": "Veneto", "not_region": "Valle d'Aosta", "theme": "neet", "space": "rooms",
        "evidence": "E2", "status": "running", "state": "solved", "adopted": "2",
        "after": "last month", "before": "today"})
    assert unquote_plus(answer.headers["Location"]) == (
        '/search?q=voucher "young people" (firm OR office) -grant title:aid author:"Ada Bruni" '
        'region:Veneto -region:"Valle d\'Aosta" kind:case lang:it theme:neet space:rooms '
        'status:running is:solved after:"last month" before:today evidence:>=E2 adopted:>=2')
    answer = browser.get("/search/advanced?every=x&kind=case&state=solved&ui=it")
    assert unquote_plus(answer.headers["Location"]) == "/search?q=x tipo:pratica è:risolta"
    kept = browser.get("/search/advanced?q=voucher")
    assert kept.status_code == 200 and 'value="voucher"' in kept.text


def test_examples_in_the_help_are_links_that_are_understood(browse, app):
    for language in ("en", "it", "fr", "es"):
        page = soup(browse().get(f"/help/details?ui={language}"))
        links = [a["href"] for a in page.select("#search td a")]
        assert len(links) > 12
        for link in links:
            found = soup(browse().get(f"{link}&ui={language}"))
            notes = [n.get_text() for n in found.select(".head .note.open")]
            assert notes == [] or "nom" in link or "name" in link, (link, notes)


def test_facets_count_what_the_reader_may_see_and_lead_on(make, browse, run_jobs):
    room = make.space("Open room", slug="open-room")
    ada = make.member(room)
    open_topic(ada, room, "Vouchers here", regions=["ITH3"], themes=["neet"])
    hidden = make.space("Hidden room", slug="hidden", visibility="private")
    open_topic(make.member(hidden), hidden, "Vouchers there", regions=["FI"], language="fi")
    run_jobs()
    page = soup(browse(ada).get("/search?q=vouchers"))
    lines = {li.get_text(" ", strip=True) for li in page.select(".facet li")}
    assert {"Discussions 1", "English 1", "Italy 1", "Open room 1"} <= lines
    assert not any(word in line for line in lines for word in ("Finland", "Finnish", "Hidden"))
    chosen = page.find("a", string="Italy")["href"]
    page = soup(browse(ada).get("/search" + chosen))
    assert page.select_one(".facet a[aria-current]").get_text(strip=True).startswith("Italy")
    assert len(page.select(".hit")) == 1


def test_the_newest_go_on_where_the_page_before_ended(make, browse, run_jobs):
    space = make.space()
    ada = make.member(space)
    for number in range(23):
        open_topic(ada, space, f"Vouchers {number}")
    run_jobs()
    first = soup(browse().get("/search?q=vouchers&sort=date"))
    second = soup(browse().get("/search" + first.select_one("a[rel=next]")["href"]))
    titles = [h.get_text() for page in (first, second) for h in page.select(".hit h2")]
    assert len(titles) == len(set(titles)) == 23
    assert not second.select("a[rel=next]")


def test_nothing_found_leads_on(browse, app):
    page = soup(browse().get("/search?q=unfindable&kind=case"))
    links = {a["href"] for a in page.select(".next-steps a")}
    assert {"?q=unfindable", "/help/details#search", "/spaces"} <= links


@pytest.mark.parametrize("name, typed", [("from", "31.02.2026"), ("to", "some day")])
def test_a_day_that_is_none_gets_a_sentence_at_its_field(browse, name, typed):
    page = soup(browse().get("/search", query_string={"q": "vouchers", name: typed}))
    field = page.find("input", {"name": name, "type": None})
    assert field["value"] == typed and field["aria-invalid"] == "true"
    assert typed in page.find(id=field["aria-describedby"]).get_text()
    assert page.select_one("details.filters").has_attr("open")
    fine = soup(browse().get("/search", query_string={"q": "vouchers", name: "2026-10"}))
    assert not fine.find(attrs={"aria-invalid": True}) and fine.find(id=name)["value"] == "2026-10"


@pytest.mark.parametrize("name, value", [
    ("kind", "novel"), ("lang", "xx"), ("theme", "gardens"), ("year", "then"),
    ("evidence", "strong"), ("topic", "that")])
def test_a_filter_that_is_none_is_told_and_can_be_taken_away(browse, name, value):
    note = soup(browse().get("/search", query_string={"q": "vouchers", name: value})).select_one(
        ".note")
    assert f"“{name}={value}” in the address is nothing we know." in note.get_text()
    assert value not in note.find("a", string="Search without it")["href"]
