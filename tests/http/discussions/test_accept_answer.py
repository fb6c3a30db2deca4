"""Accepting an answer."""
import pytest
from bs4 import BeautifulSoup

from cop.discussions.models.topics import Topic


@pytest.fixture
def answer(make):
    return make.post(make.question(), source="Two half hours")


def test_who_asked_accepts_an_answer_and_takes_it_back(browse, answer, stored):
    topic = answer.topic
    browser = browse(topic.author)
    page = browser.get(f"/topics/{topic.id}", follow_redirects=True)
    form = BeautifulSoup(page.text, "html.parser").select_one(f"#post-{answer.id} form")
    sent = {field["name"]: field["value"] for field in form.select("input")}

    page = browser.post(form["action"], data=sent, follow_redirects=True)
    assert "The question is solved" in page.text
    solved = BeautifulSoup(page.text, "html.parser").select_one(".post.answer")
    assert "Two half hours" in solved.get_text()
    assert stored(Topic)[0].accepted_post_id == answer.id

    page = browser.post(solved.find("form")["action"], follow_redirects=True)
    assert "The question is open again." in page.text
    assert not stored(Topic)[0].is_solved


def test_others_see_no_button_and_are_refused_with_a_reason(make, browse, answer, stored):
    browser = browse(make.person())
    page = browser.get(f"/topics/{answer.topic_id}", follow_redirects=True)
    assert "This solved it" not in page.text
    refusal = browser.post(f"/topics/{answer.topic_id}/accept", data={"post_id": answer.id})
    assert refusal.status_code == 403
    assert "Only who asked, or a moderator, accepts an answer." in refusal.text
    assert not stored(Topic)[0].is_solved


@pytest.mark.parametrize("post_id", ["", "x", "0", "-1", "999999", "9" * 30])
def test_a_post_that_is_not_there_solves_nothing(browse, answer, post_id):
    refusal = browse(answer.topic.author).post(
        f"/topics/{answer.topic_id}/accept", data={"post_id": post_id})
    assert refusal.status_code == 404


def test_a_post_of_another_topic_or_the_question_itself_solves_nothing(make, browse, answer):
    elsewhere, opening = make.post(make.topic()), answer.parent
    browser = browse(answer.topic.author)
    for post_id, status in ((elsewhere.id, 404), (opening.id, 403)):
        refusal = browser.post(f"/topics/{answer.topic_id}/accept", data={"post_id": post_id})
        assert refusal.status_code == status
