"""Answering."""
import re

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import now
from cop.discussions.models.topics import Post
from cop.notifications.models import Notice
from tests.http.web.limits import limits


def soup_of(page):
    return BeautifulSoup(page.text, "html.parser")


def composer(page):
    return soup_of(page).find(id="reply")


@pytest.fixture
def topic(make):
    return make.topic(title="How do you find it?")


def where(topic, words=""):
    return f"/topics/{topic.id}-{topic.slug}{words}"


def test_a_member_answers_a_topic_without_javascript(make, browse, topic, stored):
    browser = browse(make.person())
    form = composer(browser.get(where(topic))).find("form")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    page = browser.post(form["action"], data=sent | {"source": "**Two** half hours",
                                                     "language": "en"}, follow_redirects=True)
    assert "Your answer is posted." in page.text
    assert "<strong>Two</strong>" in page.text
    opening, answer = stored(Post)
    assert answer.parent_id == opening.id
    again = {"source": "**Two** half hours", "language": "en"}  # a double click
    assert browser.post(form["action"], data=sent | again).location.endswith(f"#post-{answer.id}")
    assert len(stored(Post)) == 2
    browser.post(f"/posts/{answer.id}/delete")
    browser.post(form["action"], data=sent | again)  # not a double click any more
    assert len(stored(Post)) == 3


def test_an_answer_to_a_post_is_written_below_it_and_says_to_whom(make, browse, topic, stored):
    first = make.post(topic, make.person("Marta Falaschi"), source="Two half hours a day")
    make.post(topic)
    browser = browse(make.person())
    page = browser.get(where(topic))
    link = soup_of(page).select_one(f"#post-{first.id} footer a")["href"]
    assert link == where(topic, f"?reply={first.id}#reply")

    page = browser.get(link)
    box = composer(page)
    assert "Your reply to Marta Falaschi" in box.get_text()
    assert "Two half hours a day" in box.get_text()
    assert box.find_previous_sibling("article")["id"] == f"post-{first.id}"
    form = box.find("form")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    browser.post(form["action"], data=sent | {"source": "Which?", "language": "en"})

    assert stored(Post)[-1].parent_id == first.id


def test_an_answer_to_a_post_on_another_page_is_written_below_all(make, browse, topic):
    ada = make.person()
    posts = [make.post(topic, ada) for _ in range(30)]
    box = composer(browse(ada).get(where(topic, f"?reply={posts[-1].id}")))
    assert "Your reply to Ada Bruni" in box.get_text()
    assert box.find_parent("li") is None


@pytest.mark.parametrize("source, sentence", [
    ("  \n", "Please write something."),
    ("x" * 70_000, "A post has at most 64,000 characters; this one has 70,000."),
])
def test_an_answer_that_cannot_be_comes_back_with_a_reason_and_the_text(
        make, browse, topic, stored, source, sentence):
    first = make.post(topic)
    page = browse(make.person()).post(
        f"/topics/{topic.id}/posts",
        data={"source": source, "language": "en", "parent": first.id})

    assert page.status_code == 422
    assert sentence in page.text
    assert composer(page).find("textarea").get_text().strip() == source.strip()
    assert composer(page).find("input", {"name": "parent"})["value"] == str(first.id)
    assert len(stored(Post)) == 2


def test_a_preview_posts_nothing_and_loses_nothing(make, browse, topic, stored):
    first = make.post(topic)
    page = browse(make.person()).post(f"/topics/{topic.id}/posts", data={
        "source": "Text[^1]\n\n[^1]: **Note**", "language": "it", "parent": first.id,
        "preview": "1"})
    assert page.status_code == 200
    box = composer(page)
    assert box.select_one(".preview .footnote strong").get_text() == "Note"
    assert box.select_one(".preview .prose")["lang"] == "it"
    assert "[^1]: **Note**" in box.find("textarea").get_text()
    assert box.select_one("option[selected]")["value"] == "it"
    assert len(stored(Post)) == 2


