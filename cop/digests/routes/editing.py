"""URLs of editing a draft: every deed is a button, and works without JavaScript."""
import re
from typing import Any

from flask import flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _

from cop.base.errors import Conflict, Invalid
from cop.base.text import as_number
from cop.base.verdict import require
from cop.digests import policy, words
from cop.digests.forms import ForewordForm
from cop.digests.models import Digest
from cop.digests.queries import contents as contents_queries
from cop.digests.queries import digests as queries
from cop.digests.queries.experts import experts_for
from cop.digests.routes.desk import bp
from cop.digests.service import editing
from cop.files.queries import get_file
from cop.search.asking import ask
from cop.search.forms import SearchForm
from cop.search.queries.index import list_space_names
from cop.web.rendering import ui_language
from cop.web.session import me, signed_in
from cop.web.uploads import sent_files

ADDRESS = re.compile(r"/(case|topic)s/(\d{1,9})(?!\d)", re.ASCII)
#: What search calls a thing, and what a digest does.
KINDS = {"case": "case", "topic": "topic", "event": "topic"}


@bp.get("/digests/<int:digest_id>/edit")
@signed_in
def edit_digest(digest_id: int) -> Any:
    digest = queries.get_digest(me(), digest_id)
    require(policy.may_edit(me(), digest))
    return _edit_page(digest, ForewordForm(formdata=None, foreword=digest.foreword,
                                           before=digest.foreword))


@bp.post("/digests/<int:digest_id>/items")
@signed_in
def arrange(digest_id: int) -> Any:
    digest, given = queries.get_digest(me(), digest_id, to_change=True), request.form
    key = given.get("key", "")
    editing.arrange(me(), digest, key, given.get("deed", ""), given.get("words", ""))
    flash(_("The digest is changed."))
    return redirect(url(".edit_digest", digest_id=digest.id, _anchor=key))


@bp.get("/digests/<int:digest_id>/items/new")
@signed_in
def find_items(digest_id: int) -> str:
    digest = queries.get_digest(me(), digest_id)
    require(policy.may_edit(me(), digest))
    typed = request.args.get("q", "").strip()
    named = ADDRESS.search(typed)
    found = [] if named else _look_for(typed)
    item = contents_queries.find_item(digest, named[1], int(named[2])) if named else None
    return render_template("digests/add.html", digest=digest, typed=typed, found=found, item=item,
                           kinds=KINDS, words=words)


@bp.post("/digests/<int:digest_id>/items/new")
@signed_in
def add_item(digest_id: int) -> Any:
    digest = queries.get_digest(me(), digest_id, to_change=True)
    kind, target = request.form.get("kind", ""), request.form.get("target", 0, type=as_number)
    item = editing.add_item(me(), digest, kind, target)
    flash(_("“%(title)s” is in.", title=item.title))
    return redirect(url(".edit_digest", digest_id=digest.id, _anchor=item.key))


@bp.post("/digests/<int:digest_id>/foreword")
@signed_in
def write_foreword(digest_id: int) -> Any:
    digest, form = queries.get_digest(me(), digest_id, to_change=True), ForewordForm()
    require(policy.may_edit(me(), digest))
    if not form.validate() or not _store(form, digest):
        return _edit_page(digest, form), 422
    flash(_("Foreword and logo are stored."))
    return redirect(url(".edit_digest", digest_id=digest.id))


def _store(form: ForewordForm, digest: Digest) -> bool:
    """Foreword and logo; what cannot be taken is said at its field."""
    try:
        editing.write_foreword(me(), digest, form.foreword.data, before=form.before.data or "")
        _store_logo(form, digest)
    except (Conflict, Invalid) as refusal:
        field = form.files if isinstance(refusal, Invalid) else form.foreword
        field.errors = [str(refusal)]
        return False
    return True


def _store_logo(form: ForewordForm, digest: Digest) -> None:
    sent = sent_files()
    if sent and sent[0].problem:
        raise Invalid({"logo": str(editing.NO_LOGO)})
    if sent or form.without_logo.data:
        editing.choose_logo(me(), digest, get_file(me(), sent[0].file_id) if sent else None)


def _edit_page(digest: Digest, form: ForewordForm) -> str:
    contents = contents_queries.gather(digest, me())
    experts = experts_for(item.id for item in contents.part("open_questions"))
    return render_template("digests/edit.html", digest=digest, contents=contents, form=form,
                           experts=experts, words=words, policy=policy)


def _look_for(typed: str) -> list[Any]:
    if not typed:
        return []
    form = SearchForm.read({"q": typed})
    answer = ask(me(), form, ui_language(), list_space_names(me()))
    return [hit for hit in answer.found.hits if hit.kind in KINDS]
