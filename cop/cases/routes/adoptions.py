"""URLs where one says that one uses a case and how it went, and where it is asked about."""
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.text import as_number
from cop.base.verdict import require
from cop.cases.deadlines import last_step
from cop.cases.forms.adoptions import AdoptionForm, ResultForm
from cop.cases.forms.reasons import ReasonForm
from cop.cases.models.adoptions import ASKED_AFTER, Adoption
from cop.cases.models.cases import Case
from cop.cases.policy import adoptions as policy
from cop.cases.queries import adoptions as adoption_queries
from cop.cases.queries import cases as queries
from cop.cases.routes.reading import address, bp, case_page
from cop.cases.service import adoptions as service
from cop.discussions.models.topics import Topic
from cop.discussions.policy import may_open_topic
from cop.discussions.queries.signs import find_own_remark
from cop.discussions.subjects import Subject
from cop.people.fields import put_back
from cop.people.models import Person, Visitor
from cop.spaces.queries import list_spaces
from cop.web.session import kept_text, me, signed_in


@bp.get("/cases/<int:case_id>/adoptions/new")
@signed_in
def new_adoption(case_id: int) -> str:
    case = queries.get_case(me(), case_id)
    require(policy.may_adopt(me(), case))
    form = AdoptionForm(data=_known(case))
    return _page(case, put_back(form, kept_text()))


@bp.post("/cases/<int:case_id>/adoptions")
@signed_in
def adopt_case(case_id: int) -> Any:
    case, form = queries.get_case(me(), case_id), AdoptionForm()
    require(policy.may_adopt(me(), case))
    if not form.check():
        return _page(case, form), 422
    service.adopt_case(me(), case, form.use)
    flash(_("Thank you: the case shows where it is used now, and who keeps it hears of it."))
    return _back_to(case)


@bp.get("/cases/<int:case_id>/adoptions/result")
@signed_in
def find_own_result(case_id: int) -> Response:
    """Where a notice leads that asks how it went: to the form of one's own entry."""
    case = queries.get_case(me(), case_id)
    told = adoption_queries.find_adoption(me(), case)
    return redirect(url("cases.ask_for_result", adoption_id=told.id) if told else
                    url("cases.new_adoption", case_id=case.id))


@bp.get("/adoptions/<int:adoption_id>/result")
@signed_in
def ask_for_result(adoption_id: int) -> str:
    adoption = adoption_queries.get_adoption(me(), adoption_id)
    require(policy.may_tell_result(me(), adoption))
    return _result_page(adoption, put_back(ResultForm(formdata=None, obj=adoption), kept_text()))


@bp.post("/adoptions/<int:adoption_id>/result")
@signed_in
def tell_result(adoption_id: int) -> Any:
    adoption, form = adoption_queries.get_adoption(me(), adoption_id), ResultForm()
    require(policy.may_tell_result(me(), adoption))
    if not form.check():
        return _result_page(adoption, form), 422
    service.tell_result(me(), adoption, outcome=form.outcome.data, words=form.words.data)
    flash(_("Thank you: others can learn from it now."))
    return _back_to(adoption.case)


@bp.post("/adoptions/<int:adoption_id>/remove")
@signed_in
def remove_adoption(adoption_id: int) -> Response:
    adoption = adoption_queries.get_adoption(me(), adoption_id)
    case = adoption.case
    service.remove_adoption(me(), adoption)
    flash(_("The entry is removed."))
    return _back_to(case)


@bp.post("/adoptions/<int:adoption_id>/hide")
@signed_in
def hide_adoption(adoption_id: int) -> Any:
    adoption, form = adoption_queries.get_adoption(me(), adoption_id), ReasonForm(prefix="hide")
    require(policy.may_hide_adoption(me(), adoption))
    if not form.validate():
        return case_page(adoption.case, hiding=form, to_hide=adoption.id), 422
    service.hide_adoption(me(), adoption, form.reason.data)
    flash(_("The entry is hidden. Who wrote it reads why."))
    return _back_to(adoption.case)


@bp.post("/adoptions/<int:adoption_id>/show")
@signed_in
def show_adoption(adoption_id: int) -> Response:
    adoption = adoption_queries.get_adoption(me(), adoption_id)
    service.show_adoption(me(), adoption)
    flash(_("Readers see the entry again."))
    return _back_to(adoption.case)


@bp.get("/cases/<int:case_id>/ask")
@signed_in
def choose_space(case_id: int) -> str:
    """In which space shall a question about this case be asked? The likely ones come first."""
    case = queries.get_case(me(), case_id)
    spaces = [space for space in list_spaces(me()) if may_open_topic(me(), space)]
    near = [space for space in spaces if set(space.themes) & set(case.themes)
            or set(space.regions) & set(case.regions)]
    return render_template("cases/ask.html", case=case, near=near,
                           others=[space for space in spaces if space not in near])


def find_subject(reader: Person | Visitor, case_id: int) -> Subject | None:
    """A case that somebody names as what a topic is about."""
    case = queries.find_case(reader, case_id)
    return case and _subject(reader, case)


def subject_of(reader: Person | Visitor, topic: Topic) -> Subject | None:
    """The case a topic is about."""
    return topic.case and _subject(reader, topic.case)


def _subject(reader: Person | Visitor, case: Case) -> Subject:
    return Subject(
        kind="case", id=case.id, title=case.title, language=case.language,
        address=url("cases.show_case", case_id=case.id, slug=case.slug),
        tell_use=url("cases.new_adoption", case_id=case.id) if policy.may_adopt(
            reader, case) else "")


def _known(case: Case) -> dict[str, Any]:
    """What was told already, else what is known of where one works and of one's remark."""
    if told := adoption_queries.find_adoption(me(), case):
        said = ("since", "changed", "cost", "result", "outcome", "names_person")
        return {"region": [told.region], **{name: getattr(told, name) for name in said}}
    remark = find_own_remark(me(), request.args.get("remark", 0, type=as_number))
    return {"region": list(me().regions)[:1] or [me().country] * bool(me().country),
            "result": remark.words if remark else ""}


def _page(case: Case, form: AdoptionForm) -> str:
    return render_template("cases/adoption.html", case=case, form=form)


def _result_page(adoption: Adoption, form: ResultForm) -> str:
    months = last_step(adoption.since, ASKED_AFTER, now().date())
    return render_template("cases/result.html", adoption=adoption, case=adoption.case, form=form,
                           months=months)


def _back_to(case: Case) -> Response:
    return redirect(address(case, _anchor="adoptions"))
