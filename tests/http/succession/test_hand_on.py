"""Who leaves asks others to look after what was theirs; they say yes or no, or nothing."""
from datetime import timedelta

import pytest

from cop.base import care
from cop.base.clock import now
from cop.base.db import db
from cop.cases.models.cases import Case
from cop.digests.models import Digest
from cop.digests.service.making import Plan, make_digest
from cop.guides.models import Guide
from cop.guides.service import make_guide
from cop.meetings.models import Meeting
from cop.notifications.models import Notice
from cop.people.models import Grant
from cop.people.service.erasing import erase_person
from cop.people.service.profiles import deactivate_person
from cop.succession.listeners import close_unanswered
from cop.succession.models import Succession
from tests.make import until_today

PAGE = "/me/care"


@pytest.fixture
def holder(make):
    """Looks after one of everything, alone."""
    space = make.space("Youth", slug="youth")
    person = make.owner(space, "Olga Berti")
    person.grants.append(Grant(role="curator", scope_kind="everywhere", scope_code=""))
    person.grants.append(Grant(role="regional_manager", scope_kind="region", scope_code="ITH3"))
    case = make.case(person, status="published")
    guide = make_guide(person, title="Call-backs that work", language="en")
    meeting = make.meeting(space, person)
    digest = make_digest(person, Plan(regions=["ITH3"], **until_today("ITH3", 30), language="en"))
    db.session.flush()
    person.held = {"space": space.id, "case": case.id, "guide": guide.id,
                   "meeting": meeting.id, "digest": digest.id}
    return person


@pytest.fixture
def able(make):
    """Could take all of it."""
    zoe = make.granted("curator", name="Zoe Nuova")
    zoe.grants.append(Grant(role="regional_manager", scope_kind="region", scope_code="ITH3"))
    db.session.flush()
    return zoe


def asked_of(person):
    return Succession.query.filter_by(successor_id=person.id, outcome="").order_by(
        Succession.id).all()


def test_one_is_asked_for_all_and_takes_it(browse, holder, able, count_queries):
    held, author = holder.held, holder.id
    window, other = browse(holder), browse(able)
    page = window.get(PAGE).text
    assert all(f'name="for-{kind}-{number}"' in page for kind, number in held.items())
    answer = window.post(PAGE, data={"everything": "Zoe Nuova"}, follow_redirects=True)
    assert "Zoe Nuova is asked." in answer.text
    assert "asks you to look after this in their place" in other.get("/inbox").text
    other.get(PAGE)
    with count_queries(at_most=8):
        assert "You are asked" in other.get(PAGE).text
    for asked in asked_of(able):
        assert "Yes, I look after it" in other.get(f"{PAGE}/{asked.id}").text
        assert other.post(f"{PAGE}/{asked.id}/accept").status_code == 302
    db.session.rollback()
    case = db.session.get(Case, held["case"])
    assert (case.owner_id, case.author_id) == (able.id, author)
    assert db.session.get(Guide, held["guide"]).editor_id == able.id
    assert db.session.get(Meeting, held["meeting"]).held_by_id == able.id
    assert db.session.get(Digest, held["digest"]).made_by_id == able.id
    assert Grant.query.filter_by(person_id=able.id, role="owner").count() == 1
    assert "looks after this now, as you asked" in window.get("/inbox").text


def test_who_is_named_for_one_thing_says_no(make, browse, holder, able):
    make.person("Ada Bruni")
    case, guide = holder.held["case"], holder.held["guide"]
    window = browse(holder)
    window.post(PAGE, data={f"for-case-{case}": "ada bruni", f"for-guide-{guide}": "Zoe Nuova"})
    (asked,) = asked_of(able)
    other = browse(able)
    assert other.post(f"{PAGE}/{asked.id}/decline").status_code == 302
    assert other.post(f"{PAGE}/{asked.id}/accept").status_code == 403
    page = window.get(PAGE).text
    assert "Zoe Nuova said no." in page and "Ada Bruni is asked." in page
    assert "said no to looking after this" in window.get("/inbox").text


@pytest.mark.parametrize("words, sentence", [
    ("", "Please name somebody."), ("Nobody Atall", "Nobody here has the name"),
    ("Olga Berti", "This is you."),
    ("Ada Bruni", "Guides are made by curators: Ada Bruni is none."),
    ("Two Alike", "Several people have this name."),
    ("/people/999999", "Nobody here has the name")])
