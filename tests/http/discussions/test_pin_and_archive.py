"""Pinning and archiving topics."""
from datetime import date, timedelta

from bs4 import BeautifulSoup

from cop.base.audit import AuditEntry
from cop.base.clock import at, now
from cop.discussions.models.topics import Topic
from cop.discussions.service import order


def titles(page):
    soup = BeautifulSoup(page.text, "html.parser")
    return [heading.get_text() for heading in soup.select(".topics :is(h2, h3)")]


def test_a_pinned_topic_stands_first_until_its_day_is_over(make, browse, stored):
    space = make.space()
    old = make.topic(space, title="Read this first")
    make.topic(space, title="Something newer")
    browser = browse(make.moderator(space))
    assert "stands first" in browser.get(f"/topics/{old.id}/pin").text
    until = now().date() + timedelta(days=3)
    page = browser.post(f"/topics/{old.id}/pin", data={"until": until.isoformat()},
                        follow_redirects=True)
    assert "The topic stands first in its space until" in page.text
    for path in (f"/spaces/{space.slug}", f"/spaces/{space.slug}/topics"):
        assert titles(browse().get(path)) == ["Read this first", "Something newer"]
    assert titles(browse().get("/topics")) == ["Something newer", "Read this first"]
    with at(now() + timedelta(days=4)):
        page = browse().get(f"/spaces/{space.slug}")
        assert titles(page) == ["Something newer", "Read this first"]
        assert "Pinned" not in page.text


def test_unpinned_it_stands_where_it_was(make, browse, stored):
    topic = make.topic(title="Read this first")
    make.topic(topic.space, title="Something newer")
    moderator = make.moderator(topic.space)
    order.pin_topic(moderator, topic)
    browse(moderator).post(f"/topics/{topic.id}/unpin")
    page = browse().get(f"/spaces/{topic.space.slug}")
    assert titles(page) == ["Something newer", "Read this first"]
    assert [entry.act for entry in stored(AuditEntry)] == ["topic.pinned", "topic.unpinned"]


def test_a_day_that_is_over_and_words_for_a_day_are_refused(make, browse, stored):
    topic = make.topic()
    browser = browse(make.moderator(topic.space))
    answer = browser.post(f"/topics/{topic.id}/pin", data={"until": "2020-01-01"})
    assert answer.status_code == 422 and "This day is over." in answer.text
    assert browser.post(f"/topics/{topic.id}/pin", data={"until": "soon"}).status_code == 422
    assert stored(Topic)[0].pinned_at is None


def test_more_than_five_are_not_pinned(make, browse):
    space = make.space()
    moderator = make.moderator(space)
    for number in range(5):
        order.pin_topic(moderator, make.topic(space, title=f"Topic {number}"))
    one_more = make.topic(space)
    answer = browse(moderator).post(f"/topics/{one_more.id}/pin")
    assert answer.status_code == 422
    assert "5 topics are pinned in this space already" in answer.text


def test_an_archived_topic_is_read_and_found_but_neither_listed_nor_written_in(
        make, browse, stored):
    topic = make.question(title="An old question")
    post = make.post(topic)
    moderator = make.moderator(topic.space)
    page = browse(moderator).post(f"/topics/{topic.id}/archive", follow_redirects=True)
    assert "The topic is archived" in page.text
    for path in ("/topics", f"/spaces/{topic.space.slug}", "/topics?state=open",
                 f"/spaces/{topic.space.slug}/topics", "/feeds/topics.atom"):
        assert "An old question" not in browse().get(path).text
    assert titles(browse().get("/topics?state=archived")) == ["An old question"]
    page = browse(post.author).get(f"/topics/{topic.id}", follow_redirects=True)
    assert "This topic is archived: it can be read, not written in." in page.text
    for browser in (browse(post.author), browse(moderator)):
        words = {"source": "More", "language": "en"}
        answer = browser.post(f"/topics/{topic.id}/posts", data=words)
        assert answer.status_code == 403
        assert browser.get(f"/posts/{post.id}/edit").status_code == 403
    browse(moderator).post(f"/topics/{topic.id}/unarchive")
    assert titles(browse().get("/topics")) == ["An old question"]
    assert [e.act for e in stored(AuditEntry)] == ["topic.archived", "topic.unarchived"]


def test_others_are_refused_with_a_reason_and_strangers_find_nothing(make, browse):
    topic = make.topic(make.space(visibility="private"))
    acts = ("pin", "unpin", "archive", "unarchive")
    for act in acts:
        answer = browse(topic.author).post(f"/topics/{topic.id}/{act}")
        assert answer.status_code == 403
        assert "Only moderators of this space put its topics in order." in answer.text
        assert browse(make.person()).post(f"/topics/{topic.id}/{act}").status_code == 404
        assert browse().post(f"/topics/{topic.id}/{act}").status_code == 302
    page = browse(topic.author).get(f"/topics/{topic.id}", follow_redirects=True)
    assert "Moderate" not in page.text
    assert browse(topic.author).get(f"/topics/{topic.id}/pin").status_code == 403


def test_a_list_with_pinned_topics_keeps_to_its_queries(make, browse, count_queries):
    space = make.space()
    moderator = make.moderator(space)
    for number in range(4):
        order.pin_topic(moderator, make.topic(space, title=f"Topic {number}"), date.max)
    browser = browse(moderator)
    for path in (f"/spaces/{space.slug}", f"/spaces/{space.slug}/topics"):
        with count_queries(at_most=8):
            browser.get(path)
