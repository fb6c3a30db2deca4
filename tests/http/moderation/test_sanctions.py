"""Sanctions: what they forbid and what they say, who gives them to whom, and that they end."""
import re
from datetime import timedelta

import pytest
from flask_security.utils import hash_password
from sqlalchemy import select

from cop.base.clock import at, now
from cop.base.db import db
from cop.base.errors import Forbidden
from cop.moderation.queries.sanctions import propose_days
from cop.moderation.service.sanctions import Penalty, give_sanction, lift_sanction
from cop.people.models import Person, Sanction
from cop.people.service.keys import make_api_key
from tests.http.moderation.conftest import FACTS, item_of, of, report, write

REASON = "Insults again and again."
TOPIC = {"title": "My own topic", "source": "Words", "language": "en", "kind": "question"}
GIVEN = {"ground": "rude", "facts": REASON}


@pytest.fixture
def admin(make):
    return make.granted("administrator", name="Alma Amministra")


@pytest.fixture
def member(make, topic):
    return make.member(topic.space, "Aldo Autore", password=hash_password("a long password"))


def give(moderator, person, kind, days=3, space=None):
    sanction = give_sanction(moderator, person, Penalty(kind=kind, days=days, space=space), REASON)
    db.session.commit()
    return sanction


def sign_in(window, person):
    return window.post("/login", data={"email": person.email, "password": "a long password"})


def test_who_is_silenced_reads_and_is_told_why_they_cannot_write(
        make, browse, topic, member, admin):
    post = make.post(topic, member)
    give(admin, member, "silence")
    window, address = browse(member), f"/topics/{topic.id}-{topic.slug}"
    page = window.get(address)
    assert page.status_code == 200
    assert "You cannot write until" in page.text and REASON in page.text
    for path, data in ((f"/topics/{topic.id}/posts", {"source": "A word", "language": "en"}),
                       (f"/posts/{post.id}/edit", {"source": "Changed words", "version": 1}),
                       (f"/spaces/{topic.space.slug}/topics", TOPIC),
                       ("/cases/new", {})):
        answer = window.post(path, data=data)
        assert answer.status_code == 403, path
        assert REASON in answer.text
    db.session.rollback()
    with at(now() + timedelta(days=4)):
        answer = write(window, topic, "A word of mine")
        assert answer.status_code == 302, "it ends by itself"


def test_a_sanction_for_a_space_holds_there_and_nowhere_else(make, browse, topic, member):
    give(make.moderator(topic.space), member, "silence", space=topic.space)
    elsewhere = make.topic()
    window = browse(member)
    assert write(window, topic, "Here").status_code == 403
    assert write(window, elsewhere, "There").status_code == 302


def test_who_is_suspended_is_signed_out_at_once_and_hears_why_at_sign_in(
        make, browse, member, admin, topic):
    _key, secret = make_api_key(member, name="k", scopes=["read"], days=30)
    window = browse()
    assert sign_in(window, member).status_code == 302
    assert "Menu of Aldo Autore" in window.get("/").text
    with_key = {"headers": {"Authorization": f"Bearer {secret}"}}
    assert window.get("/api/v1/topics", **with_key).status_code == 200
    db.session.rollback()
    sanction = give(admin, db.session.get(Person, member.id), "suspend")
    assert "Menu of Aldo Autore" not in window.get("/").text
    assert window.get("/api/v1/topics", **with_key).status_code == 401
    answer = sign_in(browse(), member)
    assert answer.status_code == 422
    assert "Your account is suspended until" in answer.text and REASON in answer.text
    wrong = browse().post("/login", data={"email": member.email, "password": "not this one"})
    assert "suspended" not in wrong.text, "only who knows the password hears it"
    db.session.rollback()
    lift_sanction(admin, sanction)
    db.session.commit()
    assert sign_in(browse(), member).status_code == 302


def test_nobody_gives_one_to_themselves_to_staff_beside_or_above_or_outside_their_spaces(
        make, topic, member, admin):
    moderator, everywhere = make.moderator(topic.space), make.granted("moderator")
    other, second = make.moderator(topic.space, "Nino"), make.granted("administrator")
    refused = [
        (moderator, moderator, "silence", topic.space), (moderator, other, "warn", topic.space),
        (moderator, admin, "warn", topic.space), (moderator, member, "suspend", None),
        (moderator, member, "silence", None), (moderator, member, "warn", make.space()),
        (everywhere, admin, "suspend", None), (everywhere, make.granted("moderator"), "warn", None),
        (member, make.person(), "warn", None), (admin, member, "suspend", topic.space)]
    for who, whom, kind, space in refused:
        with pytest.raises(Forbidden):
            give(who, whom, kind, space=space)
    give(admin, second, "suspend")
    with pytest.raises(Forbidden, match="last administrator"):
        give_sanction(second, admin, Penalty(kind="suspend", days=1), REASON)
    for who, whom, kind, space in ((moderator, member, "hold", topic.space),
                                   (everywhere, moderator, "silence", None),
                                   (everywhere, member, "suspend", None)):
        assert give(who, whom, kind, space=space).is_running


