"""URLs where a topic becomes a case, and where authors of posts say whether they may be quoted.

Who may is said in `policy/quotations.py`.
"""
import re
from typing import Any

from flask import flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.text import as_number
from cop.base.verdict import require
from cop.cases.policy import quotations as policy
from cop.cases.queries import quotations as queries
from cop.cases.queries.cases import get_case
from cop.cases.routes.reading import address, bp
from cop.cases.service import quoting as service
from cop.cases.template import NEWEST, get_template
from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries.posts import posts_in_order
from cop.discussions.queries.topics import get_topic
from cop.web.session import me, signed_in


@bp.get("/topics/<int:topic_id>/case")
@signed_in
def choose_posts(topic_id: int) -> str:
    """Which posts of a topic go into a case, and where."""
    topic = get_topic(me(), topic_id)
    require(policy.may_make_case(me(), topic))
    return _choice_page(topic)


@bp.post("/topics/<int:topic_id>/case")
@signed_in
def make_case(topic_id: int) -> Any:
    topic = get_topic(me(), topic_id)
    require(policy.may_make_case(me(), topic))
    drafts = queries.list_own_drafts_from(me(), topic)
    wanted = request.form.get("into", type=as_number)
    case = next((draft for draft in drafts if draft.id == wanted), None)
    chosen = _chosen(topic)
    if not chosen:
        return _choice_page(topic, wrong=_("Please choose at least one post.")), 422
    case = service.make_case(me(), topic, chosen, case)
    flash(_("The authors are asked. What they give appears in the draft."))
    return redirect(address(case, _anchor="quotations"))


@bp.get("/quotations/<int:quotation_id>")
@signed_in
def show_quotation(quotation_id: int) -> str:
    quotation = queries.get_quotation(me(), quotation_id)
    template = get_template(quotation.case.current.template_version)
    return render_template(
        "cases/quotation.html", quotation=quotation, policy=policy,
        asked=template.field(quotation.field), credit=service.credit_of)


@bp.post("/quotations/<int:quotation_id>/answer")
@signed_in
def answer_quotation(quotation_id: int) -> Any:
    quotation = queries.get_quotation(me(), quotation_id)
    service.answer_quotation(me(), quotation, request.form.get("answer", ""))
    flash(_("Thank you. You can change your mind on this page."))
    return redirect(url(".show_quotation", quotation_id=quotation.id))


@bp.post("/cases/<int:case_id>/quotations/<int:quotation_id>/drop")
@signed_in
def do_without(case_id: int, quotation_id: int) -> Any:
    case = get_case(me(), case_id)
    service.do_without(me(), queries.get_quotation_of(case, quotation_id))
    flash(_("The case goes on without these words."))
    return redirect(address(case, _anchor="quotations"))


@bp.post("/cases/<int:case_id>/sources/<int:topic_id>/seen")
@signed_in
def see_news(case_id: int, topic_id: int) -> Any:
    case = get_case(me(), case_id)
    service.see_news(me(), queries.get_source(me(), case, topic_id))
    flash(_("You will hear of what is written there from now on."))
    return redirect(address(case))


def link_on_topic(topic: Topic) -> str:
    """Among what can be done with a topic (slot topic_actions)."""
    if not policy.may_make_case(me(), topic):
        return ""
    return render_template("cases/_make_case.html", topic=topic)


def cases_beside_topic(topic: Topic) -> str:
    """What a topic became, for those who see it (slot topic_aside)."""
    cases = [source.case for source in topic.case_sources if source.case]
    return render_template("cases/_became.html", cases=cases) if cases else ""


def _chosen(topic: Topic) -> list[tuple[Post, str]]:
    """The posts of this page that go into a field."""
    wanted = {int(name.removeprefix("post-")): field for name, field in request.form.items()
              if re.fullmatch("post-[0-9]{1,9}", name) and field}
    page = posts_in_order(me(), topic, request.args.get("after", 0, type=as_number))
    return [(post, wanted[post.id]) for post in page if post.id in wanted]


def _choice_page(topic: Topic, *, wrong: str = "") -> str:
    posts = posts_in_order(me(), topic, request.args.get("after", 0, type=as_number))
    drafts = queries.list_own_drafts_from(me(), topic)
    asked = queries.list_asked_posts([draft.id for draft in drafts])
    return render_template(
        "cases/make_case.html", topic=topic, posts=posts, drafts=drafts, asked=asked,
        policy=policy, wrong=wrong, sections=_sections(),
        chosen=request.form)


def _sections() -> list[tuple[str, list[Any]]]:
    """The fields that take quotations, by section of the newest template."""
    fields = service.fields_for_quotations()
    sections = get_template(NEWEST).sections
    return [(section.label, here) for section in sections
            if (here := [field for field in section.fields if field in fields])]