def test_a_locked_topic_says_so_and_gives_the_text_back(make, browse, topic, stored):
    topic.locked_at = now()
    browser = browse(make.person())
    assert "This topic is locked." in composer(browser.get(where(topic))).get_text()
    refusal = browser.post(f"/topics/{topic.id}/posts",
                           data={"source": "A long thought " * 20, "language": "en"})
    assert refusal.status_code == 403
    assert "This topic is locked." in refusal.text
    assert "A long thought" in refusal.text
    assert len(stored(Post)) == 1


def test_a_visitor_is_shown_the_way_in(browse, topic):
    box = composer(browse().get(where(topic)))
    assert "Sign in to write here." in box.get_text()
    assert box.find("a")["href"].startswith("/login?next=/topics/")


def test_who_was_signed_out_meanwhile_finds_the_text_again(make, browse, topic, stored):
    first = make.post(topic)
    visitor = browse()
    answer = visitor.post(
        f"/topics/{topic.id}/posts", data={"source": "Kept", "language": "it", "parent": first.id},
        headers={"Referer": f"http://localhost{where(topic, f'?reply={first.id}')}"})
    assert "/login?next=/topics/" in answer.headers["Location"]
    assert len(stored(Post)) == 2

    visitor.sign_in(make.person())
    box = composer(visitor.get(where(topic, f"?reply={first.id}")))
    assert box.find("textarea").get_text().strip() == "Kept"
    assert box.find("input", {"name": "parent"})["value"] == str(first.id)
    assert box.select_one("option[selected]")["value"] == "it"


def test_who_was_signed_out_after_a_rejected_answer_finds_the_text_too(make, browse, topic):
    visitor = browse()
    rejected = f"/topics/{topic.id}/posts"
    visitor.post(rejected, data={"source": "Kept again", "language": "en"},
                 headers={"Referer": f"http://localhost{rejected}"})
    visitor.sign_in(make.person())
    assert composer(visitor.get(rejected)).find("textarea").get_text().strip() == "Kept again"


def test_a_lost_token_gives_the_text_back(make, browse, topic, stored):
    page = browse(make.person()).post(
        f"/topics/{topic.id}/posts", csrf=False,
        data={"source": "A text of some length, typed slowly", "language": "en"})
    assert page.status_code == 400
    assert "A text of some length, typed slowly" in page.text
    assert len(stored(Post)) == 1


def test_a_made_up_parent_is_no_parent(make, browse, topic, stored):
    stranger = make.post(make.topic())
    browser = browse(make.person())
    for parent in (stranger.id, "x", "99999999999", "-1", ""):
        answer = browser.post(f"/topics/{topic.id}/posts", data={
            "source": "y", "language": "en", "parent": parent})
        assert answer.status_code == 302
    opening = stored(Post)[0]
    assert {p.parent_id for p in stored(Post) if p.source == "y"} == {opening.id}


def test_after_writing_one_is_where_one_wrote(make, browse, topic):
    ada = make.person()
    for _ in range(30):
        make.post(topic, ada)
    answer = browse(ada).post(f"/topics/{topic.id}/posts?view=flat",
                              data={"source": "y", "language": "en"})
    assert re.search(r"\?view=flat&after=22#post-\d+$", answer.headers["Location"])


def test_followers_hear_of_an_answer(make, browse, topic, run_jobs, stored):
    browse(make.person("Bruno")).post(f"/topics/{topic.id}/posts",
                                      data={"source": "y", "language": "en"})
    run_jobs()
    author = topic.author_id
    assert [notice.person_id for notice in stored(Notice)] == [author]


def test_the_language_of_the_topic_is_offered_first_to_who_reads_it(make, browse):
    topic = make.topic(language="it")
    for person, first in ((make.person(languages=["it"]), "it"), (make.person(), "en")):
        box = composer(browse(person).get(where(topic)))
        options = [option["value"] for option in box.find("select").find_all("option")]
        assert options[:2] == ["", first]
        assert not box.select_one("option[selected]")


def opened_form(browser, page):
    form = composer(browser.get(page)).find("form")
    return {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}


