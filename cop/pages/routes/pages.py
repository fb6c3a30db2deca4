"""URLs of home, the pages every public service owes, administration, and what machines ask."""
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.contacts import is_email
from cop.base.days import format_date
from cop.base.errors import Invalid, NotFound
from cop.base.verdict import require
from cop.pages import manual, service, statement
from cop.pages.forms import BarrierForm
from cop.pages.models import AccessibilityReport
from cop.pages.queries import admin as admin_queries
from cop.pages.queries import health
from cop.pages.queries import home as home_queries
from cop.people.policy import may_administer
from cop.people.service.profiles import choose_interface_language
from cop.spaces.policy import has_ended
from cop.web.limits import limiter
from cop.web.links import public_url
from cop.web.page_cache import same_for_visitors
from cop.web.rendering import keep_language, site, static_url, ui_language, ui_languages
from cop.web.session import me, open_to_visitors, signed_in

bp = Blueprint("pages", __name__)

#: What robots need not read: other people's searches, forms and everything behind sign-in.
NOT_FOR_ROBOTS = ("/admin", "/api/", "/digests", "/display", "/inbox", "/language", "/login", "/me",
                  "/moderation", "/offline", "/register", "/reset", "/search", "/styleguide")
#: How long the contact for security is to be trusted without being read again.
CONTACT_HOLDS = timedelta(days=180)


@bp.get("/")
@same_for_visitors
@open_to_visitors
def home() -> str:
    return _home_of_member() if me().is_signed_in else _home_of_visitor()


@bp.get("/about")
@same_for_visitors
@open_to_visitors
def about() -> str:
    return render_template("pages/about.html")


@bp.get("/help", endpoint="help")
@same_for_visitors
@open_to_visitors
def show_help() -> str:
    words = request.args.get("q", "").strip()
    return render_template("pages/help.html", words=words, found=manual.find(words, ui_language()),
                           pages=manual.list_pages(ui_language()))


@bp.get("/privacy")
@same_for_visitors
@open_to_visitors
def privacy() -> str:
    return render_template("pages/privacy.html")


@bp.get("/terms")
@same_for_visitors
@open_to_visitors
def terms() -> str:
    return render_template("pages/terms.html")


@bp.get("/accessibility")
@open_to_visitors
def accessibility() -> str:
    return _accessibility_page(BarrierForm(formdata=None, page=_where_from()))


@bp.post("/accessibility")
@limiter.limit("10/hour")
@open_to_visitors
def report_barrier() -> Any:
    form = BarrierForm()
    if not form.validate():
        return _accessibility_page(form), 422
    report = service.report_barrier(
        text=form.text.data, page=form.page.data, email=form.email.data)
    flash(_thanks_for(report))
    return redirect(url_for(".accessibility"))


@bp.route("/language", methods=["GET", "POST"])
@open_to_visitors
def set_language() -> Response:
    """Visitors ask with GET: nothing but a cookie is written, and their pages need no token."""
    language = request.values.get("language", "")
    if language not in dict(ui_languages()):
        raise Invalid({"language": _("The pages are not available in this language.")})
    if request.method == "POST" and me().is_signed_in:
        choose_interface_language(me(), language)
    back = redirect(page_of_site(request.values.get("next", "")) or url_for(".home"))
    return keep_language(back, language)


@bp.get("/admin")
@signed_in
def admin() -> Response:
    require(may_administer(me()))
    return redirect(url_for(".settings"))


@bp.get("/admin/accessibility")
@signed_in
def reports() -> str:
    done = request.args.get("state") == "done"
    found = admin_queries.list_reports(me(), done=done, after=request.args.get("after", ""))
    return admin_page("pages/reports.html", page=found, done=done, today=now().date())


@bp.post("/admin/accessibility/<int:report_id>/done")
@signed_in
def finish_report(report_id: int) -> Response:
    report = admin_queries.get_report(me(), report_id)
    service.finish_report(me(), report)
    flash(_("Report %(number)s is done.", number=report.number))
    return redirect(url_for(".reports"))


@bp.get("/healthz")
@open_to_visitors
def alive() -> Response:
    return _plain("ok\n")


@bp.get("/readyz")
@open_to_visitors
def ready() -> Response:
    parts = list(health.look_around(Path(current_app.template_folder).parent / "migrations"))
    stops = any(part.problem and part.stops for part in parts)
    lines = [f"{part.name}: {part.problem or 'ok'}\n" for part in parts]
    return _plain("".join(lines), 503 if stops else 200)


@bp.get("/robots.txt")
@open_to_visitors
def robots() -> Response:
    return _plain("\n".join(["User-agent: *", *(f"Disallow: {p}" for p in NOT_FOR_ROBOTS), ""]))


@bp.get("/.well-known/security.txt")
@open_to_visitors
def security_contact() -> Response:
    contact = site().contact
    if not contact:
        raise NotFound
    lines = {"Contact": f"mailto:{contact}" if is_email(contact) else contact,
             "Expires": (now() + CONTACT_HOLDS).strftime("%Y-%m-%dT00:00:00Z"),
             "Preferred-Languages": ", ".join(code for code, _name in ui_languages()),
             "Canonical": public_url(url_for(".security_contact"))}
    return _plain("".join(f"{name}: {value}\n" for name, value in lines.items()))


@bp.get("/favicon.ico")
@open_to_visitors
def favicon() -> Response:
    return redirect(static_url("favicon.svg"))


def _home_of_visitor() -> str:
    return render_template(
        "pages/home.html", spaces=home_queries.list_lively_spaces(me()),
        cases=home_queries.list_best_cases(me(), ui_language()),
        solved=home_queries.list_solved_questions(me()))


def _home_of_member() -> str:
    reader, interests = me(), home_queries.get_interests(me())
    own = home_queries.list_own_spaces(reader, interests)
    spaces = [space for space, _ in own]
    new = home_queries.list_topics_for(reader, interests, spaces)
    return render_template(
        "pages/my_home.html", own=own, spaces=spaces, interests=interests,
        questions=new.questions, topics=new.others,
        writable=[space for space in spaces if not has_ended(space)],
        lively=[] if spaces else home_queries.list_lively_spaces(reader),
        cases=home_queries.list_cases_for(reader, interests))


def _accessibility_page(form: BarrierForm) -> str:
    return render_template("pages/accessibility.html", form=form,
                           days=service.ANSWER_WITHIN.days, prepared=statement.PREPARED)


def _where_from() -> str:
    """The page of this site on which somebody followed the link to the statement."""
    referrer = request.referrer or ""
    if not referrer.startswith(request.host_url):
        return ""
    page = page_of_site("/" + referrer.removeprefix(request.host_url))
    return "" if page == request.path else page


def _thanks_for(report: AccessibilityReport) -> str:
    day = format_date(report.due_on, "long")
    if report.email:
        return _("Thank you. Your report has the number %(number)s. An answer is due by "
                 "%(day)s.", number=report.number, day=day)
    return _("Thank you. Your report has the number %(number)s and is due to be dealt with by "
             "%(day)s.", number=report.number, day=day)


def admin_page(template: str, **context: Any) -> str:
    return render_template(template, waiting=admin_queries.count_waiting(me()), **context)


def page_of_site(address: str) -> str:
    """The path of a page here, without its wish for a language; nothing for other addresses."""
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        return ""
    parts = urlsplit(address)
    wishes = [(name, value) for name, value in parse_qsl(parts.query) if name != "ui"]
    return parts.path + (f"?{urlencode(wishes)}" if wishes else "")


def _plain(text: str, status: int = 200) -> Response:
    return Response(text, status, mimetype="text/plain")
