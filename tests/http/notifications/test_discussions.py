"""Who hears of what is written: answers, new posts, accepted answers, new topics."""
import pytest
from sqlalchemy import delete

from cop.base.db import add, db
from cop.base.events import publish
from cop.discussions.events import PostWritten
from cop.discussions.models.topics import Post
from cop.discussions.service.deletions import delete_post
from cop.discussions.service.posts import write_post
from cop.discussions.service.topics import accept_answer, open_topic
from cop.people.models import Person
from cop.spaces.following import choose_level, follow
from cop.spaces.levels import Level
from cop.spaces.models import Membership


def answer(author, topic, parent=None):
    return write_post(author, topic, source="So do we.", language="en", parent=parent)


def open_one(author, space):
    return open_topic(author, space, title="Vouchers?", source="Who uses them?", language="en")


def test_who_is_answered_hears_it_as_an_answer_and_others_in_the_topic_as_news(make, heard):
    topic = make.topic()
    bruno, chiara = make.member(topic.space, "Bruno"), make.member(topic.space, "Chiara")
    post = make.post(topic, bruno)
    bystander = make.member(topic.space, "Dora")
    answer(chiara, topic, post)
    assert heard(bruno) == ["answered"]
    assert heard(topic.author) == ["new_post"]
    assert heard(chiara) == []
    assert heard(bystander) == []


def test_an_answer_to_the_topic_answers_who_opened_it(make, heard):
    topic = make.topic()
    answer(make.member(topic.space, "Bruno"), topic)
    assert heard(topic.author) == ["answered"]


def test_nobody_hears_twice_when_the_job_runs_twice(make, heard):
    topic = make.topic()
    post = answer(make.member(topic.space, "Bruno"), topic)
    assert heard(topic.author) == ["answered"]
    publish(PostWritten(post_id=post.id, topic_id=topic.id, author_id=post.author_id))
    assert heard(topic.author) == ["answered"]


def test_who_answers_themselves_hears_nothing(make, heard):
    topic = make.topic()
    answer(topic.author, topic)
    assert heard(topic.author) == []


def test_who_left_a_private_space_hears_nothing_of_it(make, heard):
    topic = make.topic(make.space(visibility="private"))
    bruno = make.member(topic.space, "Bruno")
    db.session.execute(delete(Membership).where(Membership.person_id == topic.author_id))
    answer(bruno, topic)
    assert heard(topic.author) == []


def test_a_closed_account_hears_nothing(make, heard):
    topic = make.topic()
    topic.author.active = False
    answer(make.member(topic.space, "Bruno"), topic)
    assert heard(topic.author) == []


def test_a_post_deleted_before_anybody_was_told_is_told_to_nobody(make, heard):
    topic = make.topic()
    bruno = make.member(topic.space, "Bruno")
    delete_post(bruno, answer(bruno, topic))
    assert heard(topic.author) == []


def test_who_solved_a_question_hears_it_once(make, heard):
    topic = make.question()
    post = make.post(topic, make.member(topic.space, "Bruno"))
    accept_answer(topic.author, topic, post)
    accept_answer(topic.author, topic, post)
    assert heard(post.author) == ["accepted"]


def test_who_accepts_their_own_answer_hears_nothing(make, heard):
    topic = make.question()
    accept_answer(topic.author, topic, make.post(topic, topic.author))
    assert heard(topic.author) == []


@pytest.mark.parametrize("gone", ["left", "closed"])
def test_an_accepted_answer_is_not_told_to_who_may_not_see_it_any_more(make, heard, gone):
    topic = make.question(make.space(visibility="private"))
    post = make.post(topic, make.member(topic.space, "Bruno"))
    if gone == "left":
        db.session.execute(delete(Membership).where(Membership.person_id == post.author_id))
    post.author.active = gone != "closed"
    accept_answer(topic.author, topic, post)
    assert heard(post.author) == []


def test_followers_of_a_space_hear_of_a_new_topic_its_author_does_not(make, heard):
    space = make.space()
    author, follower = make.member(space, "Ada"), make.member(space, "Bruno")
    for person in (author, follower):
        follow(person, "space", space.id)
    open_one(author, space)
    assert heard(follower) == ["new_topic"]
    assert heard(author) == []
    assert heard(make.member(space, "Chiara")) == []


