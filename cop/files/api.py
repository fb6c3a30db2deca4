"""Files as programs send them: whole, in one request."""
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.base.errors import Invalid
from cop.files.inspecting import inspect
from cop.files.schemas import FileGivenSchema, FileSchema, file_json
from cop.files.service.files import Stored, keep_stored, store_sound
from cop.web.api import Blueprint
from cop.web.session import me
from cop.web.transaction import beforehand, done_beforehand

bp = Blueprint("files", __name__, description=_l("Files"))


def _store() -> Stored | Invalid | None:
    """What was sent, or what is wrong with it; nobody waits for that but who sent it."""
    given = request.files.get("file")
    if not given or not me().is_signed_in:
        return None
    try:
        return store_sound(me(), inspect(given.filename or "", given.read()))
    except Invalid as refusal:
        return refusal


@bp.route("/files", methods=["POST"])
@bp.doc(summary=_l("Keep a file, to be attached to what you write"), security=[{"key": []}])
@bp.arguments(FileGivenSchema, location="files")
@bp.response(201, FileSchema)
@beforehand(_store)
def send_file(given: dict[str, Any]) -> tuple[dict[str, Any], int]:
    stored = done_beforehand() or Invalid({"file": _("Choose a file.")})
    if isinstance(stored, Invalid):
        raise stored
    return file_json(keep_stored(me(), stored)), 201
