"""URLs of one digest: as a page, as a file, beside an older issue."""
from typing import Any

from flask import Response, current_app, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from cop.base.errors import NotFound
from cop.base.markup import to_html
from cop.base.text import as_number
from cop.digests import comparing, policy, words
from cop.digests.export import Sender, paper_for
from cop.digests.models import Digest
from cop.digests.queries import contents as contents_queries
from cop.digests.queries import digests as queries
from cop.digests.routes.desk import bp
from cop.documents.render import FORMATS, filename, render
from cop.web.limits import limiter
from cop.web.rendering import site
from cop.web.session import ask_to_sign_in, me, open_to_visitors

#: In the order of the buttons: what offices ask for first.
EXPORTS = ("docx", "pdf", "odt", "html", "epub", "md", "xlsx", "csv", "json", "ics", "eml")


@bp.get("/digests/<int:digest_id>")
@open_to_visitors
def show_digest(digest_id: int) -> Any:
    if (digest := _find(digest_id)) is None:
        return ask_to_sign_in()
    contents = contents_queries.gather(digest)
    formats = [(name, FORMATS[name].label) for name in EXPORTS]
    return render_template("digests/digest.html", digest=digest, contents=contents, words=words,
                           formats=formats, foreword=Markup(to_html(contents.foreword)),
                           works_here=policy.may_see_desk_of(me(), digest), policy=policy)


@bp.get("/digests/<int:digest_id>/export")
@limiter.limit("30/minute")
@open_to_visitors
def export_digest(digest_id: int) -> Any:
    if (digest := _find(digest_id)) is None:
        return ask_to_sign_in()
    name = request.args.get("format", "docx")
    if name not in EXPORTS:
        raise NotFound(_("There is no format “%(name)s”. There are: %(all)s.", name=name[:20],
                         all=", ".join(EXPORTS)))
    paper = paper_for(name, digest, contents_queries.gather(digest), _sender())
    response = Response(render(paper, name), content_type=FORMATS[name].media_type)
    response.headers.set("Content-Disposition", "attachment", filename=filename(paper, name))
    return response


@bp.get("/digests/<int:digest_id>/compare")
@open_to_visitors
def compare(digest_id: int) -> Any:
    if (digest := _find(digest_id)) is None:
        return ask_to_sign_in()
    others = queries.list_of_series(me(), digest)
    wish = request.args.get("with", type=as_number)
    other = next((each for each in others if each.id == wish), others[0] if others else None)
    both = other and comparing.compare(
        contents_queries.gather(digest), contents_queries.gather(other))
    return render_template("digests/compare.html", digest=digest, others=others, other=other,
                           both=both, words=words)


def _find(digest_id: int) -> Digest | None:
    """None where a visitor may have to sign in first: whether there is one is not told."""
    if me().is_signed_in:
        return queries.get_digest(me(), digest_id)
    return queries.find_public_issue(digest_id)


def _sender() -> Sender:
    config = current_app.config["COP"]
    return Sender(site(), config.base_url.rstrip("/"), config.mail_sender)
