"""Reading what a post said before, and removing it."""
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import at, now
from cop.discussions.models.revisions import Revision
from cop.discussions.service import deletions, edits


@pytest.fixture
def post(make):
    post = make.post(make.topic(title="How do you find it?"), make.person("Bruno Conti"),
                     source="We call within two days.")
    with at(now() + timedelta(minutes=10)):
        edits.edit_post(post.author, post, source="We call within *three* days.")
    return post


def test_readers_see_that_a_post_was_edited_and_what_changed_word_by_word(browse, post):
    reader = browse()
    topic = BeautifulSoup(
        reader.get(f"/topics/{post.topic_id}", follow_redirects=True).text, "html.parser")
    link = topic.select_one(f"#post-{post.id} a[href$='/history']")
    assert link.get_text() == "edited"

    page = BeautifulSoup(reader.get(link["href"]).text, "html.parser")
    assert page.select_one(".diff del").get_text() == "two"
    assert page.select_one(".diff ins").get_text() == "*three*"
    assert "Version 2" in page.select_one(".timeline").get_text()


def test_an_early_version_can_be_read_by_itself(browse, post):
    page = browse(post.author).get(f"/posts/{post.id}/history?to=1")
    assert "We call within two days." in page.text
    assert browse().get(f"/posts/{post.id}/history?to=99").status_code == 200
    assert browse().get(f"/posts/{post.id}/history?to=x").status_code == 200


def test_a_post_that_never_changed_says_so(make, browse):
    post = make.post(make.topic())
    assert "There is one version so far." in browse().get(f"/posts/{post.id}/history").text


def test_the_history_of_many_versions_takes_few_queries(make, browse, post, count_queries):
    for n in range(12):
        with at(now() + timedelta(hours=n + 1)):
            edits.edit_post(post.author, post, source=f"Version {n}")
    reader = browse(make.person())
    with count_queries(at_most=8):
        assert reader.get(f"/posts/{post.id}/history").status_code == 200


def test_a_moderator_removes_a_version_that_holds_personal_data(make, browse, post, stored):
    moderator = browse(make.moderator(post.topic.space))
    assert "Remove these words" in moderator.get(f"/posts/{post.id}/history").text
    page = moderator.post(f"/posts/{post.id}/history/1/remove", follow_redirects=True)
    assert "removed for good" in page.text
    assert "two days" not in page.text
    assert stored(Revision)[0].source == ""
    assert moderator.post(f"/posts/{post.id}/history/7/remove").status_code == 404


def test_others_cannot_and_are_told_why(browse, post, stored):
    browser = browse(post.author)
    assert "Remove these words" not in browser.get(f"/posts/{post.id}/history").text
    refusal = browser.post(f"/posts/{post.id}/history/1/remove")
    assert refusal.status_code == 403
    assert "Only moderators of this space remove what a post said before." in refusal.text
    assert stored(Revision)[0].source


def test_strangers_to_a_private_space_find_no_history_nor_anyone_that_of_a_deleted_post(
        make, browse, post):
    hidden = make.post(make.topic(make.space(visibility="private")))
    assert browse(make.person()).get(f"/posts/{hidden.id}/history").status_code == 404
    deletions.delete_post(post.author, post)
    assert browse(post.author).get(f"/posts/{post.id}/history").status_code == 404
