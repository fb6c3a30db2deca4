"""Reading topics and posts."""
from datetime import UTC, datetime, timedelta

import pytest

from cop.base.clock import at
from cop.base.db import db
from cop.base.errors import NotFound
from cop.discussions.models.topics import Post
from cop.discussions.queries import posts as post_queries
from cop.discussions.queries import topics as topic_queries
from cop.discussions.service import deletions, topics
from cop.discussions.tree import LEVELS, MOST

DAY = datetime(2026, 6, 1, 12, tzinfo=UTC)


def titles(found):
    return [topic.title for topic in found]


def test_topics_come_last_written_in_first_and_page_by_page(make):
    space, ada = make.space(), make.person()
    for hour in range(5):
        with at(DAY + timedelta(hours=hour)):
            make.topic(space, ada, title=f"Topic {hour}")

    first = topic_queries.list_topics(ada, size=3)
    rest = topic_queries.list_topics(ada, size=3, after=first.next)

    assert titles(first) == ["Topic 4", "Topic 3", "Topic 2"]
    assert titles(rest) == ["Topic 1", "Topic 0"]
    assert rest.next == ""


def test_an_answer_lifts_its_topic(make):
    with at(DAY):
        old = make.topic(title="The old one")
    with at(DAY + timedelta(hours=1)):
        make.topic(title="The new one")
    with at(DAY + timedelta(hours=2)):
        make.post(old)
    recent = topic_queries.list_topics(make.visitor())
    assert titles(recent) == ["The old one", "The new one"]


def test_lists_are_narrowed_by_space_kind_state_author_region_and_theme(make):
    space, ada = make.space(), make.person()
    solved = make.question(space, ada, title="Solved one", regions=["ITH35"])
    topics.accept_answer(ada, solved, make.post(solved))
    make.question(title="Open one", themes=["profiling"])
    make.topic(title="Silent talk", regions=["IT"])
    reader = make.visitor()

    def found(**wanted):
        return sorted(titles(topic_queries.list_topics(reader, **wanted)))

    assert found(space=space) == ["Solved one"]
    assert found(author=ada) == ["Solved one"]
    assert found(kind="discussion") == ["Silent talk"]
    assert found(unanswered=True) == ["Open one", "Silent talk"]
    assert found(solved=True) == ["Solved one"]
    assert found(solved=False) == ["Open one"]
    assert found(region="ITH3") == ["Solved one"]
    assert found(region="IT") == ["Silent talk", "Solved one"]
    assert found(theme="employment-services") == ["Open one"]
    assert topic_queries.count_topics(reader) == 3
    assert topic_queries.count_topics(reader, solved=False) == 1


def test_private_topics_are_not_there_for_strangers(make):
    topic = make.topic(make.space(visibility="private"))
    post = make.post(topic)
    for reader in (make.visitor(), make.person()):
        assert len(topic_queries.list_topics(reader)) == 0
        assert topic_queries.count_topics(reader) == 0
        assert post_queries.list_openings(reader, [topic]) == {}
        assert post_queries.find_post_of(reader, topic, post.id) is None
        assert len(post_queries.posts_as_tree(reader, topic)) == 0
        with pytest.raises(NotFound):
            topic_queries.get_topic(reader, topic.id)
        with pytest.raises(NotFound):
            post_queries.get_post(reader, post.id)
    assert topic_queries.get_topic(topic.author, topic.id) is topic
    assert len(post_queries.posts_as_tree(topic.author, topic)) == 2


def test_posts_are_read_as_a_tree_or_in_the_order_of_time(make):
    topic = make.topic()
    first = make.post(topic, source="first")
    make.post(topic, source="second")
    make.post(topic, source="below first", parent=first)

    def sources(page):
        return [post.source for post in page][1:]

    assert sources(post_queries.posts_as_tree(topic.author, topic)) == [
        "first", "below first", "second"]
    assert sources(post_queries.posts_in_order(topic.author, topic)) == [
        "first", "second", "below first"]


READERS = [("tree", post_queries.posts_as_tree), ("flat", post_queries.posts_in_order)]


