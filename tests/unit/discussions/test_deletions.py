"""Deleted posts: what comes back, for how long, and what is forgotten for good."""
from datetime import timedelta

import pytest

from cop.base.clock import at, now
from cop.base.db import db
from cop.base.errors import Forbidden
from cop.discussions.models.revisions import Revision, TakenText
from cop.discussions.models.topics import Post
from cop.discussions.service import deletions, edits, topics
from cop.files.models import File
from cop.files.service.files import keep_file


def after(hours):
    return at(now() + timedelta(hours=hours))


@pytest.fixture
def answer(make):
    return make.post(make.question(), make.person("Bruno Conti"), source="One *word*")


def test_who_deleted_a_post_brings_it_back_within_a_day(answer):
    deletions.delete_post(answer.author, answer)
    with after(23):
        deletions.undo_delete(answer.author, answer)
    assert (answer.source, answer.html) == ("One *word*", "<p>One <em>word</em></p>")
    assert answer.deleted_at is None
    assert db.session.query(TakenText).count() == 0


def test_nobody_else_does_and_after_a_day_nobody(make, answer):
    deletions.delete_post(answer.author, answer)
    with pytest.raises(Forbidden, match="Only who deleted a post may bring it back"):
        deletions.undo_delete(make.moderator(answer.topic.space), answer)
    with after(25), pytest.raises(Forbidden, match="It is too late"):
        deletions.undo_delete(answer.author, answer)


def test_what_is_not_deleted_cannot_be_brought_back(answer):
    with pytest.raises(Forbidden):
        deletions.undo_delete(answer.author, answer)
    deletions.delete_post(answer.author, answer)
    with pytest.raises(Forbidden, match="This post was deleted"):
        deletions.delete_post(answer.author, answer)


def test_an_accepted_answer_that_comes_back_is_accepted_unless_another_is(make, answer):
    question = answer.topic
    topics.accept_answer(question.author, question, answer)
    deletions.delete_post(answer.author, answer)
    assert not question.is_solved
    deletions.undo_delete(answer.author, answer)
    assert question.accepted_post_id == answer.id

    deletions.delete_post(answer.author, answer)
    other = make.post(question)
    topics.accept_answer(question.author, question, other)
    deletions.undo_delete(answer.author, answer)
    assert question.accepted_post_id == other.id


def test_after_a_day_its_words_of_now_and_before_are_gone_for_good(make, answer, run_jobs):
    answer.whole_text = keep_file(None, name="a", media_type="text/plain", content=b"x")
    kept = make.post(answer.topic, source="stays")
    with after(1):
        edits.edit_post(make.moderator(answer.topic.space), kept, source="stays, too")
    deletions.delete_post(answer.author, answer)
    assert db.session.query(File).count() == 1
    deletions.forget_taken_texts()
    assert db.session.query(TakenText).count() == 1

    with after(25):
        assert deletions.forget_taken_texts() == 1
        assert deletions.forget_taken_texts() == 0
    assert db.session.query(TakenText).count() == db.session.query(File).count() == 0
    assert [r.post_id for r in db.session.query(Revision)] == [kept.id]
    assert db.session.query(Post).count() == 3
