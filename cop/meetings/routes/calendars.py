"""URLs of lists of meetings, and of calendars: of one event, of a space, one's own."""
import hashlib
from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.text import plain
from cop.discussions.queries.posts import list_openings
from cop.meetings import calendar, policy, queries, times
from cop.meetings.models import Meeting
from cop.meetings.routes.meetings import address, bp
from cop.people.models import Person, Reader, Visitor
from cop.people.queries import get_address, get_address_of, list_addresses
from cop.people.service import addresses
from cop.people.zones import zone_name_of_person
from cop.spaces.models import Space
from cop.spaces.queries import get_space
from cop.web.links import language_of, public_url
from cop.web.rendering import site, ui_language
from cop.web.session import me, open_to_visitors, signed_in
from cop.web.transaction import afterwards

PURPOSE = "calendar"
KEPT = 300  # seconds


@bp.get("/dates")
@open_to_visitors
def list_dates() -> str:
    """What one signed up for, and all that comes and that one may read."""
    person = me() if me().is_signed_in else None
    return _list_page(None, own=queries.list_own(person) if person else [],
                      calendars=list_addresses(person, PURPOSE) if person else [])


@bp.get("/spaces/<slug>/dates")
@open_to_visitors
def list_dates_in(slug: str) -> str:
    return _list_page(get_space(me(), slug))


@bp.get("/dates/<int:meeting_id>.ics")
@open_to_visitors
def download(meeting_id: int) -> Response:
    meeting = queries.get_meeting(me(), meeting_id)
    answer = _answer([meeting], meeting.topic.title, me())
    answer.headers["Content-Disposition"] = f"attachment; filename={meeting.topic.slug}.ics"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.get("/feeds/spaces/<slug>.ics")
@open_to_visitors
def calendar_of_space(slug: str) -> Response:
    space = get_space(Visitor(), slug)
    with force_locale(language_of(space.language)):
        meetings = queries.list_for_calendar(Visitor(), space=space)
        return _answer(meetings, space.name, Visitor())


@bp.get("/feeds/calendars/<secret>.ics")
@open_to_visitors
def own_calendar(secret: str) -> Response:
    """What the owner of the address signed up for or planned, as they may see it now."""
    opened = get_address_of(secret, PURPOSE)
    if addresses.is_first_use_today(opened):
        afterwards(lambda: addresses.note_use(get_address_of(secret, PURPOSE)))
    owner = opened.person
    with force_locale(language_of(owner.interface_language or ui_language())):
        meetings = queries.list_for_calendar(owner, own=True)
        return _answer(meetings, _("My dates · %(site)s", site=site().name), owner)


@bp.post("/dates/calendars")
@signed_in
def make_calendar() -> Any:
    _made, secret = addresses.make_address(me(), PURPOSE, "own")
    page = render_template("meetings/new_calendar.html", address=public_url(
        url_for(".own_calendar", secret=secret)))
    return page, 201, {"Cache-Control": "no-store"}


@bp.post("/dates/calendars/<int:address_id>/revoke")
@signed_in
def revoke_calendar(address_id: int) -> Response:
    addresses.revoke_address(me(), get_address(me(), address_id))
    flash(_("There is nothing at this address any more."))
    return redirect(url_for(".list_dates"))


def _list_page(space: Space | None, *, own: Sequence[Meeting] = (),
               calendars: Sequence[Any] = ()) -> str:
    past = request.args.get("when") == "past"
    read = queries.list_past if past else queries.list_upcoming
    page = read(me(), space=space, after=request.args.get("after", ""))
    return render_template("meetings/dates.html", space=space, page=page, past=past, own=own,
                           calendars=calendars, policy=policy, times=times,
                           zone=zone_name_of_person(me()))


def _answer(meetings: Sequence[Meeting], name: str, reader: Reader) -> Response:
    """A calendar; who has it already hears that nothing has changed."""
    openings = list_openings(reader, [meeting.topic for meeting in meetings])
    texts = {topic_id: plain(post.html) for topic_id, post in openings.items()}
    content = calendar.write(
        meetings, name=name, texts=texts, with_links=policy.may_see_link(reader),
        address_of=lambda meeting: public_url(address(meeting)))
    shared = "private" if isinstance(reader, Person) else "public"
    answer = Response(content, mimetype="text/calendar", headers={
        "Cache-Control": f"{shared}, max-age={KEPT}"})
    answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
    return answer.make_conditional(request)
