"""URLs where meetings are planned, changed and signed up for. Lists are in `calendars.py`."""
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.discussions.models.topics import Topic
from cop.discussions.places import Place
from cop.discussions.routes.typed import likely, preview, resumed, sent, wants_preview
from cop.documents.render import FORMATS, filename, render
from cop.meetings import policy, queries, service, times
from cop.meetings.attendance import as_table
from cop.meetings.forms import MeetingForm, TimesForm
from cop.meetings.models import Meeting
from cop.people.models import Person
from cop.people.zones import zone_name_of_person
from cop.spaces.models import Space
from cop.spaces.queries import get_space
from cop.vocabulary.zones import zone_name_of
from cop.web.rendering import ui_language
from cop.web.session import me, open_to_visitors, signed_in

bp = Blueprint("meetings", __name__)

DESCRIBED = ("title", "source", "themes", "regions", "files")


@bp.get("/spaces/<slug>/dates/new")
@signed_in
def new_meeting(slug: str) -> str:
    space = get_space(me(), slug)
    require(policy.may_plan(me(), space))
    return _new_page(space, _new_form(space))


@bp.post("/spaces/<slug>/dates/new")
@signed_in
def plan_meeting(slug: str) -> Any:
    space = get_space(me(), slug)
    require(policy.may_plan(me(), space))
    form = _new_form(space)
    if not form.validate() or wants_preview():
        return _new_page(space, form), 422 if form.errors else 200
    meeting = service.plan_meeting(me(), space, form.plan, language=form.code,
                                   **{name: form[name].data for name in DESCRIBED})
    sent(form.place)
    flash(_("The event is announced."))
    return redirect(address(meeting))


@bp.get("/dates/<int:meeting_id>/edit")
@signed_in
def edit_meeting(meeting_id: int) -> str:
    meeting = queries.get_meeting(me(), meeting_id)
    require(policy.may_change(me(), meeting))
    return render_template("meetings/edit.html", meeting=meeting, form=TimesForm.of(meeting))


@bp.post("/dates/<int:meeting_id>/edit")
@signed_in
def change_meeting(meeting_id: int) -> Any:
    meeting = queries.get_meeting(me(), meeting_id)
    require(policy.may_change(me(), meeting))
    form = TimesForm.of(meeting)
    if not form.validate():
        return render_template("meetings/edit.html", meeting=meeting, form=form), 422
    service.change_meeting(me(), meeting, form.plan)
    flash(_("The event is changed; who signed up is told."))
    return redirect(address(meeting))


@bp.get("/dates/<int:meeting_id>/cancel")
@signed_in
def ask_to_cancel(meeting_id: int) -> str:
    meeting = queries.get_meeting(me(), meeting_id)
    require(policy.may_change(me(), meeting))
    return render_template("meetings/cancel.html", meeting=meeting)


@bp.post("/dates/<int:meeting_id>/cancel")
@signed_in
def cancel_meeting(meeting_id: int) -> Response:
    meeting = queries.get_meeting(me(), meeting_id)
    service.cancel_meeting(me(), meeting)
    flash(_("The event is cancelled; who signed up is told."))
    return redirect(address(meeting))


@bp.post("/dates/<int:meeting_id>/sign-up")
@signed_in
def sign_up(meeting_id: int) -> Response:
    meeting = queries.get_meeting(me(), meeting_id)
    service.sign_up(me(), meeting)
    standing = queries.standing_of(me(), meeting)
    flash(_("You have a seat.") if standing.has_seat
          else _("All seats are taken: you wait for one, and are told when it is yours."))
    return redirect(address(meeting))


@bp.post("/dates/<int:meeting_id>/sign-off")
@signed_in
def sign_off(meeting_id: int) -> Response:
    meeting = queries.get_meeting(me(), meeting_id)
    service.sign_off(me(), meeting)
    flash(_("You are not expected any more."))
    return redirect(address(meeting))


@bp.get("/dates/<int:meeting_id>/participants")
@open_to_visitors
def list_participants(meeting_id: int) -> str:
    meeting = queries.get_meeting(me(), meeting_id)
    require(policy.may_see_participants(me(), meeting))
    page = queries.list_sign_ups(meeting, request.args.get("after", ""))
    first = queries.place_of(page.items[0]) if page.items else 1
    return render_template("meetings/participants.html", meeting=meeting, page=page, first=first,
                           policy=policy)


@bp.get("/dates/<int:meeting_id>/participants.csv")
@signed_in
def export_participants(meeting_id: int) -> Response:
    meeting = queries.get_meeting(me(), meeting_id)
    require(policy.may_export_participants(me(), meeting))
    everybody = queries.list_sign_ups(meeting, size=times.MOST_SEATS)
    table = as_table(meeting, everybody, ui_language())
    answer = Response(render(table, "csv"), content_type=FORMATS["csv"].media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=filename(table, "csv"))
    return answer


def meeting_of(topic: Topic) -> str:
    """What the page of a topic says above its text (slot topic_lead): when, where, who comes."""
    if topic.kind != "event" or topic.meeting is None:
        return ""
    standing = queries.Standing(topic.meeting.my_place or 0, topic.meeting)
    return render_template("meetings/_meeting.html", standing=standing, meeting=topic.meeting,
                           policy=policy, times=times, zone=zone_name_of_person(me()))


def dates_of_space(space: Space) -> str:
    """The part beside a space (slot space_aside) that leads to its dates."""
    return render_template("meetings/_of_space.html", space=space, policy=policy)


def own_dates(person: Person) -> str:
    """The part of the home page (slot home_aside) with what one will go to."""
    meetings = queries.list_own(person, limit=4)
    return render_template("meetings/_own.html", meetings=meetings, times=times,
                           zone=zone_name_of_person(person)) if meetings else ""


def address(meeting: Meeting) -> str:
    topic = meeting.topic
    return url_for("discussions.show_topic", topic_id=topic.id, slug=topic.slug)


def _new_form(space: Space) -> MeetingForm:
    zones = [zone_name_of_person(me()), *map(zone_name_of, space.regions[:1]), "Europe/Rome"]
    return MeetingForm(**resumed(Place("event", space.id)), zones=[zone for zone in zones if zone],
                       likely=likely(space.language))


def _new_page(space: Space, form: MeetingForm) -> str:
    return render_template("meetings/new.html", space=space, form=form, preview=preview(form))
