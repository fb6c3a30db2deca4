"""Suggestions while somebody types, and things alike."""
import pytest
from bs4 import BeautifulSoup

from cop.discussions.service import posts, topics
from cop.search.service import index as service


def soup(page):
    return BeautifulSoup(page.text, "html.parser")


def open_topic(author, space, title, **given):
    return topics.open_topic(author, space, title=title, **(
        {"source": "How do you do it?", "language": "en"} | given))


def beside(browser, path):
    """The titles alike beside a thing: as a list that comes by itself, and as a page."""
    place = soup(browser.get(path)).select_one(".alike")
    part = soup(browser.get(place["data-load"]))
    page = soup(browser.get(place.a["href"]))
    titles = [a.get_text() for a in part.select("a")]
    assert [h.get_text() for h in page.select(".hit h2")] == titles
    return titles


@pytest.fixture
def options(browse):
    """What is proposed: (text, address)."""

    def ask(typed, reader=None, ui="en"):
        page = browse(reader).get("/search/suggest", query_string={"q": typed, "ui": ui})
        assert page.status_code == 200
        return [(option.span.get_text(), option["data-href"])
                for option in soup(page).select("[role=option]")]

    return ask


def test_titles_people_spaces_and_themes_are_proposed(make, options, run_jobs):
    space = make.space("Voucher room", slug="voucher-room")
    ada = make.member(space, "Vouka Bruni", profile_is_public=True)
    topic = open_topic(ada, space, "Training vouchers in practice")
    posts.write_post(ada, topic, source="Vouchers!", language="en")
    case = make.case(status="published", title="A voucher for every job seeker")
    run_jobs()
    service.index({"space": [space.id], "person": [ada.id]})
    found = dict(options("vou"))
    assert found["Training vouchers in practice"] == f"/topics/{topic.id}-{topic.slug}"
    assert found["A voucher for every job seeker"].startswith(f"/cases/{case.id}-")
    assert found["Voucher room"] == "/spaces/voucher-room"
    assert found["Vouka Bruni"] == f"/people/{ada.id}"
    theme = ("voucher formativo", "/search?theme=training-voucher")
    assert theme in options("vou", ui="it") and theme not in options("vou")
    assert options("training vou")[-1][0] == "Training vouchers in practice"


@pytest.mark.parametrize("typed", ["", "v", "((", "\x00", "x" * 5000, "\"", "zzzz"])
def test_what_nothing_begins_with_proposes_nothing(options, typed):
    assert options(typed) == []


def test_nothing_private_is_proposed_to_those_outside(make, options, run_jobs):
    space = make.space("Quiet room", visibility="private")
    ada, stranger = make.member(space), make.person("Stranger")
    open_topic(ada, space, "Zeppelin plans")
    run_jobs()
    service.index({"space": [space.id]})
    assert [text for text, _ in options("zepp", ada)] == ["Zeppelin plans"]
    assert options("zepp", stranger) == options("zepp") == options("quiet", stranger) == []


def test_a_suggestion_the_database_forbids_is_left_out_although_the_index_is_old(
        make, options, run_jobs):
    space = make.space()
    open_topic(make.member(space), space, "Zeppelin plans")
    run_jobs()
    space.visibility = "private"
    assert options("zepp") == []


def test_things_alike_are_found_in_other_languages(make, browse, run_jobs):
    space = make.space()
    ada = make.member(space)
    first = open_topic(ada, space, "Incentivi all'assunzione per giovani", language="it")
    second = open_topic(ada, space, "Aide à l'embauche des jeunes", language="fr")
    open_topic(ada, space, "Something else", source="Entirely.")
    run_jobs()
    page = browse().get("/search/alike?q=Hiring+incentives+for+young+people&lang=en&part=1")
    titles = {a.get_text() for a in soup(page).select("a")}
    assert titles == {first.title, second.title}
    assert beside(browse(), f"/topics/{first.id}-{first.slug}") == [second.title]


def test_nothing_private_is_alike(make, browse, run_jobs):
    space, hidden = make.space(), make.space(visibility="private")
    topic = open_topic(make.member(space), space, "Hiring incentives for young people")
    open_topic(make.member(hidden), hidden, "Hiring incentives for the young people of X")
    run_jobs()
    assert beside(browse(), f"/topics/{topic.id}-{topic.slug}") == []
    assert "of X" not in browse().get("/search/alike?q=hiring+incentives+young+people").text


def test_a_case_shows_what_is_alike(make, browse, run_jobs):
    first = make.case(status="published", title="Hiring incentives for young people",
                      language="en")
    second = make.case(status="published", title="Aide à l'embauche des jeunes", language="fr")
    run_jobs()
    assert second.title in beside(browse(), f"/cases/{first.id}-{first.slug}")


@pytest.mark.parametrize("text", ["", "the of", "((", "x" * 5000, "\ud83d"])
def test_nothing_to_go_by_is_no_error(browse, app, text):
    page = browse().get("/search/alike", query_string={"q": text.encode("utf-8", "replace")})
    assert page.status_code == 200 and "Nothing similar was found." in page.text


def test_proposing_needs_few_queries(make, browse, run_jobs, count_queries):
    space = make.space()
    ada = make.member(space)
    for number in range(8):
        open_topic(ada, space, f"Vouchers {number}")
    run_jobs()
    reader = browse(ada)
    for path in ("/search/suggest?q=vou", "/search/alike?q=vouchers"):
        reader.get(path)
        with count_queries(at_most=8):
            reader.get(path)
