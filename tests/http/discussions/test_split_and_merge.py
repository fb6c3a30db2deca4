"""Splitting a branch off and merging two topics."""
import pytest

from cop.base.audit import AuditEntry
from cop.base.clock import at, now
from cop.base.db import db
from cop.discussions.models.drafts import Draft
from cop.discussions.models.topics import Post, Topic
from cop.discussions.places import Place
from cop.discussions.queries import posts as post_queries
from cop.discussions.service import branches, deletions, order, topics
from cop.discussions.service.drafts import keep_draft
from cop.spaces.following import follow
from cop.spaces.models import Following, Space
from tests.tree_check import is_sound


@pytest.fixture
def thread(make):
    """A question with two branches: 2 ← 3 ← 4, and 5. The accepted answer is 4."""
    topic = make.question(title="Wage subsidies or training?")
    branch = [make.post(topic, source="Training[^1]\n\n[^1]: a note")]
    branch.append(make.post(topic, source="How long?", parent=branch[0]))
    branch.append(make.post(topic, source="Three months", parent=branch[1]))
    other = make.post(topic, source="Subsidies")
    topics.accept_answer(topic.author, topic, branch[2])
    return topic, branch, other


def read(browser, path):
    return browser.get(path, follow_redirects=True)


def test_a_branch_becomes_a_topic_of_its_own(make, browse, stored, thread):
    topic, branch, other = thread
    root = branch[0]
    browser = browse(make.moderator(topic.space))
    page = browser.get(f"/posts/{root.id}/split")
    assert "3 posts" in page.text and "by 3 people" in page.text
    assert "The accepted answer goes along" in page.text
    page = browser.post(f"/posts/{root.id}/split", follow_redirects=True,
                        data={"title": "How long is training?", "kind": "discussion"})
    assert "The branch is a topic of its own now." in page.text
    assert "Split off from" in page.text
    old, new = stored(Topic)
    assert (old.post_count, new.post_count, new.author_id) == (2, 3, root.author_id)
    assert old.accepted_post_id is None and old.solved_at is None
    assert is_sound(old) and is_sound(new)
    assert stored(Space)[0].topic_count == 2
    page = read(browser, f"/topics/{topic.id}")
    assert "3 posts were split off into" in page.text and "Subsidies" in page.text
    entry = stored(AuditEntry)[-1]
    assert entry.act == "topic.split" and entry.facts == {"new_topic": new.id, "post": root.id}


def test_links_to_posts_lead_to_where_they_are(make, browse, thread):
    topic, branch, other = thread
    moderator = make.moderator(topic.space)
    new = branches.split_branch(moderator, branch[0], title="How long is training?")
    browser = browse()
    for post in branch:
        assert f"/topics/{new.id}-" in browser.get(f"/posts/{post.id}").location
    assert f"/topics/{topic.id}-" in browser.get(f"/posts/{other.id}").location
    page = read(browser, f"/topics/{new.id}")
    assert 'id="fn-1-1"' in page.text  # footnotes are told apart by the number of today


def test_who_answers_after_a_split_gets_a_number_nobody_has(make, thread):
    topic, branch, other = thread
    branches.split_branch(make.moderator(topic.space), branch[0], title="How long is it?")
    post = make.post(topic, parent=other)
    assert post.number == 6 and topic.post_count == 3
    assert is_sound(topic)


def test_followers_and_those_who_wrote_in_the_branch_follow_it(make, thread, stored):
    topic, branch, other = thread
    follower = make.person("Fede Vento")
    follow(follower, "topic", topic.id)
    new = branches.split_branch(make.moderator(topic.space), branch[0], title="How long is it?")
    db.session.commit()
    following = {row.person_id for row in stored(Following)
                 if (row.kind, row.target_id) == ("topic", new.id)}
    assert following == {follower.id, topic.author_id, other.author_id,
                         *(post.author_id for post in branch)}


def test_two_topics_become_one_and_the_old_address_leads_there_for_good(
        make, browse, stored, thread):
    topic, branch, other = thread
    with at(now()):
        into = make.topic(topic.space, title="Training that works")
        last = make.post(into)
    browser = browse(make.moderator(topic.space))
    page = browser.get(f"/topics/{topic.id}/merge?into=http://localhost/topics/{into.id}-x")
    assert "5 posts" in page.text and "cannot be undone" in page.text
    page = browser.post(f"/topics/{topic.id}/merge", data={"into": f"/topics/{into.id}"},
                        follow_redirects=True)
    assert "The topics are one now." in page.text
    assert "was merged into this topic" in page.text or "were merged into this topic" in page.text
    assert "Wage subsidies or training?" in page.text
    answer = browser.get(f"/topics/{topic.id}-wage-subsidies-or-training")
    assert answer.status_code == 301
    assert answer.location.startswith(f"/topics/{into.id}-training-that-works")
    old, new = stored(Topic)
    assert (old.post_count, new.post_count) == (0, 7)
    assert is_sound(new)
    assert stored(Space)[0].topic_count == 1
    assert db.session.get(Post, topic_opening(stored, branch)).parent_id == stored(Post)[5].id
    for post in (*branch, other, last):
        assert f"/topics/{into.id}-" in browser.get(f"/posts/{post.id}").location
    assert stored(AuditEntry)[-1].act == "topic.merged"


