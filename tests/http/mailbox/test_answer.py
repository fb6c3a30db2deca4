"""Answers and topics by mail: taken once, from whom they are, with a reason where they are not."""
from datetime import timedelta
from email.utils import getaddresses

import pytest

from cop.base import mail
from cop.base.clock import at, now
from cop.base.db import db
from cop.base.mail import Letter, MailName
from cop.discussions.models.topics import Post, Topic
from cop.discussions.service.deletions import delete_post
from cop.discussions.service.topics import lock_topic
from cop.mailbox.addresses import new_topic_address
from cop.mailbox.models import ReceivedMail
from cop.mailbox.policy import MOST_AN_HOUR
from cop.mailbox.service import forget_received, take_in
from cop.notifications.post_letters import reply_address, write_of_post
from tests import papers
from tests.letters import said_in

STOP = "http://localhost/stop/1"


@pytest.fixture
def asked(make):
    """A post in a private space that Bruno was written to about, and his address for the answer."""
    space = make.space(visibility="private")
    bruno = make.member(space, "Bruno Conti", email="bruno@his.example", languages=["it"])
    topic = make.topic(space)
    post = make.post(topic, make.member(space, "Chiara Bellin"), source="How many are they?")
    return bruno, post, reply_address(bruno, post)


def answers_to(post):
    post_id = post.id
    db.session.rollback()
    return Post.query.filter_by(parent_id=post_id).order_by(Post.id).all()


def test_an_answer_by_mail_stands_below_what_it_answers_once(asked, write):
    bruno, post, address = asked
    raw = write(bruno, "Sono duecento in tutto, e non abbiamo tempo per tutti.\n\n"
                "Il giorno gio 26 nov 2026 alle ore 10:15 Chiara <cop@example.org> ha scritto:\n"
                "> How many are they?\n")
    for recipient in (address, address.upper(), address):
        assert take_in(raw, recipient=recipient) == "taken"
    answer, = answers_to(post)
    assert answer.source == "Sono duecento in tutto, e non abbiamo tempo per tutti."
    assert (answer.author.name, answer.language) == ("Bruno Conti", "it")
    assert MailName.query.one().message_id == "<1@his.example>"
    assert ReceivedMail.query.one().post_id == answer.id


def test_without_a_name_a_mail_is_told_by_what_it_says(asked, write):
    bruno, post, address = asked
    for words in ("One.", "One.", "Two."):
        take_in(write(bruno, words, message_id=""), recipient=address)
    assert [answer.source for answer in answers_to(post)] == ["One.", "Two."]


def test_files_go_with_an_answer_and_what_cannot_be_kept_is_told(asked, write, letters):
    bruno, post, address = asked
    raw = write(bruno, "See the plan.", files=[
        ("plan.pdf", papers.pdf()), ("photo.png", papers.picture(size=(40, 30))),
        ("run.exe", b"MZ\0\0"), ("bomb.png", papers.png_bomb()),
        ("bomb.docx", papers.zip_bomb(60_000_000))])
    assert take_in(raw, recipient=address) == "taken"
    answer, = answers_to(post)
    assert [each.file.name for each in answer.attachments] == [
        "plan.pdf", "photo.png", "bomb.docx"]
    assert answer.attachments[1].alt == "Sent by e-mail: photo.png"
    letter, = (each for each in letters() if each["To"] == bruno.email)
    assert letter["To"] == "bruno@his.example" and letter["In-Reply-To"] == "<1@his.example>"
    assert "run.exe" in said_in(letter) and "bomb.png" in said_in(letter)


def test_who_is_refused_hears_why_and_gets_their_words_back(asked, write, letters, make):
    bruno, post, address = asked
    post_id = post.id
    lock_topic(make.moderator(post.topic.space), post.topic)
    for _ in range(2):
        raw = write(bruno, subject="Re: R: x")
        assert take_in(raw, recipient=address) == "taken"
    assert answers_to(post) == []
    letter, = (each for each in letters() if each["To"] == bruno.email)
    assert letter["To"] == "bruno@his.example" and letter["Auto-Submitted"] == "auto-generated"
    assert "This topic is locked." in said_in(letter)
    assert "Two half hours a day." in said_in(letter)
    assert f"http://localhost/posts/{post_id}" in said_in(letter) and letter["Subject"] == "Re: x"


