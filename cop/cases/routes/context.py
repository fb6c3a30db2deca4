"""URL of a case beside one's own organisation, and the part of its page that leads there."""
from typing import Any

from flask import render_template

from cop.cases.context import compare
from cop.cases.models.cases import Case
from cop.cases.queries import cases as queries
from cop.cases.routes.reading import bp
from cop.cases.template import get_template
from cop.web.session import me, signed_in


@bp.get("/cases/<int:case_id>/context")
@signed_in
def show_context(case_id: int) -> str:
    case = queries.get_case(me(), case_id)
    return render_template("cases/context.html", case=case, organisation=me().organisation,
                           lines=_lines(case))


def context_beside(case: Case) -> str:
    """Fills the side of a case (slot case_aside) for members who said for whom they work."""
    if not me().is_signed_in or not me().organisation or not case.published_id:
        return ""
    return render_template("cases/_context_aside.html", case=case, lines=_lines(case))


def _lines(case: Case) -> list[Any]:
    if me().organisation is None:
        return []
    revision = queries.get_revision(me(), case)
    return compare(get_template(revision.template_version), revision.values, me().organisation)