def topic_opening(stored, branch):
    return min(post.id for post in stored(Post) if post.id <= branch[0].id)


def test_a_chain_of_merged_topics_leads_to_the_last_in_one_step(make, browse):
    space = make.space()
    first, second, third = (make.topic(space, title=f"Topic number {n}") for n in range(3))
    moderator = make.moderator(space)
    branches.merge_topics(moderator, first, second)
    branches.merge_topics(moderator, second, third)
    browser = browse()
    for topic in (first, second):
        assert browser.get(f"/topics/{topic.id}").location.startswith(f"/topics/{third.id}-")
    assert third.post_count == 3 and is_sound(third)
    assert "Topic number 0" not in browser.get("/topics").text


def test_what_was_written_to_the_old_address_comes_into_the_one_that_is_left(make, browse, stored):
    space = make.space()
    old, into = make.topic(space), make.topic(space)
    branches.merge_topics(make.moderator(space), old, into)
    answer = browse(old.author).post(f"/topics/{old.id}/posts",
                                     data={"source": "I was slow.", "language": "en"})
    assert answer.status_code == 302
    assert stored(Post)[-1].topic_id == into.id


def test_who_was_answering_a_post_that_was_split_off_answers_it_where_it_is(
        make, browse, stored, thread):
    topic, branch, other = thread
    writer = make.person()
    for parent in (branch[1].id, branch[0].id):
        keep_draft(writer, Place("answer", topic.id, parent), {"source": ["Half a sentence"]})
    new = branches.split_branch(make.moderator(topic.space), branch[0], title="How long is it?")
    db.session.commit()
    assert {(draft.target_id, draft.parent_id) for draft in stored(Draft)} == {
        (new.id, branch[1].id), (new.id, 0)}
    browse(writer).post(f"/topics/{topic.id}/posts", data={
        "source": "Six weeks", "language": "en", "parent": branch[1].id})
    post = stored(Post)[-1]
    assert (post.topic_id, post.parent_id) == (new.id, branch[1].id)


def test_drafts_go_along_into_the_topic_that_is_left(make, stored):
    space = make.space()
    old, into = make.topic(space), make.topic(space)
    writer, opening = make.person(), post_queries.list_openings(make.person(), [old])[old.id]
    for topic in (old, into):
        keep_draft(writer, Place("answer", topic.id), {"source": ["Half a sentence"]})
    branches.merge_topics(make.moderator(space), old, into)
    db.session.commit()
    assert {(draft.target_id, draft.parent_id) for draft in stored(Draft)} == {
        (into.id, opening.id), (into.id, 0)}


def test_posts_hang_below_a_chosen_post(make, browse, stored, thread):
    topic, branch, other = thread
    late = make.question(topic.space, title="How long do yours take?")
    make.post(late)
    browser = browse(make.moderator(topic.space))
    into = f"http://localhost/posts/{branch[1].id}"
    assert "below the post of" in browser.get(f"/topics/{late.id}/merge?into={into}").text
    browser.post(f"/topics/{late.id}/merge", data={"into": into})
    merged = stored(Topic)[0]
    assert merged.post_count == 7 and is_sound(merged)
    assert [post for post in stored(Post) if post.parent_id == branch[1].id][-1].id > other.id
    assert merged.accepted_post_id == branch[2].id


def test_the_accepted_answer_comes_along_where_there_is_none(make, thread):
    topic, branch, other = thread
    into = make.question(topic.space, title="The same again?")
    branches.merge_topics(make.moderator(topic.space), topic, into)
    assert into.accepted_post_id == branch[2].id and into.solved_at


def test_followers_of_both_follow_what_is_left(make, stored):
    space = make.space()
    old, into = make.topic(space), make.topic(space)
    ada, bea = make.person("Ada"), make.person("Bea")
    for person, topic in ((ada, old), (ada, into), (bea, old)):
        follow(person, "topic", topic.id)
    branches.merge_topics(make.moderator(space), old, into)
    db.session.commit()
    following = {(row.person_id, row.target_id) for row in stored(Following)}
    assert following == {(person.id, into.id) for person in (ada, bea, old.author, into.author)}