def test_nobody_is_told_why_without_end(asked, write, letters):
    bruno, post, address = asked
    for number in range(8):
        take_in(write(bruno, "", message_id=f"<{number}@his.example>"), recipient=address)
    assert answers_to(post) == [] and len(letters()) == 5


def test_an_address_for_an_answer_is_good_for_a_while(asked, write, letters):
    bruno, post, address = asked
    raw = write(bruno)
    with at(now() + timedelta(days=61)):
        assert take_in(raw, recipient=address) == "taken"
        assert "too old" in said_in(letters()[0])
    assert answers_to(post) == []


def test_who_lost_sight_of_the_space_answers_no_more(asked, write, letters):
    bruno, post, address = asked
    bruno.memberships.clear()
    assert take_in(write(bruno), recipient=address) == "taken"
    assert answers_to(post) == []
    words = said_in(letters()[0])
    assert "not open to you" in words and "How many" not in words and "/posts/" not in words


def test_who_wrote_nothing_above_what_is_quoted_hears_where_to_write(asked, write, letters):
    bruno, post, address = asked
    take_in(write(bruno, "\n> How many are they?\n"), recipient=address)
    assert answers_to(post) == []
    words = said_in(letters()[0])
    assert "write above the text that you answer" in words
    assert "This is what you wrote" not in words


def test_a_short_answer_is_in_the_language_of_its_topic_that_its_author_writes(make, write):
    topic = make.topic(language="it")
    bruno = make.person(email="bruno@his.example", languages=["it", "en"])
    post = make.post(topic, language="en")
    take_in(write(bruno, "Una volta sola."), recipient=reply_address(bruno, post))
    assert answers_to(post)[0].language == "it"


def test_a_list_in_a_mail_of_html_alone_stays_a_list(asked, write):
    bruno, post, address = asked
    raw = write(bruno, "x").replace(b"text/plain", b"text/html").replace(b"\n\nx", (
        b"\n\n<p>Both:</p><ul><li>one</li><li class=a>\n<p>two</p></li></ul>"))
    assert take_in(raw, recipient=address) == "taken"
    assert [each.html.count("<li>") for each in answers_to(post)] == [2]


def test_an_answer_to_what_was_deleted_answers_the_topic(asked, write):
    bruno, post, address = asked
    topic_id = post.topic_id
    delete_post(post.author, post)
    take_in(write(bruno), recipient=address)
    db.session.rollback()
    last = Post.query.filter_by(topic_id=topic_id).order_by(Post.id.desc()).first()
    assert (last.author.name, last.parent.number) == ("Bruno Conti", 1)


@pytest.mark.parametrize("sender", ["chiara@her.example", "bruno@his.example, x@y.example", ""])
def test_only_who_the_address_is_for_writes_to_it(asked, write, letters, sender):
    _bruno, post, address = asked
    assert take_in(write(sender), recipient=address) == "not the sender's address"
    assert answers_to(post) == [] and letters() == []


