"""URLs of what somebody read last: the list, what is kept on their device, and the worker that
keeps it."""
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cop.pages.queries.recent import list_recent
from cop.pages.routes.pages import bp
from cop.web import last_read
from cop.web.look import look
from cop.web.read_only import stays_open
from cop.web.session import me, open_to_visitors, signed_in


@bp.get("/me/recent")
@signed_in
def recent() -> str:
    things = list_recent(me(), last_read.list_read())
    return render_template("pages/recent.html", things=things, most=last_read.MOST)


@bp.post("/me/recent/forget")
@stays_open
@signed_in
def forget_recent() -> Response:
    flash(_("The list is empty."))
    return last_read.forget(redirect(url_for(".recent")))


@bp.get("/offline")
@open_to_visitors
def offline() -> str:
    """Also what is shown, without a connection, for pages that are not kept."""
    return render_template("pages/offline.html", keeps=not look().keeps_nothing,
                           is_own_device=last_read.may_keep_pages())


@bp.get("/worker.js")
@open_to_visitors
def worker() -> Response:
    """At the root, since a worker is responsible for what lies below it. A browser takes a new one
    when it differs by a byte: the version makes it differ with every change of static files."""
    folder = Path(current_app.static_folder or "")
    source = (folder / "js" / "worker.js").read_text(encoding="utf-8")
    return Response(f"/* {_version(folder)} */\n{source}", mimetype="text/javascript")


@lru_cache(maxsize=4)
def _version(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
