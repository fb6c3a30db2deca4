"""Changing and deleting posts."""
import pytest
from bs4 import BeautifulSoup

from cop.base.audit import AuditEntry
from cop.base.clock import now
from cop.discussions.models.topics import Post, Topic


@pytest.fixture
def post(make):
    return make.post(make.topic(), make.person("Bruno Conti"), source="Two *half* hours")


def test_an_author_changes_a_post_and_is_led_back_to_it(browse, post, stored):
    browser = browse(post.author)
    form = BeautifulSoup(browser.get(f"/posts/{post.id}/edit").text, "html.parser")
    assert form.find("textarea").get_text().strip() == "Two *half* hours"

    page = browser.post(f"/posts/{post.id}/edit", follow_redirects=True,
                        data={"source": "Three **half** hours", "language": "en"})

    assert "Your changes are stored." in page.text
    assert "<strong>half</strong>" in page.text
    assert stored(AuditEntry) == []


def test_a_change_that_cannot_be_comes_back_with_the_text(browse, post, stored):
    for source in ("", "x" * 70_000):
        page = browse(post.author).post(f"/posts/{post.id}/edit",
                                        data={"source": source, "language": "en"})
        assert page.status_code == 422
        text = BeautifulSoup(page.text, "html.parser").find("textarea").get_text()
        assert text.strip() == source
    assert stored(Post)[-1].source == "Two *half* hours"


def test_a_preview_of_a_change_stores_nothing(browse, post, stored):
    page = browse(post.author).post(f"/posts/{post.id}/edit", data={
        "source": "**New**", "language": "en", "preview": "1"})
    assert BeautifulSoup(page.text, "html.parser").select_one(".preview strong")
    assert stored(Post)[-1].edited_at is None


def test_with_the_opening_post_the_topic_is_changed_too(make, browse, stored):
    topic = make.topic(title="A first title", regions=["ITH3", "DE300"], themes=["neet"])
    opening = make.post(topic).parent
    browser = browse(topic.author)
    form = BeautifulSoup(browser.get(f"/posts/{opening.id}/edit").text, "html.parser").find(
        "main").find("form")
    sent = {field["name"]: field.get("value", "") for field in form.select(
        "input[name]:not([type=radio], [type=checkbox])")}
    assert sent["title"] == "A first title"
    assert [box["value"] for box in form.select("[name=themes][checked]")] == ["neet"]

    page = browser.post(f"/posts/{opening.id}/edit", follow_redirects=True, data=sent | {
        "title": "A better title", "source": "New", "language": "en", "kind": "question"})

    assert page.request.path == f"/topics/{topic.id}-a-better-title"
    changed = stored(Topic)[0]
    assert (changed.title, changed.kind) == ("A better title", "question")
    assert sorted(changed.regions) == ["DE300", "ITH3"]
    assert list(changed.themes) == []


def test_ones_own_answer_is_deleted_at_once_and_can_be_brought_back(browse, post, stored):
    browser = browse(post.author)
    question = browser.get(f"/posts/{post.id}/delete")
    assert "Delete this post?" in question.text
    assert "half" in question.text
    assert stored(Post)[-1].deleted_at is None
    page = browser.get(f"/topics/{post.topic_id}", follow_redirects=True).text
    shown = BeautifulSoup(page, "lxml")
    assert shown.select_one(f"#post-{post.id} form[method=post][action='/posts/{post.id}/delete']")

    page = browser.post(f"/posts/{post.id}/delete", follow_redirects=True)
    assert "The post is deleted." in page.text
    assert "Bring it back" in page.text
    assert "This post was deleted." in page.text
    assert "half" not in BeautifulSoup(page.text, "html.parser").find("ol", class_="tree").text
    assert stored(Post)[-1].source == ""
    assert browser.get(f"/posts/{post.id}/edit").status_code == 403


def test_a_moderator_may_and_is_told_that_it_is_recorded(make, browse, post, stored):
    moderator = make.moderator(post.topic.space)
    browser = browse(moderator)
    for act in ("edit", "delete"):
        page = browser.get(f"/posts/{post.id}/{act}")
        assert "Bruno Conti as a moderator. This is recorded." in page.text
    browser.post(f"/posts/{post.id}/edit", data={"source": "Mended", "language": "en"})
    browser.post(f"/posts/{post.id}/delete")
    assert [entry.act for entry in stored(AuditEntry)] == ["post.edited", "post.deleted"]


def test_others_are_refused_and_told_why(make, browse, post, stored):
    browser = browse(make.person())
    page = browser.get(f"/topics/{post.topic_id}", follow_redirects=True)
    assert f"/posts/{post.id}/edit" not in page.text
    answers = [browser.get(f"/posts/{post.id}/edit"), browser.get(f"/posts/{post.id}/delete"),
               browser.post(f"/posts/{post.id}/edit", data={"source": "x", "language": "en"}),
               browser.post(f"/posts/{post.id}/delete")]
    for answer in answers:
        assert answer.status_code == 403
        assert "Only its author may change a post." in answer.text
    assert stored(Post)[-1].source == "Two *half* hours"


def test_in_a_locked_topic_authors_change_nothing(browse, post):
    post.topic.locked_at = now()
    answer = browse(post.author).get(f"/posts/{post.id}/edit")
    assert answer.status_code == 403
    assert "This topic is locked." in answer.text


def test_visitors_are_sent_to_sign_in(browse, post, stored):
    visitor = browse()
    for act in ("edit", "delete"):
        assert f"/login?next=/posts/{post.id}/{act}" in (
            visitor.get(f"/posts/{post.id}/{act}").headers["Location"])
        assert visitor.post(f"/posts/{post.id}/{act}").status_code == 302
    assert stored(Post)[-1].source == "Two *half* hours"


def test_a_text_typed_into_a_change_waits_for_its_author_to_sign_in(browse, post):
    visitor = browse()
    visitor.post(f"/posts/{post.id}/edit", data={"source": "Typed while signed out",
                                                 "language": "it"},
                 headers={"Referer": f"http://localhost/posts/{post.id}/edit"})
    visitor.sign_in(post.author)
    page = visitor.get(f"/posts/{post.id}/edit")
    assert "Typed while signed out" in page.text
