"""Personal digests: what stands in them, when they come, when none does."""
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import select, update

from cop.base.clock import at
from cop.base.db import db
from cop.discussions.service.posts import write_post
from cop.discussions.service.reading import mark_read
from cop.notifications.listeners.mailing import order_digests
from cop.notifications.models import Rhythm
from cop.notifications.queries.whom import get_opening
from cop.notifications.service import presence
from cop.notifications.service.telling import tell
from cop.notifications.service.wishes import Plan, plan_mail
from cop.people.models import Person
from cop.spaces.models import Membership
from cop.spaces.service import add_member

MONDAY = datetime(2026, 11, 30, 7, 1, tzinfo=UTC)  # 8:01 in Rome
BEFORE = MONDAY - timedelta(days=4)


@pytest.fixture
def rosa(make):
    """A member in Rome whose weekly digest comes on Monday at 8."""
    rosa = make.person("Rosa Lini", country="IT", languages=["it", "en"], themes=["outreach"])
    with at(BEFORE - timedelta(days=1)):
        order_digests()
        db.session.commit()
    return rosa


@pytest.fixture
def digests(letters):
    """`digests(moment)`: the digests sent by then, after the clockwork was wound."""

    def send(moment=MONDAY):
        db.session.commit()
        with at(moment):
            order_digests()
            db.session.commit()
            return [letter for letter in letters() if any(words in letter["Subject"] for words in (
                "new for you", "per te", "pour vous", "para ti"))]

    return send


@pytest.fixture
def write(make):
    """A topic of somebody else, written before the digest."""

    def opened(title="Vouchers in small offices", *, days=0, **more):
        with at(BEFORE + timedelta(days=days)):
            return make.topic(more.pop("space", None), title=title,
                              **({"themes": ["outreach"]} | more))

    return opened


def text_of(message):
    return message.get_body(("plain",)).get_content()


def test_what_is_new_comes_once_at_the_chosen_hour_as_text_and_html(rosa, write, digests):
    topic = write(kind="question")
    assert digests(MONDAY - timedelta(minutes=2)) == []
    message, = digests()
    assert message["To"] == rosa.email and message["Subject"] == "cop: 1 thing that is new for you"
    for part in (text_of(message), message.get_body(("html",)).get_content()):
        assert "Vouchers in small offices" in part and "nobody has answered yet" in part
        assert f"http://localhost/topics/{topic.id}-vouchers-in-small-offices" in part
    assert "/digest>" in message["List-Unsubscribe"]
    assert len(digests(MONDAY + timedelta(minutes=5))) == 1
    assert len(digests(MONDAY + timedelta(days=7))) == 1


@pytest.mark.parametrize("language, heading, subject", [
    ("it", "NOVITÀ NELLE DISCUSSIONI", "1 novità per te"),
    ("fr", "NOUVEAU DANS LES DISCUSSIONS", "1 nouveauté pour vous"),
    ("es", "NOVEDADES EN LOS DEBATES", "1 novedad para ti")])
def test_it_speaks_the_language_of_its_reader(rosa, write, digests, language, heading, subject):
    rosa.interface_language = language
    write(language="en")
    message, = digests()
    assert heading in text_of(message) and subject in message["Subject"]
    html = message.get_body(("html",)).get_content()
    assert f'<html lang="{language}"' in html and 'lang="en" dir="auto">Vouchers' in html


def test_nothing_new_is_no_letter(rosa, digests):
    assert digests() == []
    assert db.session.scalar(select(Rhythm.next_at)) == datetime(2026, 12, 7, 7, tzinfo=UTC)


def test_the_best_come_first(rosa, write, digests, make):
    space = make.space("Outreach")
    with at(BEFORE - timedelta(days=2)):
        add_member(space, rosa)
    write("Only of my theme")
    write("Of my space and theme", space=space)
    write("Of my space", space=space, themes=[], author=make.member(space, "Z"))
    text = text_of(*digests())
    order = [text.index(title) for title in
             ("Of my space and theme", "Of my space\r\n", "Only of my theme")]
    assert order == sorted(order)


def test_what_is_not_for_them_is_left_out(rosa, write, digests, make):
    write("In Finnish", language="fi")
    write("Of another theme", themes=["apprenticeship"])
    write("Of before", days=-9)
    closed = make.space(visibility="private")
    write("Behind the door", space=closed, author=make.member(closed, "Bruno"))
    read = write("Read already")
    mark_read(rosa, read, [1])
    with at(BEFORE):
        write("Of her own", author=rosa, space=make.space())
    assert digests() == []


def test_what_she_loses_sight_of_before_it_is_written_is_not_in_it(rosa, write, digests, make):
    closed = make.space(visibility="private")
    with at(BEFORE - timedelta(days=1)):
        add_member(closed, rosa)
    write("Behind the door", space=closed, author=make.member(closed, "Bruno"))
    db.session.delete(db.session.scalar(select(Membership).where(
        Membership.person_id == rosa.id)))
    assert digests() == []


def test_what_was_mailed_at_once_is_not_in_it(rosa, write, digests, letters):
    topic = write()
    with at(BEFORE + timedelta(hours=2)):
        tell([rosa.id], "mentioned", get_opening(topic.id), key="post:1")
        assert len(letters()) == 1
    assert digests() == []


