"""Locking a topic."""
from cop.base.audit import AuditEntry
from cop.discussions.models.topics import Topic


def test_a_moderator_locks_and_unlocks_a_topic(make, browse, stored):
    topic = make.topic()
    browser = browse(make.moderator(topic.space))

    page = browser.post(f"/topics/{topic.id}/lock", follow_redirects=True)
    assert "The topic is locked" in page.text
    assert f"/topics/{topic.id}/unlock" in page.text
    assert stored(Topic)[0].locked_at

    page = browser.post(f"/topics/{topic.id}/unlock", follow_redirects=True)
    assert f"/topics/{topic.id}/lock" in page.text
    assert stored(Topic)[0].locked_at is None
    assert [entry.act for entry in stored(AuditEntry)] == ["topic.locked", "topic.unlocked"]


def test_others_see_no_button_and_are_refused_with_a_reason(make, browse, stored):
    topic = make.topic()
    browser = browse(topic.author)
    page = browser.get(f"/topics/{topic.id}", follow_redirects=True)
    assert f"/topics/{topic.id}/lock" not in page.text
    answer = browser.post(f"/topics/{topic.id}/lock")
    assert answer.status_code == 403
    assert "Only moderators of this space lock topics." in answer.text
    assert browse().post(f"/topics/{topic.id}/lock").status_code == 302
    assert stored(Topic)[0].locked_at is None
