"""Drafts: kept while one writes, found again anywhere, nobody else's."""
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import at, now
from cop.base.db import db
from cop.base.errors import Invalid
from cop.discussions.models.drafts import Draft
from cop.discussions.models.topics import Post
from cop.discussions.places import Place
from cop.discussions.service import drafts

JSON = {"Accept": "application/json"}


@pytest.fixture
def topic(make):
    return make.topic(title="How do you find it?")


def soup_of(page):
    return BeautifulSoup(page.text, "html.parser")


def keep(browser, topic, source="Half a thought", parent=0, **more):
    return browser.post("/drafts", headers=JSON, data={
        "place": f"answer-{topic.id}-{parent}", "source": source, "language": ""} | more)


def where(topic, words=""):
    return f"/topics/{topic.id}-{topic.slug}{words}"


def test_what_was_typed_is_there_again_on_another_device(make, browse, topic, stored):
    anna = make.person()
    answer = keep(browse(anna), topic, language="it")
    assert answer.json["kept_at"]

    page = soup_of(browse(anna).get(where(topic))).find(id="reply")
    assert page.find("textarea").get_text().strip() == "Half a thought"
    assert page.select_one("option[selected]")["value"] == "it"
    assert "This is your draft of" in page.get_text()
    assert len(stored(Draft)) == 1


def test_answers_to_different_posts_have_drafts_of_their_own(make, browse, topic):
    first = make.post(topic)
    browser = browse(make.person())
    keep(browser, topic, "To the topic")
    keep(browser, topic, "To the post", parent=first.id)
    for words, text in (("", "To the topic"), (f"?reply={first.id}", "To the post")):
        box = soup_of(browser.get(where(topic, words))).find(id="reply")
        assert box.find("textarea").get_text().strip() == text
        assert box.find("input", {"name": "place"})["value"].startswith(f"answer-{topic.id}-")


def test_the_last_words_count_and_empty_ones_are_no_draft(make, browse, topic, stored):
    browser = browse(make.person())
    for text in ("One", "Two"):
        keep(browser, topic, text)
    assert [draft.source for draft in stored(Draft)] == ["Two"]
    assert keep(browser, topic, "  ").json["kept_at"] == ""
    assert stored(Draft) == []


def test_sending_an_answer_clears_its_draft_here_and_in_the_browser(make, browse, topic, stored):
    anna = make.person()
    browser = browse(anna)
    keep(browser, topic)
    page = browser.post(f"/topics/{topic.id}/posts", follow_redirects=True,
                        data={"source": "A whole thought", "language": "en"})
    assert soup_of(page).select_one("[data-sent]")["data-sent"] == (
        f"{anna.id}-answer-{topic.id}-0")
    assert stored(Draft) == []


def test_a_new_topic_and_a_change_have_drafts_too(make, browse, topic, stored):
    space, opening = topic.space, make.post(topic).parent
    browser = browse(topic.author)
    browser.post("/drafts", headers=JSON, data={
        "place": f"topic-{space.id}-0", "title": "A title", "source": "x", "language": "",
        "kind": "question", "themes": ["neet", "outreach"]})
    page = soup_of(browser.get(f"/spaces/{space.slug}/topics/new"))
    assert page.find("input", {"name": "title"})["value"] == "A title"
    assert {box["value"] for box in page.select("[name=themes][checked]")} == {"neet", "outreach"}

    browser.post("/drafts", headers=JSON, data={
        "place": f"edit-{opening.id}-0", "title": topic.title, "source": "Changed", "version": 1})
    page = soup_of(browser.get(f"/posts/{opening.id}/edit"))
    assert page.find("textarea").get_text().strip() == "Changed"
    browser.post(f"/posts/{opening.id}/edit", data={
        "title": topic.title, "source": "Changed", "language": "en", "kind": "discussion",
        "version": 1})
    assert [draft.kind for draft in stored(Draft)] == ["topic"]


