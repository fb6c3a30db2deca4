"""URLs of drafts: kept by the form's button and by the page while one types, listed, discarded."""
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cop.base.errors import NotFound
from cop.discussions.forms import guess
from cop.discussions.places import Place
from cop.discussions.queries import drafts as draft_queries
from cop.discussions.queries.mentions import list_mentionable as list_people_at
from cop.discussions.routes.reading import bp
from cop.discussions.routes.typed import rendered
from cop.discussions.service import drafts
from cop.discussions.texts import LONGEST_POST, tidy_post
from cop.files.fields import named_files
from cop.people.models import Person
from cop.web.limits import limiter
from cop.web.rendering import ui_language
from cop.web.session import me, open_to_visitors, signed_in
from cop.web.uploads import sent_files

#: Fields of a form that belong to the page and not to what is written.
OF_THE_PAGE = ("csrf_token", "came_from", "place", "seen", "preview")


@bp.post("/drafts")
@limiter.limit("60/minute")
@open_to_visitors
def keep_draft() -> Any:
    """From a button it leads to one's drafts; from a script it answers when it was kept."""
    if _asks_a_script() and not me().is_signed_in:
        return {"problem": _("You are signed out.")}, 401
    return _keep()


@bp.post("/drafts/<int:draft_id>/discard")
@signed_in
def discard_draft(draft_id: int) -> Response:
    draft = draft_queries.get_draft(me(), draft_id)
    drafts.discard_draft(draft)
    flash(f"{me().id}-{draft.place}", "sent")
    flash(_("The draft is discarded."))
    return redirect(url_for("people.me"))


@bp.post("/preview")
@limiter.limit("60/minute")
@signed_in
def show_preview() -> dict[str, str]:
    """What a text will look like, while it is typed, and which language it seems to be in."""
    source = tidy_post(request.form.get("source", "")[:LONGEST_POST])
    return {"html": rendered(source, Place.read(request.form.get("place", "")),
                             named_files(request.form)),
            "language": guess(source, [ui_language(), *me().languages])}


@bp.get("/mentionable")
@limiter.limit("120/minute")
@signed_in
def list_mentionable() -> list[dict[str, str]]:
    """Who may read what is written at a place, and has a name that begins so."""
    place, words = Place.read(request.args.get("place", "")), request.args.get("q", "")
    if place is None:
        raise NotFound
    people = list_people_at(me(), place, words[:60]) if words.strip() else []
    names = [person.name for person in people]
    return [{"name": p.name if names.count(p.name) == 1 else f"{p.name}#{p.id}",
             "about": p.organisation.name if p.organisation else ""} for p in people]


def drafts_of(person: Person) -> str:
    """The part of one's own page (slot me) with what one began to write."""
    lines = draft_queries.list_drafts(person)
    return render_template("discussions/_drafts.html", lines=lines) if lines else ""


@signed_in
def _keep() -> Any:
    place = Place.read(request.form.get("place", ""))
    if place is None:
        raise NotFound
    words = {name: values for name, values in request.form.lists() if name not in OF_THE_PAGE}
    words |= {f"attached-{each.file_id}": [str(each.file_id)] for each in sent_files()
              if each.file_id}
    draft = drafts.keep_draft(me(), place, words)
    if _asks_a_script():
        return {"kept_at": draft.updated_at.isoformat() if draft else ""}
    flash(_("Your draft is kept. Only you see it."))
    return redirect(url_for("people.me", _anchor="drafts"))


def _asks_a_script() -> bool:
    return request.accept_mimetypes.best == "application/json"
