"""URLs of outlines: how topics of some kinds begin in a space."""
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.discussions.forms import OutlinesForm
from cop.discussions.policy import may_write_outlines
from cop.discussions.queries.outlines import outlines_of
from cop.discussions.routes.reading import bp
from cop.discussions.routes.typed import kept
from cop.discussions.service import outlines as service
from cop.spaces.models import Space
from cop.spaces.queries import get_space
from cop.web.session import me, signed_in


@bp.get("/spaces/<slug>/outlines")
@signed_in
def show_outlines(slug: str) -> str:
    space = get_space(me(), slug)
    require(may_write_outlines(me(), space))
    return _page(space, OutlinesForm(**kept(), data=outlines_of(space)))


@bp.post("/spaces/<slug>/outlines")
@signed_in
def write_outlines(slug: str) -> Any:
    space, form = get_space(me(), slug), OutlinesForm()
    require(may_write_outlines(me(), space))
    if not form.validate():
        return _page(space, form), 422
    service.write_outlines(me(), space, form.texts)
    flash(_("New topics begin like this from now on."))
    return redirect(url_for("spaces.show_space", slug=space.slug))


def outlines_link(space: Space) -> str:
    """The way there, on the page of a space (slot space_aside), for who may write them."""
    if not may_write_outlines(me(), space):
        return ""
    return render_template("discussions/_outlines_link.html", space=space)


def _page(space: Space, form: OutlinesForm) -> str:
    return render_template("discussions/outlines.html", space=space, form=form)