def test_the_ladder_is_proposed_and_the_statement_says_what_was_given(
        make, browse, topic, member, admin, letters):
    window, path = browse(admin), f"/people/{member.id}/sanctions"
    for days in (1, 3, 7, 30, 30):
        page = window.get(path).text
        assert re.search(rf'name="days"[^>]*value="{days}"', page), days
        assert window.post(path, data={"sanction": "silence", "days": days, **GIVEN}
                           ).status_code == 302
    letter = letters()[-1]
    assert letter["To"] == member.email
    assert "you can read and not write" in letter.get_content() and REASON in letter.get_content()
    db.session.rollback()
    with at(now() + timedelta(days=400)):
        assert propose_days(member) == 1


def test_notes_and_sanctions_stand_on_the_profile_for_staff_only(
        make, browse, topic, member, admin):
    path = f"/people/{member.id}"
    stranger, moderator = make.person(), make.moderator(topic.space)
    window = browse(admin)
    window.post(f"{path}/sanctions", data={"sanction": "note", "facts": "Spoke on the phone."})
    window.post(f"{path}/sanctions", data={"sanction": "hold", "days": "5", **GIVEN})
    assert "Spoke on the phone." in window.get(path).text
    assert "Posts wait for a moderator" in window.get(path).text
    for person in (member, stranger, moderator):
        assert "Spoke on the phone." not in browse(person).get(path).text
    assert "Spoke on the phone." not in browse(member).get("/me/reports").text
    assert browse(stranger).get(f"{path}/sanctions").status_code == 404
    number = db.session.scalars(select(Sanction.id).where(Sanction.kind == "hold")).one()
    assert browse(moderator).post(f"/sanctions/{number}/lift").status_code == 404
    assert window.post(f"/sanctions/{number}/lift").status_code == 302
    assert window.post(f"/sanctions/{number}/lift").status_code == 403


@pytest.mark.parametrize("sent, sentence", [
    ({"sanction": "silence", "days": "0"}, "Please say for how many days"),
    ({"sanction": "silence", "days": "9999"}, "Please say for how many days"),
    ({"sanction": "silence"}, "Please say for how many days"),
    ({"sanction": "exile", "days": "1"}, "Please choose one of these."),
    ({"sanction": "warn", "facts": "Kept"}, "Please tell the author"),
])
def test_a_sanction_that_lacks_something_comes_back(browse, member, admin, sent, sentence):
    answer = browse(admin).post(f"/people/{member.id}/sanctions", data=GIVEN | sent)
    assert answer.status_code == 422
    assert sentence in answer.text and (GIVEN | sent)["facts"] in answer.text


def test_a_sanction_comes_with_the_decision_about_a_post(make, browse, topic, admin):
    author = make.member(topic.space, "Aldo Autore")
    post = make.post(topic, author)
    report(make.person(), of(post), "rude")
    path = f"/moderation/items/{item_of(post).id}/decide"
    window = browse(make.moderator(topic.space))
    both = {"outcome": "remove", "sanction": "silence", "days": "3", **GIVEN}
    assert window.post(path, data=both | {"outcome": "keep"}).status_code == 422
    answer = window.post(path, data=both | {"whole_site": "y"})
    assert answer.status_code == 403 and "only in the spaces you moderate" in answer.text
    db.session.rollback()
    assert not post.withheld, "the whole decision was refused"
    assert window.post(path, data=both).status_code == 302
    db.session.rollback()
    sanction = db.session.scalars(select(Sanction)).one()
    assert (sanction.space_id, sanction.days, sanction.person_id) == (topic.space_id, 3, author.id)
    assert FACTS not in sanction.reason


@pytest.mark.parametrize("words", ["", " \n", "x" * 1001])
def test_a_note_that_says_nothing_or_too_much_comes_back(browse, member, admin, words):
    answer = browse(admin).post(f"/people/{member.id}/sanctions",
                                data={"sanction": "note", "facts": words})
    assert answer.status_code == 422
    assert "Please write a note of up to 1000 characters." in answer.text
    assert 'name="facts"' in answer.text and words.strip() in answer.text
