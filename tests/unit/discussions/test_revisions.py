"""What is kept of a text that was changed, and by whom it may be changed."""
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from cop.base.audit import AuditEntry
from cop.base.clock import at, now
from cop.base.db import begin_writing, db
from cop.base.errors import Conflict, Forbidden
from cop.discussions.models.revisions import Revision
from cop.discussions.models.topics import Post
from cop.discussions.queries.revisions import list_versions
from cop.discussions.service import edits, topics
from cop.people.models import Person


@pytest.fixture
def post(make):
    return make.post(make.topic(), make.person("Bruno Conti"), source="one")


def after(minutes):
    return at(now() + timedelta(minutes=minutes))


def sources(reader, post):
    return [version.source for version in list_versions(reader, post)]


def test_a_slip_mended_within_five_minutes_leaves_no_trace(post):
    with after(4):
        edits.edit_post(post.author, post, source="two")
    assert sources(post.author, post) == ["two"]
    assert post.edited_at is None
    assert post.version == 2


def test_later_the_text_of_before_is_kept_with_its_writer_and_its_time(post):
    written = post.created_at
    with after(6):
        edits.edit_post(post.author, post, source="two")
    first, last = list_versions(post.author, post)
    assert (first.source, first.written_by, first.written_at) == ("one", post.author, written)
    assert (last.number, last.source, last.is_now) == (2, "two", True)
    assert post.edited_by_id == post.author_id


def test_the_five_minutes_do_not_begin_anew_with_each_change(post):
    for minutes, text in ((6, "two"), (9, "three"), (12, "four")):
        with after(minutes):
            edits.edit_post(post.author, post, source=text)
    assert sources(post.author, post) == ["one", "three", "four"]


def test_who_mends_the_words_of_another_always_leaves_a_trace(make, post):
    moderator = make.moderator(post.topic.space)
    edits.edit_post(moderator, post, source="two")
    edits.edit_post(moderator, post, source="three")
    edits.edit_post(post.author, post, source="four")
    assert sources(post.author, post) == ["one", "three", "four"]


def test_the_title_of_a_topic_is_kept_too(make):
    topic = make.topic(title="A first title")
    opening = make.post(topic).parent
    with after(6):
        topics.change_topic(topic.author, opening, title="A better title", kind="discussion",
                            source=opening.source, language="en")
    assert [v.title for v in list_versions(topic.author, opening)] == [
        "A first title", "A better title"]


def test_members_of_the_space_write_a_wiki_post_and_every_version_stays(make, post):
    member, stranger = make.member(post.topic.space), make.person()
    with pytest.raises(Forbidden):
        edits.edit_post(member, post, source="two")
    edits.share_post(post.author, post, with_members=True)
    edits.edit_post(member, post, source="two")
    edits.edit_post(member, post, source="three")
    with pytest.raises(Forbidden):
        edits.edit_post(stranger, post, source="four")
    with pytest.raises(Forbidden):
        edits.share_post(member, post, with_members=False)
    assert sources(member, post) == ["one", "two", "three"]
    assert post.edited_by_id == member.id

    edits.share_post(post.author, post, with_members=False)
    with pytest.raises(Forbidden):
        edits.edit_post(member, post, source="four")


def test_members_change_the_text_of_a_wiki_topic_and_not_its_title(make):
    topic = make.topic()
    opening = make.post(topic).parent
    edits.share_post(topic.author, opening, with_members=True)
    with pytest.raises(Forbidden):
        topics.change_topic(make.member(topic.space), opening, title="Mine now", source="x",
                            language="en", kind="discussion")


def test_a_moderator_takes_the_words_of_a_version_away_for_good_and_is_recorded(make, post):
    with after(6):
        edits.edit_post(post.author, post, source="two")
    revision = db.session.query(Revision).one()
    with pytest.raises(Forbidden):
        edits.remove_revision(post.author, revision)
    edits.remove_revision(make.moderator(post.topic.space), revision)
    first, last = list_versions(post.author, post)
    assert (first.source, first.is_removed, last.source) == ("", True, "two")
    assert db.session.query(AuditEntry).one().act == "revision.removed"


def test_who_has_not_seen_the_last_change_is_told_so(make, post):
    seen = post.version
    edits.edit_post(make.moderator(post.topic.space), post, source="two")
    with pytest.raises(Conflict, match="Somebody changed this post while you wrote"):
        edits.edit_post(post.author, post, source="three", seen=seen)
    edits.edit_post(post.author, post, source="two", seen=seen)  # the same text: all are glad
    assert post.source == "two"


def test_of_many_who_change_a_post_at_once_no_text_is_lost(app, make):
    post = make.post(make.topic(), source="begin")
    editors = [make.moderator(post.topic.space, f"Editor {n}").id for n in range(5)]
    post_id, start = post.id, Barrier(5)
    db.session.commit()

    def change(person_id):
        with app.app_context():
            start.wait()
            begin_writing()
            edits.edit_post(db.session.get(Person, person_id), db.session.get(Post, post_id),
                            source=f"by {person_id}")
            db.session.commit()
            db.session.remove()

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(change, editors))
    db.session.expire_all()
    post = db.session.get(Post, post_id)
    assert set(sources(post.author, post)) == {"begin", *(f"by {n}" for n in editors)}
    assert post.version == 6