@pytest.mark.parametrize("header", [
    {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"},
    {"X_Auto_Response_Suppress": "All"}, {"Return_Path": "<>"}])
def test_what_programs_answer_makes_no_post_and_no_letter(asked, write, letters, header):
    bruno, post, address = asked
    assert take_in(write(bruno, **header), recipient=address) == "ignored"
    assert answers_to(post) == [] and letters() == []


@pytest.mark.parametrize("path", ["<>", "MAILER-DAEMON", "cop@example.org"])
def test_what_comes_from_nobody_is_ignored(asked, write, path):
    bruno, post, address = asked
    assert take_in(write(bruno), recipient=address, return_path=path) == "ignored"
    assert answers_to(post) == []


def test_an_address_that_was_changed_leads_nowhere(asked, write, make):
    bruno, post, address = asked
    other = reply_address(make.person(), post)
    forged = address.split("-")[0] + "-" + other.split("-", 1)[1]
    for wrong in (forged, address.replace("reply+", "new+"), address.replace("@", "x@"),
                  address.replace("reply.example.org", "example.org"), "reply@reply.example.org",
                  "postmaster@reply.example.org", "", "reply+" + "9" * 40 + "@reply.example.org"):
        assert take_in(write(bruno), recipient=wrong) == "no such address"
    assert answers_to(post) == []


def test_a_closed_account_writes_nothing(asked, write):
    bruno, post, address = asked
    bruno.active = False
    assert take_in(write(bruno), recipient=address) == "no such address"


def test_nobody_sends_more_than_so_many_in_an_hour(asked, write, letters):
    bruno, post, address = asked
    db.session.add_all(ReceivedMail(digest=str(number), person_id=bruno.id)
                       for number in range(MOST_AN_HOUR))
    take_in(write(bruno), recipient=address)
    assert answers_to(post) == [] and "within an hour" in said_in(letters()[0])


def test_a_topic_is_opened_by_mail(make, write):
    space = make.space()
    bruno = make.member(space, "Bruno Conti")
    address = new_topic_address(bruno, space)
    raw = write(bruno, "We have two hundred.", subject="Fwd: Re: How do you find the time?")
    for _ in range(2):
        assert take_in(raw, recipient=address) == "taken"
    topic = Topic.query.one()
    assert (topic.title, topic.author.name) == ("How do you find the time?", "Bruno Conti")
    assert topic.space_id == space.id


def test_a_topic_without_a_subject_is_refused_with_the_reason(make, write, letters):
    space = make.space()
    bruno = make.member(space)
    take_in(write(bruno, subject=""), recipient=new_topic_address(bruno, space))
    assert Topic.query.count() == 0 and "a title of at least" in said_in(letters()[0])


def test_an_address_of_a_space_is_its_owners_until_their_password_changes(make, write):
    space = make.space()
    bruno, ada = make.member(space, "Bruno"), make.member(space, "Ada")
    address = new_topic_address(bruno, space)
    assert take_in(write(ada), recipient=address) == "not the sender's address"
    bruno.fs_uniquifier = "another"
    assert take_in(write(bruno), recipient=address) == "no such address"
    assert Topic.query.count() == 0


def test_members_see_their_address_beside_the_space(browse, make):
    space = make.space()
    bruno = make.member(space)
    page = browse(bruno).get(f"/spaces/{space.slug}").text
    assert new_topic_address(bruno, space) in page
    assert "new+" not in browse().get(f"/spaces/{space.slug}").text


def test_letters_that_come_back_are_counted(make, letters):
    ada = make.person(email="ada@example.org")
    for number in range(3):
        mail.write_letter(ada.email, subject="Hello", body="x", kind="test", person_id=ada.id)
        assert letters()
        db.session.rollback()
        letter = Letter.query.order_by(Letter.id.desc()).first()
        address = mail.address_of_ours("bounce", letter.id)
        outcome = take_in(report("failed" if number else "delayed"), recipient=address,
                          return_path="<>")
        assert outcome == ("taken" if number else "ignored")
        take_in(report("failed"), recipient=address, return_path="<>")
    db.session.rollback()
    assert {letter.outcome for letter in Letter.query} == {"bounced"}
    assert mail.Suppression.query.one().address == "ada@example.org"


def report(action):
    return (f"From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=b\n\n--b\n"
            f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
            f"Action: {action}\nStatus: 5.2.2\n\n--b--\n").encode()


def test_what_was_taken_in_is_forgotten_in_time(asked, write):
    bruno, _post, address = asked
    take_in(write(bruno), recipient=address)
    with at(now() + timedelta(days=91)):
        forget_received()
    assert ReceivedMail.query.count() == 0


def test_a_notice_is_answered_in_a_mail_program_and_what_follows_hangs_below(
        asked, write, letters, make):
    bruno, post, _address = asked
    write_of_post(bruno, post, sentence=lambda: "Chiara wrote", kind="new_post", unsubscribe=STOP)
    notice, = letters()
    text = notice.get_body(("plain",)).get_content()
    quoted = "\n".join(f"> {line}" for line in text.splitlines())
    raw = write(bruno, f"Duecento.\n\nIl 26/11/26 10:15, {notice['From']} ha scritto:\n{quoted}\n",
                subject=f"Re: {notice['Subject']}", In_Reply_To=notice["Message-ID"])
    (_name, address), = getaddresses([notice["Reply-To"]])
    assert take_in(raw, recipient=address, return_path=bruno.email) == "taken"
    answer, = answers_to(post)
    assert answer.source == "Duecento."
    write_of_post(bruno, make.post(answer.topic, post.author, parent=answer),
                  sentence=lambda: "Chiara answered", kind="answered", unsubscribe=STOP)
    follows = [letter for letter in letters() if letter["In-Reply-To"] == "<1@his.example>"]
    assert len(follows) == 1 and follows[0]["References"].endswith("<1@his.example>")