def test_what_will_not_do_is_said_and_nobody_is_asked(make, browse, holder, words, sentence):
    for name in ("Ada Bruni", "Two Alike", "Two Alike"):
        make.person(name)
    guide = holder.held["guide"]
    answer = browse(holder).post(PAGE, data={f"for-guide-{guide}": words})
    assert answer.status_code == 422
    assert sentence in answer.text and (not words or f'value="{words}"' in answer.text)
    assert not Succession.query.count()


def test_nobody_else_sees_or_answers_it(make, browse, holder, able):
    browse(holder).post(PAGE, data={"everything": "Zoe Nuova"})
    asked = asked_of(able)[0]
    stranger = browse(make.granted("administrator"))
    assert stranger.get(f"{PAGE}/{asked.id}").status_code == 404
    assert stranger.post(f"{PAGE}/{asked.id}/accept").status_code == 404
    assert browse(holder).post(f"{PAGE}/{asked.id}/accept").status_code == 403
    assert browse().post(f"{PAGE}/{asked.id}/accept").headers["Location"].startswith("/login")


def test_what_somebody_else_has_by_now_is_not_taken(make, browse, holder, able):
    browse(holder).post(PAGE, data={f"for-case-{holder.held['case']}": "Zoe Nuova"})
    (asked,) = asked_of(able)
    assert all(care.is_given_up(kind, number, holder) for kind, number in holder.held.items())
    assert not any(care.is_given_up(kind, 0, holder) for kind in holder.held)
    db.session.get(Case, holder.held["case"]).owner = make.person()
    db.session.commit()
    answer = browse(able).post(f"{PAGE}/{asked.id}/accept")
    assert answer.status_code == 409 and "Somebody else looks after it by now." in answer.text


def test_who_is_forgotten_is_still_succeeded(browse, make, holder, able):
    window = browse(make.granted("administrator", name="Alma"))
    browse(holder).post(PAGE, data={f"for-case-{holder.held['case']}": "Zoe Nuova"})
    erase_person(None, holder, keep_works=True)
    db.session.commit()
    value = f'value="case:{holder.held["case"]}"'
    assert value not in window.get("/admin/left-alone").text
    (asked,) = asked_of(able)
    assert browse(able).post(f"{PAGE}/{asked.id}/accept").status_code == 302
    db.session.rollback()
    assert db.session.get(Case, holder.held["case"]).owner_id == able.id


def test_what_nobody_answers_is_left_alone_after_two_weeks(
        browse, make, holder, able, count_queries):
    window = browse(make.granted("administrator", name="Alma"))
    browse(holder).post(PAGE, data={f"for-case-{holder.held['case']}": "Zoe Nuova"})
    deactivate_person(None, holder)
    (asked,) = asked_of(able)
    close_unanswered()
    assert asked.outcome == ""
    asked.answer_by = now() - timedelta(minutes=1)
    close_unanswered()
    db.session.commit()
    with count_queries(at_most=7):  # and one where the inbox holds something unread
        page = window.get("/admin/left-alone").text
    assert f'value="case:{holder.held["case"]}"' in page
    assert browse(able).post(f"{PAGE}/{asked.id}/accept").status_code == 403
    assert not Notice.query.filter_by(person_id=holder.id, kind="succession_lapsed").count()


def test_managers_and_owners_see_what_is_left_in_their_places(browse, make, holder):
    room = make.space("Treviso", slug="treviso", regions=["ITH34"])
    left = make.meeting(room, make.member(room, "Ugo Via"), title="A visit")
    owner = make.owner(room)
    veneto = make.granted("regional_manager", "region", "ITH3")
    lazio = make.granted("regional_manager", "region", "ITI4")
    deactivate_person(None, left.topic.author)
    deactivate_person(None, holder)
    db.session.commit()
    for person, seen in ((owner, "A visit"), (veneto, "A visit")):
        page = browse(person).get("/admin/left-alone").text
        assert seen in page and "Call-backs that work" not in page and "<form" in page
    assert "Everything is in somebody's care." in browse(lazio).get("/admin/left-alone").text
    assert browse(veneto).post("/admin/left-alone", data={}).status_code == 403
    assert browse(make.granted("curator")).get("/admin/left-alone").status_code == 403
