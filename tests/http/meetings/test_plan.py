"""Planning, changing and cancelling an event."""
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import now
from cop.discussions.models.drafts import Draft
from cop.discussions.models.topics import Topic
from cop.meetings import service
from cop.meetings.models import Meeting
from cop.notifications.listeners.meetings import remind_of_meetings
from tests.http.files.conftest import of_form


def test_an_event_is_announced_and_is_a_topic_of_its_space(make, browse, stored, typed):
    space = make.space("Activation")
    browser = browse(make.member(space))
    page = browser.get(f"/spaces/{space.slug}/dates/new")
    assert page.status_code == 200 and 'type="date"' in page.text and "Europe/Rome" in page.text
    page = browser.post(f"/spaces/{space.slug}/dates/new", follow_redirects=True, data=typed(
        seats="12", files=of_form("foglio.csv", b"a,b\n1,2\n")))
    assert "The event is announced." in page.text
    assert "14:00" in page.text and "Treviso" in page.text and "foglio.csv" in page.text
    assert "Seats taken: 0 of 12" in page.text and "Bring your own figures." in page.text
    meeting, topic = stored(Meeting)[0], stored(Topic)[0]
    assert (meeting.topic_id, topic.kind, topic.space_id) == (topic.id, "event", space.id)
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=90)
    assert "A call on call-backs" in browse().get(f"/spaces/{space.slug}").text


