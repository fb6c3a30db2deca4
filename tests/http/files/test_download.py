"""Downloading a file."""
import pytest

from cop.files.service.files import keep_file


@pytest.fixture
def long_post(make):
    """A post whose whole text is a file, in a private space."""
    space = make.space(visibility="private")
    post = make.post(make.topic(space))
    post.whole_text = keep_file(None, name="città.txt", media_type="text/plain",
                                content="<script>città</script>".encode())
    return post


def test_a_member_downloads_the_whole_text_as_plain_text(make, browse, long_post):
    browser = browse(make.member(long_post.topic.space))
    page = browser.get(f"/posts/{long_post.id}", follow_redirects=True)
    assert f"/files/{long_post.whole_text_id}/" in page.text

    answer = browser.get(f"/files/{long_post.whole_text_id}/x.txt")

    assert answer.data.decode() == "<script>città</script>"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "citt%C3%A0.txt" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_was_not_changed_is_not_sent_twice(make, browse, long_post):
    browser = browse(make.member(long_post.topic.space))
    address = f"/files/{long_post.whole_text_id}/x.txt"
    tag = browser.get(address).headers["ETag"]

    assert browser.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_it_is_not_there_for_strangers(make, browse, long_post):
    address = f"/files/{long_post.whole_text_id}/x.txt"
    assert browse().get(address).status_code == 404
    assert browse(make.person()).get(address).status_code == 404
    assert browse().get("/files/999999/x.txt").status_code == 404


def test_an_edited_text_leaves_no_older_one_in_a_file(make, browse, long_post):
    """What a moderator takes out must not stay downloadable."""
    browser = browse(long_post.author)
    address = f"/files/{long_post.whole_text_id}/x.txt"
    assert browser.get(address).status_code == 200
    browser.post(f"/posts/{long_post.id}/edit", data={"source": "All there is.", "language": "it"})
    assert browser.get(address).status_code == 404
