"""Posts that wait for a moderator, and how much new members may do."""
from datetime import timedelta

import pytest
from sqlalchemy import select

from cop.base.clock import now
from cop.base.db import db
from cop.base.site import decide, forget_site
from cop.discussions.models.topics import Post, Topic
from cop.moderation.models.items import ReviewItem
from cop.moderation.service.sanctions import Penalty, give_sanction
from tests.http.moderation.conftest import write


@pytest.fixture
def newcomer(make):
    return make.person("Nora Nuova", confirmed_at=now())


@pytest.fixture
def space(make):
    return make.space(first_posts_wait=True)


@pytest.fixture
def topic(make, space):
    """One that a moderator of the space opened."""
    return make.topic(space, make.moderator(space, "Olga Nasi"))


def item_number():
    db.session.rollback()
    return db.session.scalars(select(ReviewItem.id).where(
        ReviewItem.kind == "first_post", ReviewItem.decided_at.is_(None))).one()


def answered(topic):
    db.session.rollback()
    return db.session.get(Topic, topic.id).post_count


def test_the_answer_of_a_new_member_waits_and_only_they_see_it(
        make, browse, topic, space, newcomer, run_jobs):
    mate = make.member(space, "Zoe Amica")
    window, address = browse(newcomer), f"/topics/{topic.id}-{topic.slug}"
    page = write(window, topic, f"Hello @{mate.name}, a first word.", follow_redirects=True)
    assert "A moderator looks at it first." in page.text
    assert "It waits for a moderator. Until then nobody else sees it." in page.text
    run_jobs()
    post = db.session.scalars(select(Post).where(Post.author_id == newcomer.id)).one()
    assert answered(topic) == 1
    for reader in (None, mate, topic.author):
        other = browse(reader) if reader else browse()
        assert "a first word" not in other.get(address).text
        assert other.get(f"/posts/{post.id}").status_code == 404
        assert "Nora Nuova" not in other.get("/inbox").text
        assert "first word" not in other.get(f"/api/v1/topics/{topic.id}/posts").text
    assert browse(mate).get("/search?q=first+word").text.count("a first word") == 0
    number = item_number()
    moderator = browse(make.moderator(space))
    assert "a first word" in moderator.get(f"/moderation/items/{number}").text
    moderator.post(f"/moderation/items/{number}/decide", data={"outcome": "release"})
    run_jobs()
    assert "Nora Nuova mentioned you" in browse(mate).get("/inbox").text
    assert "Nora Nuova answered you" in browse(topic.author).get("/inbox").text
    assert answered(topic) == 2
    assert "a first word" in browse().get(address).text


def test_a_topic_that_waits_is_not_there_for_others_until_it_is_shown(
        make, browse, space, newcomer, run_jobs):
    window = browse(newcomer)
    answer = window.post(f"/spaces/{space.slug}/topics", data={
        "title": "How do you begin?", "source": "I am new here.", "kind": "question",
        "language": "en"})
    assert answer.status_code == 302
    run_jobs()
    assert "I am new here." in window.get(answer.location).text
    assert browse(make.person()).get(answer.location).status_code == 404
    for path in (f"/spaces/{space.slug}", "/topics", "/", f"/people/{newcomer.id}"):
        assert "How do you begin?" not in browse(make.person()).get(path).text, path
    db.session.rollback()
    browse(make.moderator(space)).post(f"/moderation/items/{item_number()}/decide",
                                       data={"outcome": "release"})
    run_jobs()
    assert "How do you begin?" in browse().get(f"/spaces/{space.slug}").text
    db.session.rollback()
    assert db.session.get(type(space), space.id).topic_count == 1


def test_what_is_refused_stays_its_authors_with_the_reason(
        make, browse, topic, space, newcomer, letters):
    write(browse(newcomer), topic, "Buy my course")
    letters()
    number = item_number()
    browse(make.moderator(space)).post(f"/moderation/items/{number}/decide", data={
        "outcome": "remove", "ground": "spam", "facts": "This is advertising."})
    said = letters()[-1].get_content()
    assert "Your post will not be shown." in said and "This is advertising." in said
    assert "Buy my course" not in browse().get(f"/topics/{topic.id}-{topic.slug}").text
    assert answered(topic) == 1


def test_it_is_asked_of_nobody_without_the_setting_and_of_no_known_member(
        make, browse, topic, newcomer, known):
    elsewhere, here, friend, other = make.topic(), topic, known(), make.person()
    write(browse(newcomer), elsewhere, "At once")
    write(browse(friend), here, "At once")
    assert (answered(elsewhere), answered(here)) == (2, 2)
    decide("first_posts_wait", True)
    db.session.commit()
    forget_site()
    write(browse(other), elsewhere, "Not at once")
    assert answered(elsewhere) == 2


def test_who_is_held_waits_wherever_they_write(make, browse, known):
    person, topic = known(), make.topic()
    admin = make.granted("administrator")
    give_sanction(admin, person, Penalty(kind="hold", days=3), "For a while.")
    db.session.commit()
    page = write(browse(person), topic, "A held word",
                               follow_redirects=True).text
    assert "It waits for a moderator." in page and "A held word" in page
    assert answered(topic) == 1


def test_new_members_put_few_links_into_a_post_and_lose_nothing_they_typed(
        make, browse, newcomer, known):
    topic, friend = make.topic(), known()
    many = "Look: " + " ".join(f"https://example.org/{number}" for number in range(6))
    window = browse(newcomer)
    answer = write(window, topic, many)
    assert answer.status_code == 422
    assert "New members put at most 5 links into a post; this has 6." in answer.text
    assert "https://example.org/5" in answer.text
    few = many.rpartition(" ")[0]
    assert write(window, topic, few).status_code == 302
    assert write(browse(friend), topic, many).status_code == 302
    db.session.rollback()
    own = db.session.scalars(select(Post).where(Post.author_id == newcomer.id)).one()
    answer = window.post(f"/posts/{own.id}/edit", data={"source": many, "version": 1,
                                                             "language": "en"})
    assert answer.status_code == 422 and "https://example.org/5" in answer.text


def test_new_members_open_few_topics_a_day(make, browse, newcomer, space):
    place = make.space()
    window, path = browse(newcomer), f"/spaces/{place.slug}/topics"
    sent = {"title": "One more question", "source": "What about this?", "kind": "question",
            "language": "en"}
    for number in range(5):
        each = sent | {"title": f"Question {number}"}
        assert window.post(path, data=each).status_code == 302
    answer = window.post(path, data=sent)
    assert answer.status_code == 422
    assert "New members open at most 5 topics in a day." in answer.text
    assert "What about this?" in answer.text
    db.session.rollback()
    db.session.get(type(newcomer), newcomer.id).confirmed_at = now() - timedelta(days=4)
    db.session.commit()
    assert window.post(path, data=sent).status_code == 302, "it falls away with time and posts"
