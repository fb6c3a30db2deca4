"""Signing up for an event, waiting for a seat, signing off."""
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from cop.base.clock import at, now
from cop.base.db import begin_writing, db
from cop.meetings import service
from cop.meetings.models import Meeting, SignUp
from cop.people.models import Person


def page_of(browser, meeting):
    return browser.get(f"/topics/{meeting.topic_id}", follow_redirects=True).text


def test_a_member_signs_up_and_off(make, browse, stored):
    meeting, ada = make.meeting(), make.person()
    browser = browse(ada)
    assert "I will come" in page_of(browser, meeting)
    page = browser.post(f"/dates/{meeting.id}/sign-up", follow_redirects=True).text
    assert "You have a seat." in page and "1 person comes" in page and "I cannot come" in page
    browser.post(f"/dates/{meeting.id}/sign-up")
    assert len(stored(SignUp)) == 1
    page = browser.post(f"/dates/{meeting.id}/sign-off", follow_redirects=True).text
    assert "You are not expected any more." in page and "I will come" in page
    assert stored(SignUp) == []
    assert browser.post(f"/dates/{meeting.id}/sign-off").status_code == 302


def test_who_comes_too_late_waits_and_is_told_when_a_seat_is_free(make, browse, run_jobs):
    meeting = make.meeting(seats=1)
    first, second, third = (make.person(f"Person {n}") for n in range(3))
    service.sign_up(first, meeting)
    page = browse(second).post(f"/dates/{meeting.id}/sign-up", follow_redirects=True).text
    assert "All seats are taken" in page and "You are the next to get a seat." in page
    assert "Seats taken: 1 of 1, 1 waits" in page
    page = browse(third).post(f"/dates/{meeting.id}/sign-up", follow_redirects=True).text
    assert "1 person is before you" in page
    browse(first).post(f"/dates/{meeting.id}/sign-off")
    run_jobs()
    assert "A seat was freed: it is yours now" in browse(second).get("/inbox").text
    assert "A seat was freed" not in browse(third).get("/inbox").text
    assert "You have a seat." in page_of(browse(second), meeting)


def test_who_waits_and_signs_off_frees_no_seat(make, browse, run_jobs):
    meeting = make.meeting(seats=1)
    people = [make.person(f"Person {n}") for n in range(3)]
    for person in people:
        service.sign_up(person, meeting)
    service.sign_off(people[1], meeting)
    run_jobs()
    assert "A seat was freed" not in browse(people[2]).get("/inbox").text


def test_more_seats_are_given_in_the_order_of_sign_up(make, browse, run_jobs):
    from tests.http.meetings.test_plan import _plan_of

    meeting = make.meeting(seats=1)
    people = [make.person(f"Person {n}") for n in range(4)]
    for person in people:
        service.sign_up(person, meeting)
    service.change_meeting(meeting.topic.author, meeting, _plan_of(meeting, seats=3))
    run_jobs()
    told = ["A seat was freed" in browse(person).get("/inbox").text for person in people]
    assert told == [False, True, True, False]
    answer = browse(meeting.topic.author).post(f"/dates/{meeting.id}/edit", data={
        "starts_on": "2099-01-01", "starts_at": "10:00", "ends_on": "", "ends_at": "11:00",
        "venue": "Here", "zone": "Europe/Rome", "seats": "2"})
    assert answer.status_code == 422 and "3 people have a seat already." in answer.text


def test_nobody_signs_up_when_it_is_closed_or_has_begun(make, browse):
    tomorrow = (now() + timedelta(days=1)).date()
    meeting, ada = make.meeting(closes_on=tomorrow), make.person()
    browser = browse(ada)
    for days, sentence in ((2.5, "Sign-up is closed."), (3.01, "This event has begun.")):
        with at(now() + timedelta(days=days)):
            answer = browser.post(f"/dates/{meeting.id}/sign-up")
            assert answer.status_code == 403 and sentence in answer.text
            assert sentence in page_of(browser, meeting)
    with at(now() + timedelta(days=4)):
        assert browser.post(f"/dates/{meeting.id}/sign-off").status_code == 403


