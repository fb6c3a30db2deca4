"""Members write to one person or a few; nobody else reads it."""
from datetime import timedelta

import pytest

from cop.base.clock import now
from cop.base.db import db
from cop.base.site import decide
from cop.messages.models import Conversation, Message
from cop.messages.service import taking_part, writing
from cop.people.models import Sanction
from cop.people.service.profiles import deactivate_person
from tests.http.messages.conftest import typed


def said():
    db.session.rollback()
    return [message.source for message in Message.query.order_by(Message.id)]


def test_one_writes_the_other_hears_of_it_and_answers(browse, anna, bruno, run_jobs, letters):
    window = browse(anna)
    page = window.post("/conversations", data=typed(bruno), follow_redirects=True)
    assert "Our pair" in page.text
    assert "Shall we begin on Monday?" in page.text
    (letter,) = letters()
    assert "Anna Rossi wrote to you privately" in letter["subject"]
    assert "Monday" not in letter.get_body(("plain",)).get_content()

    other = browse(bruno)
    assert "Anna Rossi wrote to you privately" in other.get("/inbox").text
    assert "conversation with something new" in other.get("/spaces").text
    listed = other.get("/conversations").text
    assert 'class="unread"' in listed
    talk = Conversation.query.one().id
    other.get(f"/conversations/{talk}")
    taking_part.store_read()
    run_jobs()
    assert 'class="unread"' not in other.get("/conversations").text
    assert 'class="unread"' not in other.get("/inbox").text
    other.post(f"/conversations/{talk}/messages", data={"source": "Ja, gern.", "language": "de"})
    page = window.get(f"/conversations/{talk}").text
    assert '<div class="prose" lang="de" dir="auto"><p>Ja, gern.</p>' in page


def test_who_wants_no_content_in_letters_gets_none(browse, anna, bruno, letters):
    bruno.letters_without_content = True
    browse(anna).post("/conversations", data=typed(bruno, subject="Burnout"))
    (letter,) = letters()
    assert letter["subject"] == "Something new for you"
    assert "Burnout" not in letter.as_string()


def test_nobody_else_reads_it_whatever_role_they_hold(make, browse, talk, write, bruno):
    message = write(bruno, "Zibaldone riservato")
    for person in (make.person("Otto"), make.granted("administrator"), make.granted("moderator")):
        window = browse(person)
        for path in ("", "/messages", "/mute", "/leave"):
            verb = window.post if path else window.get
            assert verb(f"/conversations/{talk.id}{path}", data={}).status_code == 404
        assert window.get(f"/messages/{message.id}/report").status_code == 404
        assert "Zibaldone" not in window.get("/search?q=zibaldone").text.replace(
            'value="zibaldone"', "")
        assert "Our pair" not in window.get("/conversations").text
    assert browse().get(f"/conversations/{talk.id}").status_code == 302
    assert browse().get(f"/messages/{message.id}/report").status_code in (302, 404)


def test_turned_off_nothing_is_there(browse, talk, write, anna, bruno, run_jobs):
    with_notice = browse(bruno)
    writing.write_message(anna, talk, source="Are you there?", language="en")
    run_jobs()
    decide("private_messages", False)
    message = Message.query.first()
    window = browse(anna)
    for path in ("/conversations", "/conversations/new", f"/conversations/{talk.id}",
                 "/conversations/blocked", f"/messages/{message.id}/report"):
        assert window.get(path).status_code == 404
    for path in (f"/conversations/{talk.id}/messages", "/conversations",
                 f"/conversations/blocked/{bruno.id}/block"):
        assert window.post(path, data=typed(bruno)).status_code == 404
    for path in ("/", f"/people/{bruno.id}", "/me"):
        assert "/conversations" not in window.get(path).text
    assert "wrote to you privately" not in with_notice.get("/inbox").text


def test_looking_for_people_loses_no_words(browse, anna, bruno, make):
    carla = make.person("Carla Neri", organisation="Veneto Lavoro")
    page = browse(anna).post("/conversations", data=typed(
        bruno, q="veneto", find="1", source="Half a thought"))
    assert page.status_code == 200
    assert "Half a thought" in page.text
    assert "Carla Neri · Veneto Lavoro" in page.text
    assert f'checked id="to-0" name="to" type="checkbox" value="{bruno.id}"' in page.text
    assert f'value="{carla.id}"' in page.text
    assert said() == []


