"""What one may do in discussions, and the reasons why not."""
from datetime import timedelta

from cop.base.clock import now
from cop.discussions import policy


def reasons(*verdicts):
    return [verdict.reason for verdict in verdicts]


def test_members_of_the_community_write_in_open_spaces_and_visitors_do_not(make):
    topic = make.topic()
    assert policy.may_reply(make.person(), topic)
    assert policy.may_open_topic(make.person(), topic.space)
    assert policy.may_reply(make.visitor(), topic).reason == "Sign in to write here."


def test_a_locked_topic_is_closed_to_all_but_moderators(make):
    ada = make.member(space := make.space())
    topic = make.topic(space, ada)
    post = make.post(topic, ada)
    topic.locked_at = now()

    locked = "This topic is locked."
    assert reasons(policy.may_reply(ada, topic), policy.may_edit(ada, post),
                   policy.may_delete(ada, post)) == [locked] * 3
    moderator = make.moderator(space)
    assert policy.may_reply(moderator, topic)
    assert policy.may_edit(moderator, post)


def test_a_course_that_has_ended_can_be_read_and_not_written_in(make):
    ada = make.member(space := make.space(kind="course"))
    topic = make.question(space, ada)
    post = make.post(topic, ada)
    space.ends_on = (now() - timedelta(days=2)).date()

    ended = "This course has ended: its room can be read, not written in."
    assert reasons(
        policy.may_open_topic(ada, space), policy.may_reply(ada, topic),
        policy.may_edit(ada, post), policy.may_accept(ada, topic, post)) == [ended] * 4


def test_only_its_author_and_moderators_change_a_post(make):
    topic = make.topic()
    post = make.post(topic, ada := make.person())
    assert policy.may_edit(ada, post)
    assert policy.may_edit(make.moderator(topic.space), post)
    assert policy.may_edit(make.person(), post).reason == "Only its author may change a post."
    post.deleted_at = now()
    assert policy.may_edit(ada, post).reason == "This post was deleted."


def test_only_moderators_of_the_space_lock_its_topics(make):
    topic = make.topic()
    assert policy.may_lock(make.moderator(topic.space), topic)
    refused = "Only moderators of this space lock topics."
    for person in (topic.author, make.moderator(make.space()), make.visitor()):
        assert policy.may_lock(person, topic).reason == refused


def test_who_asked_accepts_an_answer_and_nobody_accepts_a_question(make):
    question = make.question()
    answer = make.post(question)
    opening = answer.parent

    assert policy.may_accept(question.author, question, answer)
    assert policy.may_accept(make.moderator(question.space), question, answer)
    assert policy.may_accept(answer.author, question, answer).reason == (
        "Only who asked, or a moderator, accepts an answer.")
    assert policy.may_accept(question.author, question, opening).reason == (
        "The question itself is not its answer.")
    question.kind = "discussion"
    assert policy.may_accept(question.author, question, answer).reason == (
        "Only questions have an accepted answer.")
