"""Writing, changing and deleting posts."""
import pytest
from sqlalchemy import select

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.base.errors import Forbidden, Invalid
from cop.base.jobs import Job
from cop.discussions.models.topics import Post
from cop.discussions.service import deletions, edits, posts, topics


def orders():
    return {order.name: order.arguments for order in db.session.scalars(select(Job))}


def acts():
    return [(e.act, e.actor_id, e.target_id) for e in db.session.scalars(select(AuditEntry))]


def test_an_answer_stands_below_what_it_answers_and_is_counted(make):
    topic = make.topic()
    first = make.post(topic, source="**Yes**")
    below = make.post(topic, parent=first)

    assert (first.number, first.depth, first.parent.number) == (2, 1, 1)
    assert (below.number, below.depth, below.parent) == (3, 2, first)
    assert below.path.startswith(first.path)
    assert first.html == "<p><strong>Yes</strong></p>"
    db.session.refresh(topic)
    assert (topic.post_count, topic.reply_count) == (3, 2)
    assert topic.last_post_at >= below.created_at.replace(microsecond=0)


def test_footnotes_of_two_posts_on_a_page_have_ids_of_their_own(make):
    topic = make.topic()
    one, other = (make.post(topic, source="Text[^1]\n\n[^1]: Note") for _ in range(2))
    assert 'id="fn-2-1"' in one.html
    assert 'id="fn-3-1"' in other.html


@pytest.mark.parametrize("given, field, sentence", [
    ({"source": " \n"}, "source", "Please write something."),
    ({"source": "x" * 70_000}, "source",
     "A post has at most 64,000 characters; this one has 70,000."),
    ({"language": "tlh"}, "language", "Please choose a language."),
])
def test_a_post_that_cannot_be_is_refused_with_a_sentence(make, given, field, sentence):
    topic = make.topic()
    with pytest.raises(Invalid) as refusal:
        make.post(topic, **given)
    assert refusal.value.fields == {field: sentence}


def test_nobody_answers_a_post_of_another_topic(make):
    stranger = make.post(make.topic())
    with pytest.raises(Invalid, match="another topic"):
        make.post(make.topic(), parent=stranger)


def test_a_visitor_or_a_stranger_in_a_private_space_cannot_write(make):
    topic = make.topic(make.space(visibility="private"))
    for person in (make.visitor(), make.person()):
        with pytest.raises(Forbidden):
            make.post(topic, person)


def test_those_who_listen_are_told_ids_only(make):
    topic = make.topic()
    author = make.person()
    post = posts.write_post(author, topic, source="x", language="en")
    told = {"post_id": post.id, "topic_id": topic.id, "author_id": author.id}
    assert told in orders().values()


def test_an_author_changes_a_post_and_a_moderator_leaves_a_trace(make):
    post = make.post(make.topic(), ada := make.person())

    edits.edit_post(ada, post, source="*Three* half hours")
    assert (post.html, acts()) == ("<p><em>Three</em> half hours</p>", [])
    assert post.edited_at is None

    moderator = make.moderator(post.topic.space)
    edits.edit_post(moderator, post, source="Tre mezze ore", language="it")
    assert post.language == "it"
    assert post.edited_at
    assert acts() == [("post.edited", moderator.id, post.id)]


def test_a_change_that_changes_nothing_is_none(make):
    post = make.post(make.topic(), ada := make.person())
    edits.edit_post(ada, post, source=post.source + "\n")
    assert post.edited_at is None
    assert not orders()


def test_a_deleted_post_loses_its_words_and_keeps_its_branch(make):
    topic = make.topic()
    post = make.post(topic, ada := make.person())
    below = make.post(topic, parent=post)

    deletions.delete_post(ada, post)

    assert (post.source, post.html) == ("", "")
    assert post.deleted_at
    assert below.parent is post
    assert db.session.query(Post).count() == 3


def test_a_question_whose_answer_was_deleted_is_open_again(make):
    question = make.question()
    answer = make.post(question, ada := make.person())
    topics.accept_answer(question.author, question, answer)

    deletions.delete_post(ada, answer)

    assert not question.is_solved
    assert question.solved_at is None


def test_a_moderator_who_deletes_is_recorded_and_a_stranger_refused(make):
    post = make.post(make.topic())
    with pytest.raises(Forbidden):
        deletions.delete_post(make.person(), post)
    moderator = make.moderator(post.topic.space)
    deletions.delete_post(moderator, post)
    assert acts() == [("post.deleted", moderator.id, post.id)]


def test_a_chain_deeper_than_any_page_can_still_be_answered(make):
    topic = make.topic()
    ada = make.person()
    parent = None
    for _ in range(130):
        parent = make.post(topic, ada, parent=parent)
    assert parent.depth == 100
    assert parent.parent.number == parent.number - 1


def test_a_text_made_to_take_long_is_refused_with_a_sentence(make):
    topic = make.topic()
    with pytest.raises(Invalid, match="too many signs of form"):
        make.post(topic, source="[]() " * 12_000)