def test_following_another_space_tells_nothing_of_this_one(make, heard):
    space, follower = make.space(), make.person("Bruno")
    follow(follower, "space", make.space("Elsewhere").id)
    open_one(make.member(space), space)
    assert heard(follower) == []


def test_a_follower_who_may_not_see_the_space_hears_of_no_topic_in_it(make, heard):
    space = make.space(visibility="private")
    inside, outside = make.member(space, "Bruno"), make.person("Chiara")
    closed = make.member(space, "Dora", active=False)
    for person in (inside, outside, closed):
        follow(person, "space", space.id)
    open_one(make.member(space), space)
    assert heard(inside) == ["new_topic"]
    assert heard(outside) == []
    assert heard(closed) == []


def test_watching_a_space_brings_its_new_topics_and_its_posts_to_the_inbox(
        make, browse, run_jobs, heard):
    space, reader = make.space(), make.person("Bruno")
    author = make.member(space, "Ada Bruni")
    window = browse(reader)
    assert "A notice of every new topic and every post." in window.get(f"/spaces/{space.slug}").text
    window.post(f"/spaces/{space.slug}/level", data={"level": "watching"})
    db.session.rollback()
    topic = open_one(db.session.get(Person, author.id), space)
    run_jobs()
    page = window.get("/inbox").text
    assert "Ada Bruni opened a topic in a space or theme you watch" in page
    opening = Post.query.filter_by(topic_id=topic.id, number=1).one()
    assert f"/posts/{opening.id}" in page
    assert "Vouchers?" in window.get(f"/posts/{opening.id}", follow_redirects=True).text
    answer(make.member(space, "Dora"), topic)
    assert heard(reader) == ["new_topic", "new_post"]


def test_who_tracks_counts_and_who_is_normal_only_hears_answers(make, heard):
    topic = make.topic()
    bruno, tracker, normal = (make.member(topic.space, name) for name in ("Bruno", "Tea", "Nora"))
    choose_level(tracker, "topic", topic.id, level=Level.TRACKING)
    choose_level(normal, "topic", topic.id, level=Level.NORMAL)
    post = make.post(topic, normal)
    answer(bruno, topic)
    answer(bruno, topic, post)
    assert heard(tracker) == []
    assert heard(normal) == ["answered"]


def test_who_muted_a_topic_hears_not_even_answers(make, heard):
    topic = make.topic()
    bruno = make.member(topic.space, "Bruno")
    post = make.post(topic, bruno)
    choose_level(bruno, "topic", topic.id, level=Level.MUTED)
    answer(topic.author, topic, post)
    assert heard(bruno) == []


@pytest.mark.parametrize("followed, hears", [
    ("outreach", True), ("employment-services", True), ("apprenticeship", False)])
def test_who_watches_a_theme_hears_of_topics_on_it_and_on_those_below(
        make, heard, followed, hears):
    reader, space = make.person("Bruno"), make.space()
    choose_level(reader, "theme", code=followed, level=Level.WATCHING)
    topic = open_topic(make.member(space), space, title="Vouchers?", source="Who uses them?",
                       language="en", themes=["outreach"])
    answer(make.member(space, "Dora"), topic)
    assert heard(reader) == ["new_topic", "new_post"] * hears


def test_what_is_muted_around_a_topic_is_muted_even_where_something_else_is_watched(make, heard):
    reader, space = make.person("Bruno"), make.space()
    choose_level(reader, "theme", code="outreach", level=Level.WATCHING)
    choose_level(reader, "space", space.id, level=Level.MUTED)
    open_topic(make.member(space), space, title="Vouchers?", source="Who uses them?",
               language="en", themes=["outreach"])
    assert heard(reader) == []


def test_a_whole_room_is_told_with_few_queries(make, app, run_jobs, count_queries, heard):
    space = make.space()
    people = [make.member(space, f"P{number}") for number in range(30)]
    for person in people:
        follow(person, "space", space.id)
    add(open_one(make.member(space), space))
    with count_queries(at_most=64):
        run_jobs()
    assert heard(people[29]) == ["new_topic"]
