"""Moving a topic to another space."""
from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.discussions.models.topics import Topic
from cop.discussions.service import order, posts
from cop.spaces import service as spaces
from cop.spaces.models import Space


def test_a_moderator_sees_what_will_happen_and_moves_it(make, browse, stored):
    here, there = make.space("Activation"), make.space("Employers", visibility="members")
    topic = make.topic(here)
    make.post(topic)
    moderator = make.moderator(here)
    browser = browse(moderator)
    page = browser.get(f"/topics/{topic.id}/move")
    assert "Employers" in page.text
    page = browser.get(f"/topics/{topic.id}/move?to={there.slug}")
    assert "2 posts go to “Employers”." in page.text
    page = browser.post(f"/topics/{topic.id}/move", data={"to": there.slug}, follow_redirects=True)
    assert "The topic is in “Employers” now." in page.text
    assert "Moved here from" in page.text and "Activation" in page.text
    assert [space.topic_count for space in stored(Space)] == [0, 1]
    entry = stored(AuditEntry)[-1]
    assert (entry.act, entry.target_id) == ("topic.moved", topic.id)
    assert entry.facts == {"from_space": here.id, "to_space": there.id}


def test_readers_of_the_new_space_read_it_and_others_no_longer(make, browse, run_jobs):
    here, room = make.space(), make.space(visibility="private")
    inside = make.member(room, "Ines Ora")
    topic = make.topic(here, title="Wage subsidies for carpenters")
    post = make.post(topic)
    run_jobs()
    order.move_topic(make.moderator(here, also=[room]), topic, room)
    run_jobs()
    assert browse().get(f"/topics/{topic.id}").status_code == 404
    assert browse(topic.author).get(f"/posts/{post.id}").status_code == 404
    assert browse(inside).get(f"/posts/{post.id}", follow_redirects=True).status_code == 200
    assert "carpenters" in browse(inside).get("/search?q=carpenters").text
    assert "Wage subsidies" not in browse().get("/search?q=carpenters").text


def test_a_line_names_no_space_that_the_reader_may_not_see(make, browse):
    room, other = (make.space(f"Secret {n}", visibility="private") for n in (1, 2))
    both, topic = make.moderator(room, also=[other]), make.topic(room)
    reader = make.member(other, "Only Here")
    order.move_topic(both, topic, other)
    page = browse(reader).get(f"/topics/{topic.id}", follow_redirects=True)
    assert "Moved here from another space by a moderator" in page.text
    assert "Secret 1" not in page.text


def test_its_author_is_told_whether_they_may_still_read_it_or_not(make, browse, run_jobs):
    here, there, room = make.space("Here"), make.space("There"), make.space(visibility="private")
    topic, gone = make.topic(here, title="Goes there"), make.topic(here, title="Goes away")
    admin = make.granted("administrator", name="Ada Min")
    spaces.add_member(room, admin)
    run_jobs()
    order.move_topic(admin, topic, there)
    order.move_topic(admin, gone, room)
    run_jobs()
    page = browse(topic.author).get("/inbox")
    assert "A moderator moved your topic to another space" in page.text
    page = browse(gone.author).get("/inbox")
    assert "to a space that is not open to you" in page.text
    assert "Goes away" not in page.text and f"/spaces/{here.slug}" in page.text


def test_it_is_moved_back_while_nobody_has_written_in_it(make, browse, stored):
    here, there = make.space(), make.space(visibility="members")
    topic = make.topic(here)
    moderator = make.moderator(here, also=[there])
    order.move_topic(moderator, topic, there)
    browser = browse(moderator)
    assert here.slug in browser.get(f"/topics/{topic.id}/move").text
    assert browser.post(f"/topics/{topic.id}/move", data={"to": here.slug}).status_code == 302
    db.session.rollback()
    order.move_topic(moderator, topic, there)
    posts.write_post(moderator, topic, source="For members only.", language="en")
    browser = browse(moderator)
    answer = browser.post(f"/topics/{topic.id}/move", data={"to": here.slug})
    assert answer.status_code == 403
    assert "written for fewer readers" in answer.text


def test_what_is_wrong_is_refused_with_a_reason(make, browse):
    here, there = make.space(), make.space(visibility="private")
    topic, elsewhere = make.topic(here), make.space().slug
    browser = browse(make.moderator(here))
    path = f"/topics/{topic.id}/move"
    assert "in this space already" in browser.post(path, data={"to": here.slug}).text
    assert browser.post(path, data={"to": there.slug}).status_code == 404
    assert browser.post(path).status_code == 404
    assert browser.get(f"{path}?to={there.slug}").status_code == 200
    answer = browse(topic.author).post(path, data={"to": elsewhere})
    assert answer.status_code == 403
    assert "Only moderators of this space" in answer.text
    assert browse(topic.author).get(path).status_code == 403
    assert browse().post(path, data={"to": here.slug}).status_code in (302, 401)


def test_a_space_is_not_left_for_one_with_more_readers(make, browse, stored):
    here, there = make.space(visibility="members"), make.space(visibility="public")
    topic = make.topic(here)
    answer = browse(make.moderator(here)).post(f"/topics/{topic.id}/move", data={"to": there.slug})
    assert answer.status_code == 403
    assert "written for fewer readers" in answer.text
    assert stored(Topic)[0].space_id == here.id


def test_a_page_with_notes_keeps_to_its_queries(make, browse, count_queries):
    here, there = make.space(), make.space()
    topic = make.topic(here)
    moderator = make.moderator(here, also=[there])
    for space in (there, here, there):
        order.move_topic(moderator, topic, space)
    browser = browse(moderator)
    for path in (f"/topics/{topic.id}-{topic.slug}", f"/topics/{topic.id}/move?to={here.slug}"):
        with count_queries(at_most=8):
            browser.get(path)
