"""URLs where the practices of a space are taken along as one ZIP, to be read without a
connection."""
import io
from collections.abc import Sequence
from typing import IO

from flask import Response, current_app, render_template, send_file
from flask import url_for as url

from cop.cases.models.cases import Case
from cop.cases.pack import Names, pack
from cop.cases.queries import of_space as queries
from cop.cases.routes.reading import bp
from cop.documents.web_page import STYLE
from cop.spaces.models import Space
from cop.spaces.queries import get_space
from cop.web.limits import limiter
from cop.web.rendering import site
from cop.web.session import me, open_to_visitors


@bp.get("/spaces/<slug>/offline")
@limiter.limit("10/minute")
@open_to_visitors
def show_pack(slug: str) -> str:
    space = get_space(me(), slug)
    cases = queries.list_of_space(me(), space)
    with _pack(space, cases) as file:
        size = file.seek(0, io.SEEK_END)
    return render_template("cases/pack.html", space=space, cases=cases, size=size,
                           in_all=queries.count_of_space(me(), space))


@bp.get("/spaces/<slug>/offline.zip")
@limiter.limit("10/minute")
@open_to_visitors
def take_pack(slug: str) -> Response:
    space = get_space(me(), slug)
    file = _pack(space, queries.list_of_space(me(), space))
    file.seek(0)
    return send_file(file, "application/zip", as_attachment=True,
                     download_name=f"{space.slug}.zip")


def pack_link(space: Space) -> str:
    """The way there, on the page of a space (slot space_aside) in which there are topics."""
    return render_template("cases/_pack_link.html", space=space) if space.topic_count else ""


def _pack(space: Space, cases: Sequence[Case]) -> IO[bytes]:
    base_url = current_app.config["COP"].base_url.rstrip("/")

    def show_index(names: Names) -> str:
        return render_template(
            "cases/_pack_of_space.html", space=space, cases=cases, names=names, style=STYLE,
            address=base_url + url("spaces.show_space", slug=space.slug))

    return pack([(case, case.published) for case in cases], show_index, site=site(),
                base_url=base_url)
