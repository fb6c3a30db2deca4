"""URLs of how pages look: what a reader chooses and puts away; all parts on one page."""
from dataclasses import replace

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from cop.pages.routes.pages import bp, page_of_site
from cop.people.service.profiles import choose_look, put_hints_away
from cop.web import hints, last_read
from cop.web.look import (
    KEEPS_NOTHING,
    NO_KEYS,
    TEXT_ONLY,
    Look,
    is_of_this_browser,
    keep_look,
    leave_to_account,
    look,
)
from cop.web.page_cache import same_for_visitors
from cop.web.read_only import stays_open
from cop.web.rendering import site
from cop.web.session import me, open_to_visitors, signed_in


@bp.get("/display")
@same_for_visitors
@open_to_visitors
def display() -> str:
    return render_template("pages/display.html", back=page_of_site(request.args.get("next", "")))


@bp.route("/display/choose", methods=["GET", "POST"])
@stays_open
@open_to_visitors
def choose_display() -> Response:
    """Visitors ask with GET: nothing but a cookie is written, and their pages need no token."""
    back = page_of_site(request.values.get("next", "")) or url_for(".display")
    here = bool(request.values.get("here"))
    chosen = Look() if request.values.get("anew") else Look.read(".".join(_said()))
    is_of_account = _goes_with_account(here=here)
    flash(_("From now on pages look like this wherever you sign in.") if is_of_account
          else _("From now on pages look like this in this browser."))
    return _choose(redirect(back), chosen, is_of_account=is_of_account)


@bp.post("/display/keys")
@stays_open
@open_to_visitors
def choose_keys() -> Response:
    """Asked by the script that shows the list of keys."""
    chosen = replace(look(), no_keys=not request.form.get("keys"))
    is_of_account = _goes_with_account(here=is_of_this_browser())
    return _choose(Response(status=204), chosen, is_of_account=is_of_account)


@bp.post(f"/hints/<any({', '.join(hints.HINTS)}):name>/hide")
@stays_open
@signed_in
def put_hint_away(name: str) -> Response:
    back = redirect(page_of_site(request.form.get("next", "")) or url_for(".home"))
    names = hints.with_one_more(name)
    if site().read_only:
        return hints.remember(back, names)
    put_hints_away(me(), names)
    return back


def _said() -> tuple[str, ...]:
    ticks = ((TEXT_ONLY, "text_only"), (NO_KEYS, "no_keys"), (KEEPS_NOTHING, "keeps_nothing"))
    return (request.values.get("theme", ""), request.values.get("size", ""),
            *(word for word, name in ticks if request.values.get(name)))


def _goes_with_account(*, here: bool) -> bool:
    """On a day on which nothing can be written, the browser remembers."""
    return (request.method == "POST" and me().is_signed_in and not here
            and not site().read_only)


def _choose(response: Response, chosen: Look, *, is_of_account: bool) -> Response:
    if chosen.keeps_nothing:
        last_read.forget(response)
    if not is_of_account:
        return keep_look(response, chosen, above_account=me().is_signed_in)
    choose_look(me(), chosen.written)
    return leave_to_account(response)


@bp.get("/styleguide")
@open_to_visitors
def styleguide() -> str:
    """For who builds: in English, whatever the reader's language is."""
    with force_locale("en"):
        return render_template("styleguide/styleguide.html")