def test_visitors_sign_in_first_and_strangers_find_nothing(make, browse):
    public, private = make.meeting(), make.meeting(make.space(visibility="private"))
    assert "Sign in to sign up" in page_of(browse(), public)
    assert browse().post(f"/dates/{public.id}/sign-up").status_code == 302
    for act in ("sign-up", "sign-off"):
        assert browse(make.person()).post(f"/dates/{private.id}/{act}").status_code == 404


def test_names_are_for_members_of_the_space_and_the_table_for_who_planned_it(make, browse):
    space = make.space()
    meeting = make.meeting(space, seats=1)
    service.sign_up(make.member(space, "Gino Testa", organisation="=1+1"), meeting)
    service.sign_up(make.member(space, "Wanda Aspetta"), meeting)
    member, outside = browse(make.member(space)), browse(make.person())
    page = member.get(f"/dates/{meeting.id}/participants").text
    assert "Gino Testa" in page and "waits" in page
    for browser in (outside, browse()):
        answer = browser.get(f"/dates/{meeting.id}/participants")
        assert answer.status_code in (302, 403) and "Gino Testa" not in answer.text
        assert "Gino Testa" not in page_of(browser, meeting)
    assert member.get(f"/dates/{meeting.id}/participants.csv").status_code == 403
    table = browse(meeting.topic.author).get(f"/dates/{meeting.id}/participants.csv")
    assert table.mimetype == "text/csv"
    assert "Gino Testa,'=1+1,has a seat" in table.text and "Wanda Aspetta,,waits" in table.text
    assert "@" not in table.text


def test_a_link_to_a_call_is_for_members(make, browse):
    meeting = make.meeting(link="https://calls.example.org/room")
    assert "calls.example.org" not in page_of(browse(), meeting)
    assert "calls.example.org" not in browse().get(f"/dates/{meeting.id}.ics").text
    member = browse(make.person())
    assert "calls.example.org" in page_of(member, meeting)
    assert "calls.example.org" in member.get(f"/dates/{meeting.id}.ics").text


def test_the_page_of_an_event_keeps_to_its_queries(make, browse, count_queries):
    meeting = make.meeting(seats=2)
    for number in range(4):
        service.sign_up(make.person(f"Person {number}"), meeting)
    path, people = f"/topics/{meeting.topic_id}-{meeting.topic.slug}", f"/dates/{meeting.id}"
    for browser in (browse(meeting.topic.author), browse(make.person(country="KG"))):
        with count_queries(at_most=8):
            assert browser.get(path).status_code == 200
    browser = browse(meeting.topic.author)
    with count_queries(at_most=8):
        assert browser.get(f"{people}/participants").status_code == 200


def test_many_at_once_get_as_many_seats_as_there_are(app, make):
    meeting = make.meeting(seats=3)
    ids, meeting_id = [make.person(f"Person {n}").id for n in range(8)], meeting.id
    db.session.commit()
    start = Barrier(len(ids))

    def come_and_go(person_id):
        start.wait()
        with app.app_context():
            for act in (service.sign_up, service.sign_off, service.sign_up):
                begin_writing()
                act(db.session.get(Person, person_id), db.session.get(Meeting, meeting_id))
                db.session.commit()
                found = db.session.get(Meeting, meeting_id)
                assert found.going <= 3
                db.session.remove()

    with ThreadPoolExecutor(len(ids)) as threads:
        list(threads.map(come_and_go, ids))
    db.session.expire_all()
    found = db.session.get(Meeting, meeting_id)
    assert (found.sign_up_count, found.going, found.waiting) == (8, 3, 5)
    assert len(db.session.query(SignUp).all()) == 8
