"""Muting, leaving, blocking; what is kept, given out and forgotten."""
from datetime import timedelta

from cop.base.clock import at, now
from cop.base.db import db
from cop.base.personal_data import export_all
from cop.messages.listeners import forget_old_conversations
from cop.messages.models import Block, Conversation, Message, Place
from cop.messages.service import writing
from cop.people.service.erasing import erase_person
from tests.http.messages.conftest import typed


def test_who_has_muted_it_hears_nothing_until_they_want_to(
        browse, anna, bruno, talk, letters):
    window = browse(bruno)
    page = window.post(f"/conversations/{talk.id}/mute", follow_redirects=True).text
    assert "You hear of nothing new in it." in page
    db.session.rollback()
    writing.write_message(anna, talk, source="And?", language="en")
    assert letters() == []
    window.post(f"/conversations/{talk.id}/unmute")
    db.session.rollback()
    writing.write_message(anna, talk, source="And now?", language="en")
    assert len(letters()) == 1


def test_who_leaves_reads_it_no_more_and_their_words_stay(browse, anna, bruno, talk, write):
    write(bruno, "On Monday, then.")
    window = browse(bruno)
    page = window.post(f"/conversations/{talk.id}/leave", follow_redirects=True).text
    assert "You have left the conversation." in page
    assert window.get(f"/conversations/{talk.id}").status_code == 404
    page = browse(anna).get(f"/conversations/{talk.id}").text
    assert "On Monday, then." in page
    assert "has left" in page
    assert "Nobody else takes part any more." in page


def test_who_leaves_last_takes_it_along(browse, anna, bruno, talk):
    for person in (anna, bruno):
        browse(person).post(f"/conversations/{talk.id}/leave")
    db.session.rollback()
    assert (Conversation.query.count(), Message.query.count(), Place.query.count()) == (0, 0, 0)


def test_who_is_blocked_cannot_write_and_is_not_told_why(browse, anna, bruno, talk):
    window = browse(bruno)
    page = window.post(f"/conversations/blocked/{anna.id}/block", follow_redirects=True).text
    assert "Anna Rossi" in page
    other = browse(anna)
    for path, data in (("/conversations", typed(bruno)),
                       (f"/conversations/{talk.id}/messages", {"source": "Hey", "language": "en"})):
        answer = other.post(path, data=data)
        assert answer.status_code == 422
        assert "Bruno Conti cannot be written to at this moment." in answer.text
        assert "block" not in answer.text.split("<main")[1].split("Bruno Conti cannot")[0]
    window.post(f"/conversations/blocked/{anna.id}/unblock")
    assert other.post("/conversations", data=typed(bruno)).status_code == 302


def test_among_several_who_has_blocked_the_author_hears_nothing(
        make, browse, anna, bruno, letters):
    carla = make.person("Carla Neri")
    talk = writing.open_conversation(anna, [bruno.id, carla.id], subject="Three of us",
                                     source="Hello", language="en")
    browse(bruno).post(f"/conversations/blocked/{anna.id}/block")
    db.session.rollback()
    writing.write_message(anna, talk, source="Hello again", language="en")
    assert {letter["to"] for letter in letters()} == {carla.email}


def test_nobody_blocks_themselves_or_whom_they_do_not_see(make, browse, anna):
    other, window = make.person("Otto").id, browse(anna)
    assert window.post(f"/conversations/blocked/{anna.id}/block").status_code == 403
    assert window.post("/conversations/blocked/999999/block").status_code == 404
    assert window.post(f"/conversations/blocked/{other}/unblock").status_code == 302
    db.session.rollback()
    assert Block.query.count() == 0


def test_somebody_is_given_what_they_wrote_and_no_words_of_others(anna, bruno, talk, write):
    write(bruno, "Zibaldone")
    given = str(export_all(bruno)["messages"])
    assert "Zibaldone" in given
    assert "Monday" not in given


def test_an_erasure_takes_all_of_theirs_and_leaves_the_others(browse, anna, bruno, talk, write):
    write(bruno, "Zibaldone of Bruno Conti")
    db.session.add(Block(person_id=anna.id, blocked_id=bruno.id))
    db.session.flush()
    erase_person(None, bruno, keep_works=True)
    db.session.commit()
    assert [message.author_id for message in Message.query] == [anna.id]
    assert Block.query.count() == 0
    page = browse(anna).get(f"/conversations/{talk.id}").text
    assert "Shall we" in page
    assert "Bruno" not in page
    erase_person(None, anna, keep_works=True)
    assert Conversation.query.count() == 0


def test_what_is_old_is_forgotten(anna, bruno, talk):
    with at(now() - timedelta(days=800)):
        writing.open_conversation(anna, [bruno.id], subject="Old", source="Hello", language="en")
    forget_old_conversations()
    assert [each.subject for each in Conversation.query] == ["Our pair"]
