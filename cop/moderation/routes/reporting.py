"""URLs where things are reported, and where one sees what became of it."""
from typing import Any

from flask import flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.verdict import require
from cop.moderation.forms import AgainForm, ReportForm
from cop.moderation.letters import outcome_of
from cop.moderation.models.items import Report
from cop.moderation.policy import may_report
from cop.moderation.queries import reports as queries
from cop.moderation.queries.decisions import list_own_decisions
from cop.moderation.queries.things import Thing, get_thing
from cop.moderation.reasons import HELP, REASONS, REPORTED
from cop.moderation.routes.log import bp
from cop.moderation.service import second_looks
from cop.moderation.service.deciding import OUTCOME_NAMES
from cop.moderation.service.reporting import report_thing
from cop.people.fields import put_back
from cop.web.limits import limiter
from cop.web.session import kept_text, me, open_to_visitors, signed_in
from cop.web.slots import say

PLACES = {place: kind for kind, (place, _name) in REPORTED.items()}
FILES = "/files/<int:target_id>/report"  # spelt out, or it would be a file of that name
PATH = "/<any({}):place>/<int:target_id>/report".format(
    ", ".join(place for place in PLACES if place != "files"))


@bp.get(FILES, defaults={"place": "files"})
@bp.get(PATH)
@open_to_visitors
def report(place: str, target_id: int) -> str:
    thing = get_thing(me(), PLACES[place], target_id)
    require(may_report(me(), thing.author_id))
    own = queries.find_own_report(me(), thing.kind, thing.id) if me().is_signed_in else None
    begun = {"reason": own.reason, "note": own.note} if own and own.item.is_open else {}
    return _page(thing, ReportForm(data=begun), own)


@bp.post(FILES, defaults={"place": "files"})
@bp.post(PATH)
@limiter.limit("10/hour;30/day")
@open_to_visitors
def send_report(place: str, target_id: int) -> Any:
    thing, form = get_thing(me(), PLACES[place], target_id), ReportForm()
    if not form.check():
        return _page(thing, form, None), 422
    sent = report_thing(me(), thing, form.said)
    flash(_thanks(sent))
    return redirect(url(".own_reports") if me().is_signed_in else _back(thing))


@bp.get("/me/reports")
@signed_in
def own_reports() -> str:
    after = request.args.get("after", "")
    page = queries.list_own_reports(me(), after)
    again = {(each.item.kind, each.item.target_id) for each in page if each.is_again}
    return render_template(
        "moderation/own.html", page=page, after=after, again=again,
        decisions=[] if after else list_own_decisions(me()), reasons=REASONS,
        outcomes=OUTCOME_NAMES, outcome_of=outcome_of)


@bp.get("/me/reports/<int:report_id>/again")
@signed_in
def second_look(report_id: int) -> str:
    report = queries.get_own_report(me(), report_id)
    return _again_page(report, put_back(AgainForm(formdata=None), kept_text()))


@bp.post("/me/reports/<int:report_id>/again")
@limiter.limit("10/hour;30/day")
@signed_in
def ask_again(report_id: int) -> Any:
    report, form = queries.get_own_report(me(), report_id), AgainForm()
    require(second_looks.verdict_on(me(), report))
    if not form.check():
        return _again_page(report, form), 422
    second_looks.ask_again(me(), report, form.text.data)
    flash(_("Another moderator looks at it. You see here what they answer."))
    return redirect(url(".own_reports"))


def link_on_post(post: Any) -> str:
    """The way to report a post (slot post_deeds); no query."""
    return _link("posts", post.id, post.author_id, "")


def link_on_case(case: Any) -> str:
    """The same of a case (slot case_actions)."""
    return _link("cases", case.id, case.author_id, "")


def link_on_profile(person: Any) -> str:
    """The same of a person (slot profile)."""
    return _link("people", person.id, person.id, "button quiet")


def _link(place: str, target_id: int, author_id: int | None, look: str) -> str:
    return say("moderation/_report_link.html", "link", place, target_id, author_id, look)


def _page(thing: Thing, form: ReportForm, own: Report | None) -> str:
    return render_template("moderation/report.html", thing=thing, form=form, own=own, help=HELP)


def _again_page(report: Report, form: AgainForm) -> str:
    item = report.item
    return render_template(
        "moderation/again.html", report=report, form=form,
        thing=get_thing(me(), item.kind, item.target_id),
        verdict=second_looks.verdict_on(me(), report))


def _back(thing: Thing) -> str:
    return thing.address


def _thanks(sent: Report) -> str:
    if sent.reporter_id:
        return _("Thank you. Your report has the number %(number)s. A moderator will look at it; "
                 "you see here what becomes of it.", number=sent.number)
    if sent.email:
        return _("Thank you. Your report has the number %(number)s. You will hear from us by "
                 "e-mail.", number=sent.number)
    return _("Thank you. Your report has the number %(number)s. A moderator will look at it.",
             number=sent.number)
