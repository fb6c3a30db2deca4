"""URLs of the jobs that were given up: look, try again, drop."""
import re
from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from cop.base.errors import Invalid
from cop.base.jobs import Job
from cop.pages import service
from cop.pages.queries import jobs as queries
from cop.pages.routes.pages import admin_page, bp
from cop.web.session import me, signed_in


@bp.get("/admin/jobs")
@signed_in
def parked_jobs() -> str:
    kind, after = request.args.get("kind", ""), request.args.get("after", "")
    return admin_page("pages/jobs.html", page=queries.list_parked_jobs(me(), kind, after),
                      kinds=queries.list_parked_kinds(me()), kind=kind)


@bp.post("/admin/jobs/<int:job_id>/again")
@signed_in
def try_job_again(job_id: int) -> Response:
    service.try_again(me(), queries.get_parked_jobs(me(), [job_id]))
    flash(_("It will be tried again within a minute."))
    return redirect(url_for(".parked_jobs"))


@bp.post("/admin/jobs/again")
@signed_in
def try_jobs_again() -> Response:
    jobs = _chosen()
    service.try_again(me(), jobs)
    flash(ngettext("%(num)s job will be tried again within a minute.",
                   "%(num)s jobs will be tried again within a minute.", len(jobs)))
    return redirect(url_for(".parked_jobs"))


@bp.post("/admin/jobs/drop")
@signed_in
def drop_jobs() -> Response:
    jobs = _chosen()
    service.drop_jobs(me(), jobs)
    flash(ngettext("%(num)s job is dropped.", "%(num)s jobs are dropped.", len(jobs)))
    return redirect(url_for(".parked_jobs"))


def _chosen() -> Sequence[Job]:
    """Those that were ticked, or all of a kind."""
    if kind := request.form.get("every", ""):
        return queries.get_parked_jobs(me(), kind=kind)
    ids = {int(each) for each in request.form.getlist("job") if re.fullmatch("[0-9]{1,9}", each)}
    if not ids:
        raise Invalid({"job": _("Please tick the jobs that you mean.")})
    return queries.get_parked_jobs(me(), ids)