def test_what_others_wrote_meanwhile_is_shown_before_an_answer_is_posted(
        make, browse, topic, stored):
    anna, bruno = make.person("Anna Rossi"), make.person("Bruno Conti")
    browser = browse(anna)
    sent = opened_form(browser, where(topic)) | {"source": "As I said first", "language": "en"}
    browse(bruno).post(f"/topics/{topic.id}/posts", data={"source": "Bruno was faster",
                                                          "language": "en"})

    page = browser.post(f"/topics/{topic.id}/posts", data=sent)
    assert page.status_code == 409
    box = composer(page)
    assert "While you wrote, an answer came." in box.get_text()
    assert "Bruno was faster" in box.select_one(".between").get_text()
    assert box.find("textarea").get_text().strip() == "As I said first"
    assert len(stored(Post)) == 2

    again = sent | {"seen": box.find("input", {"name": "seen"})["value"]}
    assert browser.post(f"/topics/{topic.id}/posts", data=again).status_code == 302
    assert stored(Post)[-1].source == "As I said first"


def test_what_is_written_elsewhere_in_the_topic_does_not_stop_an_answer_to_a_post(
        make, browse, topic):
    anna, bruno = make.person("Anna Rossi"), make.person("Bruno Conti")
    first, second = make.post(topic), make.post(topic)
    browser, other = browse(anna), browse(bruno)
    sent = opened_form(browser, where(topic, f"?reply={first.id}")) | {
        "source": "To the first", "language": "en"}
    for parent, status in ((second, 302), (first, 409)):
        other.post(f"/topics/{topic.id}/posts", data={
            "source": "Another", "language": "en", "parent": parent.id})
        assert browser.post(f"/topics/{topic.id}/posts", data=sent).status_code == status


def test_ones_own_other_posts_stop_nothing(make, browse, topic):
    browser = browse(make.person())
    sent = opened_form(browser, where(topic)) | {"source": "y", "language": "en"}
    for _ in range(2):
        assert browser.post(f"/topics/{topic.id}/posts", data=sent).status_code == 302


@pytest.mark.parametrize("source, language", [
    ("Da noi funziona così: si chiama entro due giorni e si propone un gruppo.", "it"),
    ("Chez nous on appelle dans les deux jours et on propose un atelier collectif.", "fr"),
    ("Ok", "en"),
    ("> Da noi funziona così, si chiama entro due giorni.\n\nThat is what we tried, too.", "en"),
])
def test_the_language_is_found_in_the_text_unless_one_is_chosen(
        make, browse, topic, stored, source, language):
    browser = browse(make.person(languages=["en", "it"]))
    browser.post(f"/topics/{topic.id}/posts", data={"source": source, "language": ""})
    assert stored(Post)[-1].language == language
    browser.post(f"/topics/{topic.id}/posts", data={"source": source, "language": "fi"})
    assert stored(Post)[-1].language == "fi"


def test_the_preview_says_which_language_was_found(make, browse, topic):
    page = browse(make.person()).post(f"/topics/{topic.id}/posts", data={
        "source": "Da noi funziona così: si chiama entro due giorni e basta davvero.",
        "language": "", "preview": "1"})
    assert composer(page).select_one(".preview .prose")["lang"] == "it"
    assert "found in the text: Italian" in composer(page).find("select").get_text()


def test_nobody_writes_without_end(make, browse, stored):
    topic = make.topic()
    browser = browse(make.member(topic.space, "Bruno Conti"))
    with limits():
        answers = [browser.post(f"/topics/{topic.id}/posts", data={
            "source": f"Half an hour, {turn}.\nAnd then again.", "language": "en"})
            for turn in range(17)]
    assert [each.status_code for each in answers[14:]] == [302, 429, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Half an hour, 16." in answers[-1].text


def test_an_answer_is_stored_with_few_statements(make, browse, topic, count_queries):
    browser = browse(make.person())
    browser.get(where(topic))
    with count_queries(at_most=13):
        browser.post(f"/topics/{topic.id}/posts", data={"source": "Two hours", "language": "en"})
