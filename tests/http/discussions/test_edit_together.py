"""Two who change a post at once, and posts that are opened for members to edit."""
import pytest
from bs4 import BeautifulSoup

from cop.discussions.models.topics import Post
from cop.discussions.service import deletions, edits


@pytest.fixture
def post(make):
    return make.post(make.topic(), make.person("Bruno Conti"), source="We call on Monday.")


def typed_into(browser, post, source):
    """What the edit form sends when somebody types this text."""
    page = BeautifulSoup(browser.get(f"/posts/{post.id}/edit").text, "html.parser")
    form = page.find("main").find("form")
    return {f["name"]: f.get("value", "") for f in form.select("input[type=hidden]")} | {
        "source": source, "language": "en"}


def test_the_second_of_two_editors_sees_both_texts_and_loses_nothing(make, browse, post, stored):
    author, moderator = browse(post.author), browse(make.moderator(post.topic.space))
    mine = typed_into(author, post, "We call on Tuesday.")
    theirs = typed_into(moderator, post, "We call on Monday morning.")
    moderator.post(f"/posts/{post.id}/edit", data=theirs)

    page = author.post(f"/posts/{post.id}/edit", data=mine)
    assert page.status_code == 409
    soup = BeautifulSoup(page.text, "html.parser")
    assert "Somebody changed this post while you wrote." in soup.get_text()
    assert "Monday morning" in soup.select_one(".diff del").get_text()
    assert soup.find("textarea").get_text().strip() == "We call on Tuesday."
    assert stored(Post)[-1].source == "We call on Monday morning."

    again = mine | {"version": soup.find("input", {"name": "version"})["value"]}
    author.post(f"/posts/{post.id}/edit", data=again)
    assert stored(Post)[-1].source == "We call on Tuesday."
    history = author.get(f"/posts/{post.id}/history?to=2").text
    assert "Monday" in history


def test_the_author_opens_a_post_to_members_and_they_write_it(make, browse, post, stored):
    member, stranger = make.member(post.topic.space, "Mia Serra"), make.person()
    author, browser = browse(post.author), browse(member)
    assert browser.get(f"/posts/{post.id}/edit").status_code == 403
    author.post(f"/posts/{post.id}/edit",
                data=typed_into(author, post, post.source) | {"is_wiki": "y"})
    assert stored(Post)[-1].is_wiki

    page = browser.get(f"/posts/{post.id}/edit").text
    assert "This is a wiki post" in page
    assert 'name="is_wiki"' not in page
    page = browser.post(f"/posts/{post.id}/edit", follow_redirects=True,
                        data=typed_into(browser, post, "We call on Monday and Friday."))
    assert "edited by Mia Serra" in page.text
    assert "Wiki" in page.text
    assert browser.post(f"/posts/{post.id}/delete").status_code == 403
    assert browse(stranger).get(f"/posts/{post.id}/edit").status_code == 403


def test_members_who_edit_a_wiki_topic_find_its_text_and_no_title(make, browse):
    topic = make.topic()
    opening = make.post(topic).parent
    edits.share_post(topic.author, opening, with_members=True)
    page = browse(make.member(topic.space)).get(f"/posts/{opening.id}/edit").text
    assert 'name="source"' in page
    assert 'name="title"' not in page


def test_a_deleted_post_is_brought_back_by_who_deleted_it(make, browse, post, stored):
    author, moderator = browse(post.author), browse(make.moderator(post.topic.space))
    page = author.post(f"/posts/{post.id}/delete", follow_redirects=True)
    assert f"/posts/{post.id}/undo-delete" in page.text
    where = f"/topics/{post.topic_id}-{post.topic.slug}"
    assert "undo-delete" not in moderator.get(where).text
    refusal = moderator.post(f"/posts/{post.id}/undo-delete")
    assert refusal.status_code == 403
    assert "Only who deleted a post may bring it back." in refusal.text

    page = author.post(f"/posts/{post.id}/undo-delete", follow_redirects=True)
    assert "The post is back." in page.text
    assert "We call on Monday." in page.text
    assert author.post(f"/posts/{post.id}/undo-delete").status_code == 403


def test_strangers_find_nothing_to_bring_back(make, browse):
    hidden = make.post(make.topic(make.space(visibility="private")))
    deletions.delete_post(hidden.author, hidden)
    assert browse(make.person()).post(f"/posts/{hidden.id}/undo-delete").status_code == 404
    assert "/login" in browse().post(f"/posts/{hidden.id}/undo-delete").headers["Location"]
