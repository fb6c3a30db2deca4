"""Letters about posts: in both forms, threaded, in the reader's language, with content or not."""
import mailbox

import pytest

from cop.base import mail
from cop.base.db import db
from cop.discussions.models.topics import Post
from cop.discussions.service.deletions import delete_post
from cop.discussions.service.posts import write_post
from cop.notifications.post_letters import write_of_post
from cop.spaces.models import Membership

STOP = "http://localhost/stop/1"


@pytest.fixture
def take_mail(app):
    """Replies come to reply.example.org, for one test."""
    before = mail._post.get()
    mail.use(mail.Post(before.url, "cop@example.org", "reply.example.org", "secret"))
    yield
    mail.use(before)


def tell(reader, post, **more):
    write_of_post(reader, post, sentence=lambda: f"{post.author.name} wrote", kind="new_post",
                  unsubscribe=STOP, **more)


def parts(message):
    return [part.get_content() for part in message.iter_parts()]


def test_a_letter_says_it_as_text_and_as_html(make, letters, take_mail):
    topic = make.topic(source="We have **one** counsellor, [see](/cases/1).")
    reader = make.member(topic.space, "Rita Sala")
    tell(reader, make.post(topic, source="Two *half* hours.\n\n![](https://x.example/a.png)"))
    message, = letters()
    text, html = parts(message)
    assert "Bruno Conti wrote" in text and "Two *half* hours." in text
    assert "<em>half</em>" in html and "<img" not in html and "http://localhost/posts/" in html
    assert message["Subject"] == "Re: How do you find the time?"
    assert message["From"] == "Bruno Conti · cop <cop@example.org>"
    assert message["List-Id"] == f"<{topic.space.slug}.example.org>"
    assert message["Auto-Submitted"] == "auto-generated" and message["Precedence"] == "list"
    assert message["List-Unsubscribe"] == f"<{STOP}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "reply+" in message["Reply-To"] and "@reply.example.org" in message["Reply-To"]
    assert "Answer this e-mail" in text and STOP in text and STOP in html
    assert len(message.as_bytes()) < 100_000


@pytest.mark.parametrize("language, sentence", [
    ("en", "Answers to this e-mail are not read"), ("it", "Le risposte a questa e-mail"),
    ("fr", "Les réponses à ce courriel ne sont pas lues"),
    ("es", "Las respuestas a este correo no se leen")])
def test_a_letter_speaks_the_language_of_its_reader(make, letters, language, sentence):
    reader = make.person(interface_language=language)
    tell(reader, make.post(make.topic(), language="el"))
    message, = letters()
    text, html = parts(message)
    assert f'<html lang="{language}"' in html and 'lang="el"' in html
    assert sentence in text and sentence in html


def test_who_reads_what_is_not_offered_gets_all_of_it_in_the_first_language(make, letters):
    reader = make.person(interface_language="fi")
    tell(reader, make.post(make.topic(), language="el"))
    message, = letters()
    text, html = parts(message)
    assert '<html lang="en"' in html and "Answers to this" in text


def test_links_in_a_letter_lead_to_the_site(make, letters):
    source = "[There](/spaces) and a note.[^1]\n\n[^1]: x"
    tell(make.person(), make.post(make.topic(), source=source))
    message, = letters()
    html = parts(message)[1]
    assert 'href="http://localhost/spaces"' in html and 'href="#' not in html


@pytest.mark.parametrize("who", ["reader", "space"])
def test_who_wants_no_content_by_mail_gets_none(make, letters, take_mail, who):
    topic = make.topic()
    reader = make.person(letters_without_content=who == "reader")
    topic.space.letters_without_content = who == "space"
    tell(reader, make.post(topic, source="A secret of somebody."))
    message, = letters()
    raw = message.as_string() + "".join(parts(message))
    for word in ("secret of somebody", "find the time", "Bruno", topic.space.name):
        assert word not in raw
    assert "http://localhost/posts/" in raw and message["In-Reply-To"]


