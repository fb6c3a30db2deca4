"""URLs of asking people to answer, and of those asked."""
from typing import Any

from flask import flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.text import as_number
from cop.base.verdict import require
from cop.digests.policy import may_edit
from cop.digests.queries import experts as queries
from cop.digests.queries.digests import get_digest
from cop.digests.routes.desk import bp
from cop.digests.service import asking
from cop.discussions.models.topics import Topic
from cop.discussions.queries.topics import get_topic
from cop.people.queries import get_person
from cop.web.session import me, signed_in


@bp.post("/digests/<int:digest_id>/questions/<int:topic_id>/asks")
@signed_in
def ask_expert(digest_id: int, topic_id: int) -> Any:
    require(may_edit(me(), get_digest(me(), digest_id)))
    topic = get_topic(me(), topic_id)
    expert = get_person(me(), request.form.get("person", 0, type=as_number))
    asking.ask_expert(me(), topic, expert)
    flash(_("%(name)s was asked.", name=expert.name))
    return redirect(url(".edit_digest", digest_id=digest_id, _anchor=f"topic-{topic.id}"))


@bp.get("/me/asks")
@signed_in
def own_asks() -> str:
    return render_template("digests/asks.html", asks=queries.list_asks(me()))


@bp.post("/me/asks/<int:ask_id>/decline")
@signed_in
def decline(ask_id: int) -> Any:
    asking.decline(me(), queries.get_ask(me(), ask_id))
    flash(_("Thank you for saying so. You will not be asked this again."))
    return redirect(url(".own_asks"))


def ask_on_topic(topic: Topic) -> str:
    """What somebody who was asked sees above the question (slot topic_lead)."""
    return render_template("digests/_asked.html", topic=topic) if topic.my_ask else ""