def test_search_finds_posts_where_they_are(make, browse, run_jobs, thread):
    topic, branch, other = thread
    into = make.topic(topic.space, title="Training that works")
    moderator = make.moderator(topic.space)
    new = branches.split_branch(moderator, branch[0], title="How long is training?")
    branches.merge_topics(moderator, topic, into)
    run_jobs()
    page = browse().get("/search?q=subsidies").text
    assert "Training that works" in page and f"/topics/{topic.id}-" not in page
    page = browse().get("/search?q=months").text
    assert "How long is training?" in page
    assert f"/topics/{new.id}-" in browse().get("/search?q=training&kind=topic").text


def test_whose_post_or_topic_it_was_is_told(make, browse, run_jobs, thread):
    topic, branch, other = thread
    into = make.topic(topic.space, title="Training that works")
    moderator = make.moderator(topic.space)
    branches.split_branch(moderator, branch[0], title="How long is training?")
    branches.merge_topics(moderator, topic, into)
    run_jobs()
    assert "made a topic of its own" in browse(branch[0].author).get("/inbox").text
    assert "merged your topic into this one" in browse(topic.author).get("/inbox").text


def test_a_title_that_is_none_is_refused_and_what_was_typed_stays(make, browse, stored, thread):
    topic, branch, other = thread
    browser = browse(make.moderator(topic.space))
    answer = browser.post(f"/posts/{branch[0].id}/split", data={"title": "Hm", "kind": "question"})
    assert answer.status_code == 422
    assert "at least 5 characters" in answer.text and 'value="Hm"' in answer.text
    assert len(stored(Topic)) == 1


@pytest.mark.parametrize("into, sentence", [
    ("/topics/{id}", "cannot be merged into itself"),
    ("/topics/99999", "There is no topic at this address"),
    ("what?", "There is no topic at this address"),
    ("/topics/{private}", "There is no topic at this address"),
    ("/topics/{public}", "written for fewer readers"),
    ("/topics/{other}", "You are not a moderator of the space of the other topic."),
])
def test_a_topic_that_cannot_take_it_in_is_refused_with_a_reason(make, browse, into, sentence):
    space, public = make.space(visibility="members"), make.space()
    topic = make.topic(space)
    moderator = make.moderator(space, also=[public])
    ids = {"id": topic.id, "private": make.topic(make.space(visibility="private")).id,
           "public": make.topic(public).id, "other": make.topic().id}
    answer = browse(moderator).get(f"/topics/{topic.id}/merge?into={into.format(**ids)}")
    assert answer.status_code == 422
    assert sentence in answer.text


def test_opening_posts_and_deleted_ones_are_not_split_off(make, browse, stored, thread):
    topic, branch, other = thread
    deletions.delete_post(other.author, other)
    browser = browse(make.moderator(topic.space))
    opening = stored(Post)[0]
    words = {"title": "A new topic", "kind": "discussion"}
    answer = browser.post(f"/posts/{opening.id}/split", data=words)
    assert answer.status_code == 403 and "This post opened the topic" in answer.text
    answer = browser.post(f"/posts/{other.id}/split", data=words)
    assert answer.status_code == 403 and "This post was deleted" in answer.text


def test_others_are_refused_and_strangers_find_nothing(make, browse):
    space = make.space(visibility="private")
    topic, into = make.topic(space), make.topic(space)
    post = make.post(topic)
    stranger = make.person()
    words = {"title": "A new topic", "kind": "discussion", "into": f"/topics/{into.id}"}
    for path in (f"/posts/{post.id}/split", f"/topics/{topic.id}/merge"):
        for browser, status in ((browse(topic.author), 403), (browse(stranger), 404)):
            assert browser.get(path).status_code == status
            assert browser.post(path, data=words).status_code == status
        assert browse().post(path, data=words).status_code in (302, 401)
    page = read(browse(topic.author), f"/topics/{topic.id}")
    assert "/split" not in page.text and "/merge" not in page.text


def test_a_merged_topic_leads_nobody_to_a_room_that_is_closed_to_them(make, browse):
    here, room = make.space(), make.space(visibility="private")
    both = make.moderator(room, also=[here])
    topic, into = make.topic(here), make.topic(room, both)
    branches.merge_topics(both, topic, into)
    assert browse().get(f"/topics/{topic.id}").status_code == 404
    assert browse(both).get(f"/topics/{topic.id}").status_code == 301


def test_archived_posts_of_both_views_are_read_in_order_after_a_merge(make, browse, thread):
    topic, branch, other = thread
    into = make.topic(topic.space, title="Training that works")
    branches.merge_topics(make.moderator(topic.space), topic, into)
    order.archive_topic(make.moderator(topic.space), into)
    for view in ("tree", "flat"):
        page = read(browse(), f"/topics/{into.id}?view={view}")
        assert page.text.index("Three months") > page.text.index("How long?")
