"""URLs of how pages look: what a reader chooses and puts away in their browser; all parts
on one page."""
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from cop.pages.routes.pages import bp, page_of_site
from cop.web import hints
from cop.web.kept_pages import same_for_visitors
from cop.web.look import TEXT_ONLY, Look, keep_look
from cop.web.read_only import stays_open
from cop.web.session import open_to_visitors, signed_in


@bp.get("/display")
@same_for_visitors
@open_to_visitors
def display() -> str:
    return render_template("pages/display.html", back=page_of_site(request.args.get("next", "")))


@bp.get("/display/choose")
@open_to_visitors
def choose_display() -> Response:
    """Asked with GET by everybody: nothing but a cookie is written, and pages need no token."""
    said = (request.args.get("theme", ""), request.args.get("size", ""),
            TEXT_ONLY if request.args.get("text_only") else "")
    flash(_("From now on pages look like this in this browser."))
    back = page_of_site(request.args.get("next", "")) or url_for(".display")
    return keep_look(redirect(back), Look.read(".".join(said)))


@bp.post(f"/hints/<any({', '.join(hints.HINTS)}):name>/hide")
@stays_open
@signed_in
def put_hint_away(name: str) -> Response:
    back = page_of_site(request.form.get("next", "")) or url_for(".home")
    return hints.put_away(redirect(back), name)


@bp.get("/styleguide")
@open_to_visitors
def styleguide() -> str:
    """For who builds: in English, whatever the reader's language is."""
    with force_locale("en"):
        return render_template("styleguide/styleguide.html")
