"""URLs of the library: its list, table and map, what it holds as a file, cases side by side.

One case: `reading.py`. What may be seen is said in `policy/`.
"""
import io
from typing import Any

from flask import Response, render_template, request
from flask import url_for as url

from cop.base.sheets import write_csv
from cop.base.text import as_number
from cop.cases.comparing import side_by_side
from cop.cases.facets import offers
from cop.cases.forms.library import LibraryForm
from cop.cases.queries import library as queries
from cop.cases.queries.exports import export_cases
from cop.cases.routes.reading import bp
from cop.cases.sheets import as_cells, workbook
from cop.cases.template import our_language
from cop.documents.render import FORMATS
from cop.vocabulary.maps import draw_map
from cop.web.limits import limiter
from cop.web.page_cache import same_for_visitors
from cop.web.session import me, open_to_visitors

SHEETS = ("xlsx", "csv")


@bp.get("/cases")
@same_for_visitors
@open_to_visitors
def library() -> str:
    form = LibraryForm(request.args)
    total, counts = queries.count_values(me(), form.wanted)
    return render_template(
        "cases/library.html", form=form, total=total,
        formats=[(name, FORMATS[name].label) for name in SHEETS],
        offers=offers(counts, form.wanted, our_language()), **_shown(form))


@bp.get("/cases/compare")
@open_to_visitors
def compare_cases() -> str:
    ids = request.args.getlist("case", type=as_number)
    cases = queries.list_cases_to_compare(me(), ids)
    return render_template("cases/compare.html", cases=cases,
                           rows=side_by_side(me(), cases))


@bp.get("/cases.<any(xlsx, csv):extension>")
@limiter.limit("10/minute")
@open_to_visitors
def download_cases(extension: str) -> Response:
    rows = list(export_cases(me(), LibraryForm(request.args).wanted))
    written = workbook(rows) if extension == "xlsx" else _as_csv(rows)
    response = Response(written, content_type=FORMATS[extension].media_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"cases.{extension}")
    return response


def _as_csv(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    write_csv(out, as_cells(rows), language=our_language())
    return out.getvalue().encode("utf-8-sig")


def _shown(form: LibraryForm) -> dict[str, Any]:
    """What the view shows: places on the map, or a page of cases."""
    if form.view == "map":
        places = queries.count_places(me(), form.wanted)
        return {"drawn": draw_map(places, our_language(), link=lambda code: url(
            ".library", **form.asked(region=code, view="")))}
    return {"cases": queries.list_cases(me(), form.wanted, order=form.order,
                                        descending=form.descending, after=form.after)}