@pytest.mark.parametrize("wrong, field, sentence", [
    ({"starts_on": ""}, "starts_on", "Please choose a day."),
    ({"starts_on": "soon"}, "starts_on", "Not a valid date value."),
    ({"starts_at": "99:99"}, "starts_at", "Not a valid time value."),
    ({"starts_on": "2020-01-01"}, "starts_at", "This moment is over."),
    ({"starts_on": "2027-03-28", "starts_at": "02:30"}, "starts_at", "clocks go forward"),
    ({"ends_at": "13:00"}, "ends_at", "It ends before it begins."),
    ({"ends_on": "2099-01-01"}, "ends_at", "It is longer than a month."),
    ({"zone": "Mars/Olympus"}, "zone", "Not a valid choice"),
    ({"venue": "", "link": ""}, "venue", "Please say where it is"),
    ({"link": "http://calls.example.org"}, "link", "begins with https://"),
    ({"link": "javascript:alert(1)"}, "link", "begins with https://"),
    ({"link": "https://a.b/ c"}, "link", "This is not an address."),
    ({"seats": "0"}, "seats", "A number from 1"),
    ({"seats": "many"}, "seats", "Not a valid integer value."),
    ({"closes_on": "2099-01-01"}, "closes_on", "Sign-up cannot end after"),
    ({"title": "Hm"}, "title", "at least 5 characters"),
    ({"source": ""}, "source", "Please write something."),
])
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
        make, browse, stored, typed, wrong, field, sentence):
    space = make.space()
    answer = browse(make.member(space)).post(f"/spaces/{space.slug}/dates/new",
                                             data=typed(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "'") and f'id="{field}-error"' in answer.text
    if field != "title":
        assert 'value="A call on call-backs"' in answer.text
    assert stored(Meeting) == [] and stored(Topic) == []


def test_a_preview_shows_the_text_and_stores_nothing(make, browse, stored, typed):
    space = make.space()
    page = browse(make.member(space)).post(f"/spaces/{space.slug}/dates/new",
                                           data=typed(source="**Bring** it", preview="1"))
    assert page.status_code == 200 and "<strong>Bring</strong>" in page.text
    assert stored(Meeting) == []


def test_what_was_typed_of_an_event_is_there_again_until_it_is_announced(
        make, browse, stored, typed):
    space = make.space()
    member, path = make.member(space), f"/spaces/{space.slug}/dates/new"
    browser = browse(member)
    form = BeautifulSoup(browser.get(path).text, "html.parser").find("form", attrs={
        "data-quick": ""})
    assert form.select_one("[data-compose] [role=toolbar]")
    assert form.find("button", {"formaction": "/drafts"})
    place = form.find("input", {"name": "place"})["value"]
    page = browser.post("/drafts", data=typed(place=place), follow_redirects=True)
    draft = BeautifulSoup(page.text, "html.parser").find(id="drafts")
    assert draft.find("a")["href"] == path and "New event" in draft.get_text()

    again = BeautifulSoup(browse(member).get(path).text, "html.parser")
    assert {name: again.find("input", {"name": name})["value"] for name in (
        "title", "starts_at", "venue", "link")} == {
        name: typed()[name] for name in ("title", "starts_at", "venue", "link")}
    assert again.find("textarea").get_text().strip() == "Bring your own figures."
    page = browser.post(path, data=typed(place=place), follow_redirects=True)
    assert f'data-sent="{member.id}-{place}"' in page.text
    assert stored(Draft) == [] and len(stored(Meeting)) == 1


def test_of_an_event_the_place_alone_is_kept_too(make, browse, stored, typed):
    space = make.space()
    browse(make.member(space)).post("/drafts", data=typed(
        place=f"event-{space.id}-0", title="", source="", link=""))
    assert [draft.words["venue"] for draft in stored(Draft)] == [["Treviso"]]


def test_members_are_mentioned_in_the_preview_of_an_event_as_in_what_is_announced(
        make, browse, typed):
    space = make.space()
    make.member(space, name="Anna Rossi")
    page = browse(make.member(space)).post(f"/spaces/{space.slug}/dates/new", data=typed(
        source="With @Anna Rossi", preview="1"))
    assert BeautifulSoup(page.text, "html.parser").select_one(
        ".preview .mention").get_text() == "@Anna Rossi"


def test_times_are_shown_in_the_zone_of_the_reader_and_in_that_of_the_event(make, browse):
    meeting = make.meeting()
    page = browse(make.person(country="KG")).get(f"/topics/{meeting.topic_id}",
                                                 follow_redirects=True)
    assert "Kyrgyzstan Time" in page.text and "In the time zone of the event" in page.text
    page = browse(make.person(time_zone="Europe/Berlin")).get(
        f"/topics/{meeting.topic_id}", follow_redirects=True)
    assert "Central European" in page.text and "In the time zone of the event" not in page.text


def test_an_organiser_changes_time_and_place_and_those_who_come_are_told(
        make, browse, run_jobs, stored, typed):
    meeting = make.meeting(link="https://calls.example.org/old")
    guest = make.person("Gino Testa")
    service.sign_up(guest, meeting)
    browser = browse(meeting.topic.author)
    assert 'value="https://calls.example.org/old"' in browser.get(f"/dates/{meeting.id}/edit").text
    page = browser.post(f"/dates/{meeting.id}/edit", data=typed(), follow_redirects=True)
    assert "The event is changed" in page.text
    run_jobs()
    assert "changed the time or the place of an event" in browse(guest).get("/inbox").text
    assert stored(Meeting)[0].sequence == 1


def test_who_comes_is_told_when_it_is_cancelled(make, browse, run_jobs, stored):
    meeting = make.meeting()
    guest = make.person("Gino Testa")
    service.sign_up(guest, meeting)
    browser = browse(meeting.topic.author)
    assert "1 person who signed up is told." in browser.get(f"/dates/{meeting.id}/cancel").text
    page = browser.post(f"/dates/{meeting.id}/cancel", follow_redirects=True)
    assert "This event was cancelled." in page.text
    run_jobs()
    assert "cancelled an event you signed up for" in browse(guest).get("/inbox").text
    assert browser.post(f"/dates/{meeting.id}/cancel").status_code == 403
    answer = browse(guest).post(f"/dates/{meeting.id}/sign-up")
    assert answer.status_code == 403 and "This event was cancelled." in answer.text


def test_others_change_nothing_and_strangers_find_nothing(make, browse, typed):
    space = make.space(visibility="private")
    meeting = make.meeting(space)
    member, stranger = browse(make.member(space)), browse(make.person())
    for path in (f"/dates/{meeting.id}/edit", f"/dates/{meeting.id}/cancel"):
        assert member.get(path).status_code == member.post(path, data=typed()).status_code == 403
        assert "Only who planned an event" in member.get(path).text
        assert stranger.get(path).status_code == stranger.post(path).status_code == 404
    assert stranger.get(f"/spaces/{space.slug}/dates/new").status_code == 404
    assert stranger.post(f"/spaces/{space.slug}/dates/new", data=typed()).status_code == 404
    assert browse().get(f"/dates/{meeting.id}.ics").status_code == 404
    assert browse(make.moderator(space)).get(f"/dates/{meeting.id}/edit").status_code == 200


def test_the_text_is_edited_as_that_of_any_topic_and_it_stays_an_event(make, browse, stored):
    meeting = make.meeting()
    opening = meeting.topic.notes or None
    browser = browse(meeting.topic.author)
    page = browser.get(f"/topics/{meeting.topic_id}", follow_redirects=True)
    path = page.text.split('/edit"')[0].rsplit('"', 1)[1]
    path = next(part for part in page.text.split('"') if part.endswith("/edit")
                and part.startswith("/posts/"))
    assert 'name="kind"' not in browser.get(path).text
    answer = browser.post(path, data={"title": "Another title", "source": "Other words",
                                      "language": "en"})
    assert answer.status_code == 302 and opening is None
    topic = stored(Topic)[0]
    assert (topic.title, topic.kind) == ("Another title", "event")


def test_who_has_a_seat_is_reminded_a_day_before_and_once(make, browse, run_jobs):
    soon, later = make.meeting(days=0.5, seats=1), make.meeting(days=2, title="Another call")
    guest, waits = make.person("Gino Testa"), make.person("Wanda Aspetta")
    for person in (guest, waits):
        service.sign_up(person, soon)
        service.sign_up(person, later)
    for _ in range(2):
        remind_of_meetings()
    run_jobs()
    page = browse(guest).get("/inbox").text
    assert page.count("it begins within a day") == 1 and "Another call" not in page
    assert "begins within a day" not in browse(waits).get("/inbox").text


def test_a_member_of_no_means_is_sent_to_sign_in_with_the_text_kept(make, browse, typed):
    space = make.space()
    assert browse().get(f"/spaces/{space.slug}/dates/new").status_code == 302
    assert browse().post(f"/spaces/{space.slug}/dates/new",
                         data=typed()).status_code in (302, 401)


def test_events_are_found_by_search_with_their_date(make, browse, run_jobs):
    meeting = make.meeting(title="A call on vouchers", place="Belluno")
    service.change_meeting(meeting.topic.author, meeting, _plan_of(meeting, place="Belluno 2"))
    run_jobs()
    for words in ("vouchers", "Belluno", "vouchers&kind=event"):
        page = browse().get(f"/search?q={words}").text
        assert f"/topics/{meeting.topic_id}-" in page, words
        assert f"{meeting.starts_at.year}" in page.split('class="hit"')[1]
    assert f"/topics/{meeting.topic_id}-" not in browse().get("/search?q=vouchers&kind=topic").text


def _plan_of(meeting, **more):
    from dataclasses import replace

    from cop.meetings.forms import ZoneInfo
    from cop.meetings.times import Plan

    zone = ZoneInfo(meeting.zone)
    begin, end = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    return replace(Plan(
        starts_on=begin.date(), starts_at=begin.time(), ends_on=end.date(), ends_at=end.time(),
        zone=meeting.zone, place=meeting.place, seats=meeting.seats), **more)


def test_an_event_is_not_merged_into_a_topic(make, browse):
    meeting = make.meeting()
    topic = make.topic(meeting.topic.space)
    answer = browse(make.moderator(topic.space)).get(
        f"/topics/{meeting.topic_id}/merge?into=/topics/{topic.id}")
    assert answer.status_code == 422 and "stays a topic of its own" in answer.text
    assert now() < meeting.starts_at