def test_without_javascript_a_button_keeps_the_draft_and_ones_page_lists_it(
        make, browse, topic, stored):
    browser = browse(make.person())
    form = soup_of(browser.get(where(topic))).find(id="reply").find("form")
    assert form.find("button", {"formaction": "/drafts"})
    sent = {f["name"]: f.get("value", "") for f in form.select("input[type=hidden]")}
    page = browser.post("/drafts", data=sent | {"source": "Half a thought"},
                        follow_redirects=True)
    assert page.request.path == "/me"
    section = soup_of(page).find(id="drafts")
    assert section.find("a")["href"] == where(topic, "#reply")
    assert "Half a thought" in section.get_text()

    action = section.find("form")["action"]
    page = browser.post(action, follow_redirects=True)
    assert "The draft is discarded." in page.text
    assert not soup_of(page).find(id="drafts")
    assert stored(Draft) == []


def test_a_draft_for_what_one_may_no_longer_see_is_still_ones_own(make, browse):
    space = make.space(visibility="private")
    topic = make.topic(space, title="A secret title")
    anna = make.person()
    browser = browse(anna)
    keep(browser, topic, "My own words")
    page = browser.get("/me")
    assert "My own words" in page.text
    assert "A secret title" not in page.text


def test_nobody_else_sees_or_discards_a_draft(make, browse, topic, stored):
    other, moderator = make.person(), make.moderator(topic.space)
    keep(browse(make.person()), topic)
    draft = stored(Draft)[0]
    for person in (other, moderator):
        browser = browse(person)
        assert "Half a thought" not in browser.get(where(topic)).text
        assert browser.post(f"/drafts/{draft.id}/discard").status_code == 404
    assert len(stored(Draft)) == 1


def test_who_is_signed_out_hears_it_and_finds_the_last_words_after_signing_in(
        make, browse, topic, stored):
    answer = keep(browse(), topic)
    assert answer.status_code == 401
    assert answer.json["problem"] == "You are signed out."
    page = browse().post("/drafts", data={"place": f"answer-{topic.id}-0", "source": "Kept"})
    assert page.status_code == 401
    assert "Kept" in page.text
    assert stored(Draft) == []


def test_what_cannot_be_a_draft_is_refused_with_a_reason(make, browse, topic, stored):
    browser = browse(make.person())
    assert browser.post("/drafts", data={"place": "nowhere", "source": "x"}).status_code == 404
    refusal = keep(browser, topic, "x" * 200_001)
    assert refusal.status_code == 422
    assert "too long to be kept as a draft" in refusal.text
    assert stored(Draft) == []


def test_drafts_untouched_for_a_year_are_forgotten(make, topic):
    drafts.keep_draft(make.person(), Place("answer", topic.id), {"source": ["x"]})
    for days, left in ((360, 1), (370, 0)):
        with at(now() + timedelta(days=days)):
            drafts.forget_old_drafts()
        assert db.session.query(Draft).count() == left


def test_there_is_an_end_to_how_many_drafts_one_has(make, topic, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 2)
    anna = make.person()
    for n in (1, 2, 2):
        drafts.keep_draft(anna, Place("answer", n), {"source": ["x"]})
    with pytest.raises(Invalid, match="You have 2 drafts: discard some of them first"):
        drafts.keep_draft(anna, Place("answer", 3), {"source": ["x"]})


def test_the_page_of_a_topic_and_ones_own_page_stay_within_their_queries(
        make, browse, topic, count_queries):
    anna = make.person()
    for _ in range(3):
        make.post(topic)
    browser = browse(anna)
    keep(browser, topic)
    with count_queries(at_most=8):
        browser.get(where(topic))


def test_a_preview_while_typing_is_made_by_the_server_and_stores_nothing(
        make, browse, topic, stored):
    browser = browse(make.person(languages=["it"]))
    answer = browser.post("/preview", data={"source": "Una **prova** di <b>testo</b> in italiano"})
    assert answer.json == {
        "html": "<p>Una <strong>prova</strong> di &lt;b&gt;testo&lt;/b&gt; in italiano</p>",
        "language": "it"}
    assert browser.post("/preview", csrf=False, data={"source": "x"}).status_code == 400
    assert browse().post("/preview", data={"source": "x"}).status_code == 401
    assert len(stored(Post)) == 1