@pytest.mark.parametrize("view, read", READERS)
def test_reading_page_by_page_shows_each_post_once_from_either_end(make, view, read):
    ada = make.person()
    topic = make.topic(make.space(), ada)
    make.answers(topic, ada, [max(1, number // 3) for number in range(2, 90)])
    page, forward = read(ada, topic), []
    while True:
        forward += [post.number for post in page]
        assert bool(page.previous) == (page.items[0].number != 1)
        if not page.next:
            break
        page = read(ada, topic, int(page.next))
    assert sorted(forward) == list(range(1, 90))

    page, backward = read(ada, topic, before=MOST), []
    assert not page.next
    while True:
        backward = [post.number for post in page] + backward
        if not page.previous:
            break
        page = read(ada, topic, before=int(page.previous))
        assert page.next == str(page.items[-1].number)
    assert backward == forward


@pytest.mark.parametrize("view, read", READERS)
def test_permalinks_find_a_page_with_the_post_on_it(make, view, read):
    ada = make.person()
    topic = make.topic(make.space(), ada)
    make.answers(topic, ada, [*range(1, 30), *[1 + n % 29 for n in range(60)]])
    for post in db.session.query(Post).all():
        place = post_queries.find_place(ada, post, view)
        page = read(ada, topic, place.get("after", 0), top=place.get("branch", 0))
        assert post in page.items
        assert place or page.items[0].number == 1


def test_a_page_tells_how_many_answers_are_too_deep_for_it_and_shows_them_as_a_branch(make):
    ada = make.person()
    topic = make.topic(make.space(), ada)
    make.answers(topic, ada, list(range(1, 26)))
    page = post_queries.posts_as_tree(ada, topic)
    assert [post.depth for post in page] == list(range(LEVELS + 1))
    assert page.deeper == {page.items[-1].id: 25 - LEVELS}
    branch = post_queries.posts_as_tree(ada, topic, top=page.items[-1].number)
    assert [post.depth for post in branch] == list(range(LEVELS, 2 * LEVELS + 1))
    assert branch.deeper == {branch.items[-1].id: 25 - 2 * LEVELS}


@pytest.mark.parametrize("after", [-5, 10**9, 4, 10**30])
def test_a_cursor_that_somebody_made_up_breaks_nothing(make, after):
    topic = make.topic()
    make.post(topic)
    for read in (post_queries.posts_as_tree, post_queries.posts_in_order):
        assert len(read(topic.author, topic, after)) <= 2
        assert len(read(topic.author, topic, before=after)) <= 2


@pytest.mark.parametrize(("after", "most"), [(0, 2), (500, 3)])  # it answers posts of other pages
def test_a_page_of_a_topic_needs_few_queries_whatever_its_length_and_depth(
        make, count_queries, after, most):
    ada = make.person(organisation="CPI di Treviso")
    topic = make.topic(make.space(), ada)
    make.answers(topic, ada, list(range(1, 26)) + [1 + n % 25 for n in range(975)])
    db.session.flush()
    topic_id = topic.id
    db.session.commit()
    reader = make.visitor()

    for read in (post_queries.posts_as_tree, post_queries.posts_in_order):
        db.session.expire_all()
        with count_queries(at_most=most):
            found = topic_queries.get_topic(reader, topic_id)
            page = read(reader, found, after)
            for post in page:
                assert post.author.organisation.name
                assert post.number == 1 or post.parent.author.name
                assert post.html
                assert post.topic is found


def test_lists_need_one_query_whatever_their_length(make, count_queries):
    for _ in range(12):
        make.topic()
    reader = make.visitor()
    db.session.commit()
    db.session.expire_all()
    with count_queries(at_most=1):
        for topic in topic_queries.list_topics(reader):
            assert topic.author.name
            assert topic.space.name


def test_a_deleted_post_is_neither_answered_nor_accepted(make):
    topic = make.topic()
    post = make.post(topic)
    deletions.delete_post(post.author, post)
    assert post_queries.find_post_of(topic.author, topic, post.id) is None
    assert post_queries.get_post(topic.author, post.id) is post