@pytest.mark.parametrize("wrong, sentence", [
    ({"to": []}, "Please choose to whom you write."),
    ({"subject": " "}, "Please write a subject"), ({"subject": "x" * 121}, "up to 120 characters"),
    ({"source": " "}, "Please write something."),
    ({"source": "x" * 64_001}, "at most 64,000 characters")])
def test_what_cannot_be_sent_comes_back_with_a_sentence(browse, anna, bruno, wrong, sentence):
    answer = browse(anna).post("/conversations", data=typed(bruno) | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert said() == []


def test_few_take_part_not_many(browse, anna, make):
    people = [make.person(f"Person {number}") for number in range(8)]
    answer = browse(anna).post("/conversations", data=typed(*people))
    assert answer.status_code == 422
    assert "At most 8 people take part, you included." in answer.text
    assert browse(anna).post("/conversations", data=typed(*people[:7])).status_code == 302


def test_who_cannot_be_seen_cannot_be_written_to(browse, anna, bruno, make):
    for stranger in (make.person("Waits", confirmed_at=None), make.person("Gone", active=False)):
        answer = browse(anna).post("/conversations", data=typed(bruno, stranger))
        assert answer.status_code == 422
        assert stranger.name not in answer.text
    answer = browse(anna).post("/conversations", data=typed(bruno) | {"to": ["x", str(2**40)]})
    assert answer.status_code == 422


def test_a_new_member_begins_few_conversations_and_keeps_the_words(browse, make, bruno):
    new = make.person("Nina Nuova", confirmed_at=now() - timedelta(hours=1))
    window = browse(new)
    for _ in range(3):
        assert window.post("/conversations", data=typed(bruno)).status_code == 302
    answer = window.post("/conversations", data=typed(bruno, source="The fourth one"))
    assert answer.status_code == 422
    assert "New members begin at most 3 conversations in a day." in answer.text
    assert "The fourth one" in answer.text


def test_who_is_silenced_reads_and_does_not_write(browse, anna, bruno, talk):
    db.session.add(Sanction(person_id=bruno.id, kind="silence", reason="Insults.",
                            ends_at=now() + timedelta(days=1)))
    window = browse(bruno)
    page = window.get(f"/conversations/{talk.id}").text
    assert "Shall we <strong>begin</strong> on Monday?" in page
    assert "You cannot write until" in page
    answer = window.post(f"/conversations/{talk.id}/messages", data={"source": "But", "language":
                                                                     "en"})
    assert answer.status_code == 422
    assert len(said()) == 1


def test_scripts_and_raw_html_are_inert(browse, anna, talk, write):
    write(anna, "<script>alert(1)</script> [x](javascript:alert(1))")
    page = browse(anna).get(f"/conversations/{talk.id}").text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_a_long_conversation_has_pages_within_few_queries(
        browse, anna, bruno, talk, write, count_queries):
    for number in range(30):
        write(bruno, f"Word {number:02}.")
    window = browse(anna)
    window.get("/conversations")
    with count_queries(at_most=8):
        page = window.get(f"/conversations/{talk.id}").text
    assert "Word 29." in page
    assert "Word 05." not in page
    assert page.index("Word 28.") < page.index("Word 29.")
    older = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Word 05." in window.get(older).text
    decide("new_conversations_a_day", 0)
    db.session.commit()
    for number in range(35):
        writing.open_conversation(anna, [bruno.id], subject=f"Subject {number:02}",
                                  source="Hello", language="en")
    window = browse(bruno)
    window.get("/conversations")
    with count_queries(at_most=8):
        page = window.get("/conversations").text
    assert "Subject 34" in page
    assert "Our pair" not in page


def test_nobody_is_left_to_write_to(make, browse, anna, bruno, talk):
    deactivate_person(None, bruno)
    window = browse(anna)
    assert "Nobody else takes part any more." in window.get(f"/conversations/{talk.id}").text
    answer = window.post(f"/conversations/{talk.id}/messages",
                         data={"source": "Are you there?", "language": "en"})
    assert answer.status_code == 422
    assert "Are you there?" in answer.text


def test_who_names_no_language_writes_few_letters(browse, anna, bruno):
    anna.languages = []
    answer = browse(anna).post("/conversations", data=typed(bruno, source="php", language=""))
    assert answer.status_code == 302 and said() == ["php"]
