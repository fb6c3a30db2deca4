"""URLs of what somebody decides about their notices, and of stopping mail from a letter."""
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.errors import NotFound
from cop.notifications.digest_letters import DigestWriter
from cop.notifications.forms import AS_ELSEWHERE, NoticesForm, PlaceForm
from cop.notifications.kinds import SUBJECTS
from cop.notifications.models import Rhythm
from cop.notifications.queries import rhythms, wishes
from cop.notifications.queries.digest import list_contents
from cop.notifications.routes.inbox import bp
from cop.notifications.service import wishes as service
from cop.people.zones import zone_of_person
from cop.web.rendering import ui_language
from cop.web.session import me, open_to_visitors, signed_in


@bp.get("/me/notices")
@signed_in
def settings() -> str:
    rhythm = rhythms.find_rhythm(me()) or rhythms.USUAL
    channels = {f"about_{subject}": channel.value
                for subject, channel in wishes.list_wishes_of_subjects(me()).items()}
    return _page(NoticesForm(formdata=None, obj=rhythm, data=channels), rhythm)


@bp.post("/me/notices")
@signed_in
def store_settings() -> Any:
    form = NoticesForm()
    if not form.validate_on_submit():
        return _page(form, rhythms.find_rhythm(me()) or rhythms.USUAL), 422
    service.choose_channels(me(), form.channels)
    service.plan_mail(me(), form.plan)
    flash(_("Your settings are stored."))
    return redirect(url_for(".settings"))


@bp.get("/me/notices/digest")
@signed_in
def preview_digest() -> str:
    """What the next digest would hold if it came now."""
    found = list_contents([me().id], now())
    parts = DigestWriter().parts(found[0], ui_language()) if found else []
    rhythm = found[0].rhythm if found else rhythms.find_rhythm(me()) or rhythms.USUAL
    return render_template("notifications/digest.html", parts=parts, next_at=_next_at(rhythm))


@bp.get("/me/notices/<any(topic, space, theme):kind>/<target>")
@signed_in
def show_place(kind: str, target: str) -> str:
    place = wishes.get_place(me(), kind, target)
    wish = wishes.find_wish(me(), place=place.place)
    return _place_page(PlaceForm(
        formdata=None, channel=wish.channel if wish else AS_ELSEWHERE), place)


@bp.post("/me/notices/<any(topic, space, theme):kind>/<target>")
@signed_in
def store_place(kind: str, target: str) -> Any:
    place, form = wishes.get_place(me(), kind, target), PlaceForm()
    if not form.validate_on_submit():
        return _place_page(form, place), 422
    service.choose_channel_of_place(me(), place.place, form.wish)
    flash(_("Your settings are stored."))
    return redirect(url_for(".settings"))


@bp.get("/notices/stop/<key>/<subject>")
@open_to_visitors
def ask_to_stop(key: str, subject: str) -> str:
    """Programs that look at every link in a letter stop nothing: the button does."""
    return _stop_page(rhythms.get_rhythm_to_stop(key), subject)


@bp.post("/notices/stop/<key>/<subject>")
@open_to_visitors
def stop(key: str, subject: str) -> str:
    """Mail programs send this for their reader (RFC 8058), without a page of ours before it."""
    rhythm = rhythms.get_rhythm_to_stop(key)
    page = _stop_page(rhythm, subject, stopped=True)
    return page if not service.stop_mail(rhythm, subject) else _stop_page(
        rhythm, subject, stopped=True, places=True)


def _page(form: NoticesForm, rhythm: Rhythm) -> str:
    return render_template("notifications/settings.html", form=form, rhythm=rhythm,
                           next_at=_next_at(rhythm), places=wishes.list_wishes_of_places(me()))


def _next_at(rhythm: Rhythm) -> datetime | None:
    """By the clocks of who reads."""
    return rhythm.next_at and rhythm.next_at.astimezone(zone_of_person(me()))


def _place_page(form: PlaceForm, place: wishes.NamedPlace) -> str:
    return render_template("notifications/place.html", form=form, place=place)


def _stop_page(rhythm: Rhythm, subject: str, *, stopped: bool = False,
               places: bool = False) -> str:
    if subject != "digest" and subject not in SUBJECTS:
        raise NotFound
    name = SUBJECTS[subject].name if subject in SUBJECTS else ""
    return render_template("notifications/stop.html", subject=subject, name=name, stopped=stopped,
                           places=places)
