"""URLs that keep what is written of a case: the form as a whole, or field by field from a script.

How what two wrote comes together is said in `merge.py`; submitting stands in `writing.py`.
"""
import json
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from cop.base.clock import now
from cop.base.days import format_time
from cop.base.verdict import require
from cop.cases import privacy
from cop.cases.changes import changes
from cop.cases.forms.writing import CaseForm, case_form
from cop.cases.merge import Merged, sums_of
from cop.cases.models.cases import Case
from cop.cases.policy import cases as policy
from cop.cases.queries import cases as queries
from cop.cases.queries import reviewing as work
from cop.cases.routes.reading import address, bp
from cop.cases.service import drafts, writing
from cop.cases.template import FILES, NEWEST, get_template
from cop.files.attaching import Attachment
from cop.web.limits import limiter
from cop.web.rendering import ui_language
from cop.web.session import kept_text, me, signed_in


@bp.get("/cases/new")
@signed_in
def new_case() -> str:
    require(policy.may_write_case(me()))
    kept = kept_text()
    return form_page(None, case_form(get_template(NEWEST), likely=_likely(),
                                     formdata=MultiDict(kept) if kept else None))


@bp.post("/cases/new")
@signed_in
@limiter.limit("30/hour")
def create_case() -> Any:
    form = case_form(get_template(NEWEST), likely=_likely())
    if form.rearrange(request.form):
        return form_page(None, form)
    if not form.check(stage()):
        return form_page(None, form), 422
    case = writing.start_case(me())
    return _next(case, drafts.save_form(me(), case, form.values, None, note=form.note.data or ""))


@bp.get("/cases/<int:case_id>/edit")
@signed_in
def edit_case(case_id: int) -> str:
    case = queries.get_case(me(), case_id)
    require(policy.may_edit_case(me(), case))
    return form_page(case, form_of(case))


@bp.post("/cases/<int:case_id>/edit")
@signed_in
def store_case(case_id: int) -> Any:
    case = queries.get_case(me(), case_id)
    require(policy.may_edit_case(me(), case))
    form = form_of(case)
    form.choose(drafts.says(case), request.form)
    if form.rearrange(request.form):
        return form_page(case, form)
    if not form.check(stage()):
        return form_page(case, form), 422
    return _merge(case, form)


@bp.post("/cases/drafts")
@signed_in
@limiter.limit("30/hour")
def begin_draft() -> Any:
    """The first fields of a new case, from a script: it becomes a draft."""
    require(policy.may_write_case(me()))
    form = case_form(get_template(NEWEST))
    case, kept = drafts.start_with(me(), form.some(request.form.getlist("fields")))
    return _kept(form, kept) | {"edit": url(".edit_case", case_id=case.id),
                                "fields": url(".store_fields", case_id=case.id)}, 201


@bp.patch("/cases/<int:case_id>/fields")
@signed_in
@limiter.limit("60/minute")
def store_fields(case_id: int) -> Any:
    """Some fields, from a script while somebody types."""
    case = queries.get_case(me(), case_id)
    require(policy.may_edit_case(me(), case))
    form = form_of(case)
    typed = form.some(request.form.getlist("fields"))
    return _kept(form, drafts.save_fields(me(), case, typed, form.base or {}))


@bp.post("/cases/<int:case_id>/renew")
@signed_in
def renew_case(case_id: int) -> Any:
    case = queries.get_case(me(), case_id)
    drafts.renew_draft(me(), case)
    flash(_("Your case is written under the newest template now. Every word is still there."))
    return redirect(url(".edit_case", case_id=case.id))


def form_page(case: Case | None, form: CaseForm, conflicts: tuple[str, ...] = ()) -> str:
    """The form of a case. `conflicts`: beside each such field what somebody else saved; the form
    that goes out knows of it, so saving again is meant."""
    stored = drafts.says(case) if case else {}
    other = {change.name: change for change in changes(form.template, stored, form.values)
             if change.name in conflicts}
    if conflicts or not form.opened_with.raw_data:
        form.opened_with.data = json.dumps(sums_of(stored), separators=(",", ":"))
    return render_template("cases/form.html", case=case, form=form, other=other, stored=stored,
                           newest=NEWEST, comments=_comments(case),
                           decisions=work.list_decisions(case) if case else [])


def form_of(case: Case, **kwargs: Any) -> CaseForm:
    note = case.current.note if case.current else ""
    return case_form(drafts.template_of(case), drafts.says(case), note=note, likely=_likely(),
                     files=_files(case), **kwargs)


def stage() -> str:
    return "submit" if request.form.get("act") == "submit" else "save"


def send(case: Case) -> Response:
    """Submit it, once its author has looked at what may identify somebody."""
    found = privacy.find_personal(get_template(case.current.template_version),
                                  case.current.values)
    if found and request.form.get("looked") != privacy.fingerprint(found):
        return redirect(url(".check_case", case_id=case.id))
    writing.submit_case(me(), case)
    flash(_("Your case is submitted. You will have a first answer within 5 working days and a "
            "decision within 15."))
    return redirect(address(case))


def _merge(case: Case, form: CaseForm) -> Any:
    merged = drafts.save_form(me(), case, form.values, form.base, note=form.note.data or "")
    if merged.conflicts:
        known = {str(each.file.id): each for each in [*_files(case), *form.files_given]}
        files = [known[row["file"]] for row in merged.values.get(FILES, ())]
        together = case_form(form.template, merged.values, note=form.note.data or "",
                             likely=_likely(), files=files, formdata=None)
        return form_page(case, together, merged.conflicts), 409
    return _next(case, merged)


def _next(case: Case, merged: Merged) -> Any:
    """After saving: to the section the button named, or to submit it."""
    _tell_of_others(len(merged.taken_over))
    if stage() == "submit":
        return send(case)
    flash(_("Your draft is saved. Nobody else sees it.") if case.status == "draft"
          else _("The text is saved."))
    part = request.form.get("act", "").partition(":")[2]
    return redirect(url(".edit_case", case_id=case.id, part=part or None,
                        _anchor=f"part-{part}" if part else None))


def _tell_of_others(taken_over: int) -> None:
    if taken_over:
        flash(ngettext("%(num)s field that somebody else changed meanwhile was kept with yours.",
                       "%(num)s fields that somebody else changed meanwhile were kept with yours.",
                       taken_over))


def _kept(form: CaseForm, kept: drafts.Kept) -> dict[str, Any]:
    return {"saved_at": format_time(now(), "short"), "sums": kept.sums,
            "problems": {**kept.problems, **form.unreadable()}, "conflicts": kept.conflicts}


def _comments(case: Case | None) -> dict[str, list[Any]]:
    """What the reviewers said last, field by field, while their author works on it."""
    said = work.list_comments(me(), case) if case and case.status == "changes_requested" else []
    sent = [comment for comment in said if comment.decision_id]
    last = max((comment.decision_id for comment in sent), default=None)
    fields: dict[str, list[Any]] = {}
    for comment in sent:
        if comment.decision_id == last:
            fields.setdefault(comment.field, []).append(comment)
    return fields


def _files(case: Case) -> list[Attachment]:
    files = case.current.files if case.current and FILES in case.current.fields else ()
    return [Attachment(each.file, each.alt) for each in files]


def _likely() -> list[str]:
    return [*me().languages, ui_language()]