def test_what_is_gone_when_a_letter_leaves_is_not_sent(make, letters):
    topic = make.topic(make.space(visibility="private"))
    reader = make.member(topic.space, "Rita Sala")
    deleted, hidden = make.post(topic), make.post(topic)
    tell(reader, deleted)
    tell(reader, hidden)
    delete_post(deleted.author, deleted)
    db.session.execute(Membership.__table__.delete().where(
        Membership.person_id == reader.id))
    assert letters() == []
    assert {letter.outcome for letter in mail.Letter.query} == {"outdated"}


def test_a_long_post_is_sent_as_its_beginning(make, letters):
    tell(make.person(), make.post(make.topic(), source="word and word " * 4000))
    message, = letters()
    assert len(message.as_bytes()) < 20_000 and "…" in parts(message)[0]


def test_a_conversation_of_four_is_a_thread_in_each_of_their_mailboxes(
        make, letters, tmp_path, take_mail):
    space = make.space()
    people = [make.member(space, name) for name in ("Ada", "Bruno", "Carla", "Dino")]
    topic = make.topic(space, people[0])
    posts = [Post.query.filter_by(topic_id=topic.id, number=1).one()]
    for author, answered in ((1, 0), (2, 1), (3, 0), (0, 2), (1, 4), (2, 3), (3, 5)):
        posts.append(write_post(people[author], topic, source=f"From {author} to {answered}",
                                language="en", parent=posts[answered]))
    mail.note_own_mail(people[1].id, f"post:{posts[1].id}", "<bruno.1@his.example>")
    for post in posts:
        for person in people:
            if person.id != post.author_id:
                tell(person, post)
    sent = letters()
    assert len(sent) == len(posts) * 3
    for person in people:
        box = mailbox.mbox(tmp_path / f"{person.id}.mbox")
        for message in sent:
            if message["To"] == person.email:
                box.add(message)
        box.flush()
        check_thread(mailbox.mbox(tmp_path / f"{person.id}.mbox"), person, posts)


def check_thread(box, person, posts):
    """As RFC 5256 threads: every message hangs below the last of its References."""
    below = {message["Message-ID"]: (message["References"] or "").split() for message in box}
    assert len(below) == len([post for post in posts if post.author_id != person.id])
    for post in posts:
        if post.author_id == person.id:
            continue
        name = mail.message_id_of(f"post:{post.id}", person.id)
        if post.number == 1:
            assert below[name] == []
        else:
            assert below[name][0] == mail.message_id_of(f"post:{posts[0].id}", person.id)
            parent = mail.message_id_of(f"post:{post.parent_id}", person.id)
            by_mail = post.parent_id == posts[1].id and person.name == "Bruno"
            assert below[name][-1] == ("<bruno.1@his.example>" if by_mail else parent)


def test_a_letter_about_an_event_says_when_and_where(make, letters):
    meeting = make.meeting(link="https://calls.example.org/room")
    reader = make.person(time_zone="Asia/Bishkek")
    opening = Post.query.filter_by(topic_id=meeting.topic_id).one()
    tell(reader, opening)
    make.post(meeting.topic)
    tell(reader, make.post(meeting.topic))
    first, answer = letters()
    for part in parts(first):
        assert "(Kyrgyzstan Time)" in part and "In the time zone of the event: " in part
        assert "Treviso" in part and "https://calls.example.org/room" in part
    assert "Treviso" not in parts(answer)[0]


def test_what_happened_to_a_post_stands_in_the_subject_and_comes_from_the_community(make, letters):
    """Her answer was accepted, a seat was freed: it is not its author who writes to her."""
    post = make.post(make.topic(title="How do you find the time?"))
    for key in ("", f"post:{post.id}", f"accepted:{post.id}"):
        write_of_post(post.author, post, sentence=lambda: "Rita accepted your answer",
                      kind="accepted", unsubscribe=STOP, key=key)
    itself, accepted = letters()
    assert itself["Subject"] == "Re: How do you find the time?"
    assert itself["From"].startswith(post.author.name)
    assert accepted["Subject"] == "Rita accepted your answer: How do you find the time?"
    assert accepted["From"].startswith("cop <")
