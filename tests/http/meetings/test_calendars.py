"""Lists of dates, and calendars: of one event, of a space, one's own."""
from datetime import timedelta

from icalendar import Calendar

from cop.base.clock import at, now
from cop.meetings import service
from cop.people.models import SecretAddress


def events(answer):
    assert answer.status_code == 200 and answer.mimetype == "text/calendar"
    return {str(event["uid"]): event for event in Calendar.from_ical(answer.data).walk("VEVENT")}


def test_one_event_is_taken_into_a_calendar(make, browse):
    meeting = make.meeting(title="Übergänge, gemeinsam; morgen", place="Bolzano/Bozen")
    answer = browse().get(f"/dates/{meeting.id}.ics")
    assert "attachment" in answer.headers["Content-Disposition"]
    event = events(answer)[meeting.uid]
    assert str(event["summary"]) == "Übergänge, gemeinsam; morgen"
    assert event["dtstart"].dt == meeting.starts_at and event["dtend"].dt == meeting.ends_at
    assert str(event["location"]) == "Bolzano/Bozen" and event["sequence"] == 0
    assert str(event["status"]) == "CONFIRMED"
    assert f"/topics/{meeting.topic_id}-" in str(event["url"])
    assert "Bring your own figures." in str(event["description"])
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))


def test_a_change_keeps_the_uid_and_counts_and_what_is_cancelled_says_so(make, browse):
    from tests.http.meetings.test_plan import _plan_of

    meeting = make.meeting()
    path, uid = f"/feeds/spaces/{meeting.topic.space.slug}.ics", meeting.uid
    service.change_meeting(meeting.topic.author, meeting, _plan_of(meeting, place="Padova"))
    event = events(browse().get(path))[uid]
    assert (event["sequence"], str(event["location"])) == (1, "Padova")
    service.cancel_meeting(meeting.topic.author, meeting)
    event = events(browse().get(path))[uid]
    assert (event["sequence"], str(event["status"])) == (2, "CANCELLED")


def test_a_space_has_a_calendar_for_everybody_who_has_it_hears_that_nothing_changed(make, browse):
    space = make.space("Activation")
    meeting = make.meeting(space)
    make.meeting(title="Elsewhere")
    answer = browse().get(f"/feeds/spaces/{space.slug}.ics")
    assert list(events(answer)) == [meeting.uid] and "Set-Cookie" not in answer.headers
    again = browse().get(f"/feeds/spaces/{space.slug}.ics",
                         headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    room = make.space(visibility="private")
    make.meeting(room)
    assert browse(make.member(room)).get(f"/feeds/spaces/{room.slug}.ics").status_code == 404


def test_ones_own_calendar_is_at_a_secret_address_that_can_be_revoked(make, browse, app):
    mine, other = make.meeting(title="Mine alone"), make.meeting(title="Not mine")
    room = make.space(visibility="private")
    ada = make.member(room)
    secret_meeting = make.meeting(room, title="Our own")
    for meeting in (mine, secret_meeting):
        service.sign_up(ada, meeting)
    browser = browse(ada)
    answer = browser.post("/dates/calendars")
    assert answer.status_code == 201 and answer.headers["Cache-Control"] == "no-store"
    address = answer.text.split("/feeds/calendars/")[1].split('"')[0]
    assert set(events(browse().get(f"/feeds/calendars/{address}"))) == {
        mine.uid, secret_meeting.uid} - {other.uid}
    assert "calendars/" in browser.get("/dates").text
    row = SecretAddress.query.one()
    assert browse(make.person()).post(f"/dates/calendars/{row.id}/revoke").status_code == 404
    browser.post(f"/dates/calendars/{row.id}/revoke")
    assert browse().get(f"/feeds/calendars/{address}").status_code == 404
    assert browse().get("/feeds/calendars/made-up.ics").status_code == 404
    assert browse().post("/dates/calendars").status_code == 302


def test_what_one_may_not_read_any_more_leaves_ones_calendar(make, browse):
    from cop.spaces import service as spaces

    room = make.space(visibility="private")
    ada, meeting = make.member(room), make.meeting(room)
    service.sign_up(ada, meeting)
    address = browse(ada).post("/dates/calendars").text.split("/feeds/calendars/")[1].split('"')[0]
    assert events(browse().get(f"/feeds/calendars/{address}"))
    spaces.leave(ada, room)
    assert not events(browse().get(f"/feeds/calendars/{address}"))


def test_dates_are_listed_to_come_and_past_for_those_who_may_read_them(make, browse):
    space, room = make.space("Activation"), make.space(visibility="private")
    make.meeting(space, title="In three days")
    make.meeting(space, days=9, title="In nine days")
    make.meeting(room, title="Behind the door")
    for path in ("/dates", f"/spaces/{space.slug}/dates"):
        page = browse().get(path).text
        assert page.index("In three days") < page.index("In nine days")
        assert "Behind the door" not in page
    assert browse().get(f"/spaces/{room.slug}/dates").status_code == 404
    with at(now() + timedelta(days=5)):
        assert "In three days" not in browse().get("/dates").text
        page = browse().get(f"/spaces/{space.slug}/dates?when=past").text
        assert "In three days" in page and "In nine days" not in page
    assert f"/spaces/{space.slug}/dates" in browse().get(f"/spaces/{space.slug}").text


def test_my_dates_stand_on_my_home_page_and_first_in_the_list(make, browse):
    mine = make.meeting(title="Mine alone")
    make.meeting(title="Not mine")
    ada = make.person()
    browser = browse(ada)
    assert "My dates" not in browser.get("/").text
    service.sign_up(ada, mine)
    browser = browse(ada)
    page = browser.get("/").text
    assert "My dates" in page and "Not mine" not in page.split("My dates")[1].split("All dates")[0]
    page = browser.get("/dates").text
    assert page.index("My dates") < page.index("All dates open to you")


def test_an_empty_list_says_what_to_do(make, browse):
    space = make.space()
    assert "Nothing is planned." in browse().get("/dates").text
    page = browse(make.member(space)).get(f"/spaces/{space.slug}/dates").text
    assert f"/spaces/{space.slug}/dates/new" in page


def test_lists_keep_to_their_queries_whatever_their_length(make, browse, count_queries):
    space = make.space()
    ada = make.member(space)
    for number in range(24):
        title = f"No. {number:02}"
        service.sign_up(ada, make.meeting(space, days=number + 1, seats=5, title=title))
    browser = browse(ada)
    for path in ("/dates", f"/spaces/{space.slug}/dates"):
        with count_queries(at_most=8):
            assert browser.get(path).status_code == 200
