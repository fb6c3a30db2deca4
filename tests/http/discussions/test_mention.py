"""Mentioning people on the pages: offered, shown, told, edited."""
import pytest
from bs4 import BeautifulSoup

from cop.discussions.models.topics import Post
from cop.notifications.models import Notice


@pytest.fixture
def topic(make):
    return make.topic(title="How do you find it?")


def where(topic):
    return f"/topics/{topic.id}-{topic.slug}"


def test_a_mention_is_written_shown_and_edited_as_a_name(make, browse, topic, stored, run_jobs):
    anna, bruno = make.person("Anna Rossi"), make.person("Bruno Conti")
    browser = browse(bruno)
    page = browser.post(f"/topics/{topic.id}/posts", follow_redirects=True,
                        data={"source": "Thank you, @Anna Rossi", "language": "en"})
    link = BeautifulSoup(page.text, "html.parser").select_one("a.mention")
    assert (link.get_text(), link["href"]) == ("@Anna Rossi", f"/people/{anna.id}")
    post = stored(Post)[-1]
    assert post.source == f"Thank you, @[{anna.id}]"
    assert "Thank you, @Anna Rossi</textarea>" in browser.get(f"/posts/{post.id}/edit").text
    assert "@member" in browse().get(where(topic)).text

    run_jobs()
    assert {(n.person_id, n.kind) for n in stored(Notice)} == {
        (anna.id, "mentioned"), (topic.author_id, "answered")}
    assert "Bruno Conti mentioned you" in browse(anna).get("/inbox").text


def test_who_is_answered_and_mentioned_gets_one_notice(make, browse, topic, stored, run_jobs):
    browse(make.person("Bruno Conti")).post(f"/topics/{topic.id}/posts", data={
        "source": "@Ada Bruni, look", "language": "en"})
    run_jobs()
    assert [(n.person_id, n.kind) for n in stored(Notice)] == [(topic.author_id, "mentioned")]


def test_the_preview_shows_the_mention(make, browse, topic):
    make.person("Anna Rossi")
    page = browse(make.person()).post(f"/topics/{topic.id}/posts", data={
        "source": "@Anna Rossi", "language": "en", "preview": "1"})
    preview = BeautifulSoup(page.text, "html.parser").select_one(".preview a.mention")
    assert preview.get_text() == "@Anna Rossi"


def test_people_are_offered_while_one_types(make, browse, topic):
    make.person("Anna Rossi", organisation="CPI di Treviso")
    browser = browse(make.person("Zita"))
    found = browser.get(f"/mentionable?place=answer-{topic.id}-0&q=ann")
    assert found.json == [{"name": "Anna Rossi", "about": "CPI di Treviso"}]
    assert browser.get(f"/mentionable?place=answer-{topic.id}-0&q=").json == []


def test_two_of_one_name_are_told_apart(make, browse, topic):
    first, second = make.person("Anna Rossi"), make.person("Anna Rossi")
    found = browse(make.person("Zita")).get(f"/mentionable?place=answer-{topic.id}-0&q=anna").json
    assert [each["name"] for each in found] == [f"Anna Rossi#{first.id}", f"Anna Rossi#{second.id}"]


def test_strangers_and_visitors_are_offered_nobody(make, browse):
    hidden = make.topic(make.space(visibility="private"))
    address = f"/mentionable?place=answer-{hidden.id}-0&q=a"
    assert browse(make.person()).get(address).status_code == 404
    assert browse(make.person()).get("/mentionable?place=x&q=a").status_code == 404
    assert browse().get(address).status_code == 302


def test_a_page_of_mentions_stays_within_its_queries(make, browse, topic, count_queries):
    make.person("Anna Rossi")
    for _ in range(5):
        make.post(topic, source="@Anna Rossi")
    address, browser = where(topic), browse(make.person())
    with count_queries(at_most=8):
        page = browser.get(address)
    assert page.text.count("@Anna Rossi") == 5