def test_notices_for_the_digest_stand_at_its_top_and_come_once(rosa, write, digests, make):
    topic = write("Other people's topic", themes=[])
    with at(BEFORE + timedelta(days=1)):
        for name in ("Bruno Conti", "Carla Pace"):
            post = make.post(topic, make.member(topic.space, name))
            tell([rosa.id], "new_post", post, key=f"post:{post.id}", actor_id=post.author_id)
    text = text_of(*digests())
    assert "2 people wrote in a topic you watch" in text and text.count("Other people") == 1
    assert len(digests(MONDAY + timedelta(days=7))) == 1


def test_a_notice_read_meanwhile_is_not_in_it(rosa, write, digests, browse):
    with at(BEFORE):
        tell([rosa.id], "new_post", get_opening(write(themes=[]).id), key="post:1")
    browse(rosa).post("/inbox/read")
    assert digests() == []


def test_new_answers_where_she_takes_part_are_in_it_and_practices_too(rosa, digests, make):
    with at(BEFORE - timedelta(days=30)):
        topic = make.topic(make.space(), title="An old question of hers", author=None)
        post = make.post(topic, rosa)
        mark_read(rosa, topic, [1, post.number])
    with at(BEFORE):
        author = make.member(topic.space, "Bruno")
        write_post(author, topic, source="One more thought.", language="en")
        make.case(status="published", title="Calling back in Treviso", themes=["outreach"])
    text = text_of(*digests())
    assert "An old question of hers" in text and "Calling back in Treviso" in text


def test_who_was_away_for_half_a_year_is_told_so_once_and_hears_again_on_return(
        rosa, write, digests, browse):
    db.session.execute(update(Rhythm).values(seen_at=MONDAY - timedelta(days=181)))
    write()
    message, = digests()
    assert "this is the last digest until you come by again" in text_of(message)
    write("Later", days=8)
    assert len(digests(MONDAY + timedelta(days=14))) == 1
    presence._noted.clear()
    with at(MONDAY + timedelta(days=15)):
        browse(rosa).get("/help")
        presence.store_seen()
        db.session.commit()
    write("After the return", days=20)
    assert "After the return" in text_of(digests(MONDAY + timedelta(days=21))[-1])


def test_who_wants_none_gets_none_and_who_wants_it_daily_gets_it_daily(rosa, write, digests):
    with at(BEFORE):
        plan_mail(rosa, Plan("never", 8, 0, 20, 7, rests_on_weekends=True))
    write()
    assert digests() == []
    with at(MONDAY):
        plan_mail(rosa, Plan("daily", 8, 0, 20, 7, rests_on_weekends=True))
    write("On Monday", days=4.2)
    assert len(digests(MONDAY + timedelta(days=1))) == 1


def test_closed_accounts_and_unconfirmed_ones_get_none(rosa, write, digests):
    write()
    db.session.execute(update(Person).where(Person.id == rosa.id).values(active=False))
    assert digests() == []


def test_the_first_sentences_stand_below_a_title_so_that_a_reader_can_decide(
        rosa, write, digests):
    first = "We have **one** small office, and nobody answers the telephone after four o'clock."
    write(source=f"{first} What do you do? " + "And much more that nobody needs to read. " * 9)
    (letter,) = digests()
    text, page = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for words in (" ".join(text.split()), unescape(page)):
        assert first.replace("**", "") in words and "What do you do?" in words
        assert words.count("And much more") < 4


def test_in_the_text_an_empty_line_stands_between_two_and_a_heading_has_a_colon(
        rosa, write, digests):
    write("First", source="## The situation\n\nTwo years without work.")
    write("Second", days=1)
    message, = digests()
    text = text_of(message).replace("\r\n", "\n")
    assert "  The situation: Two years without work.\n" in text
    assert text.count("\n\n– ") == 2 and message["From"].startswith("cop <cop@")


def test_what_was_answered_is_told_with_its_first_words(rosa, make, write, digests):
    topic = write()
    with at(BEFORE):
        post = make.post(topic, source="Ask the *city*: they pay for it.")
        tell([rosa.id], "new_post", post, key="post:x")
    (letter,) = digests()
    assert "Ask the city: they pay for it." in letter.get_body(("plain",)).get_content()


def test_the_preview_shows_what_the_next_one_would_hold(rosa, write, browse, count_queries):
    topic = write()
    with at(MONDAY - timedelta(hours=1)):
        window = browse(rosa)
        window.get("/me/notices")
        with count_queries(at_most=8):
            page = window.get("/me/notices/digest").text
    assert f"/topics/{topic.id}-" in page and "30 November 2026" in page


def test_who_wants_no_content_by_mail_gets_a_digest_without(rosa, write, digests):
    rosa.letters_without_content = True
    write("Vouchers in small offices")
    digest, = digests()
    raw = "".join(part.get_content() for part in digest.iter_parts())
    assert "Vouchers" not in raw and "/inbox" in raw


def test_what_a_space_keeps_out_of_mail_is_in_no_digest(rosa, write, digests, make):
    space = make.space(letters_without_content=True)
    topic = write("A secret of somebody", space=space)
    write("Vouchers in small offices")
    with at(BEFORE):
        tell([rosa.id], "new_topic", get_opening(topic.id), key="post:1")
    digest, = digests()
    raw = "".join(part.get_content() for part in digest.iter_parts())
    assert "Vouchers" in raw and "secret" not in raw
