"""URLs where files arrive in parts, over lines that break; `upload.js` speaks to them.

The words are those of the IETF's “Resumable Uploads for HTTP”. What is checked stands in
`service/uploads.py`.
"""
from flask import Blueprint, Response, make_response, render_template, request, url_for

from cop.base.errors import Invalid
from cop.base.text import as_number
from cop.files import queries
from cop.files.attaching import Attachment
from cop.files.models import Upload
from cop.files.service import uploads
from cop.files.service.files import Stored, store_sound
from cop.web.limits import limiter
from cop.web.session import me, signed_in
from cop.web.transaction import beforehand, done_beforehand

bp = Blueprint("uploads", __name__)

OFFSET, COMPLETE, LENGTH = "Upload-Offset", "Upload-Complete", "Upload-Length"


@bp.post("/uploads")
@limiter.limit("60/hour;200/day")
@signed_in
def begin_upload() -> Response:
    """Begin, or go on where the same file stopped: the answer says at which offset."""
    size = request.form.get("size", 0, type=as_number)
    upload = uploads.begin_upload(me(), name=request.form.get("name", ""), size=size,
                                  digest=request.form.get("digest", ""))
    return _state(upload, 201)


@bp.get("/uploads/<int:upload_id>")
@signed_in
def show_upload(upload_id: int) -> Response:
    """At which offset the next part begins. (Asked with HEAD.)"""
    return _state(queries.get_upload(me(), upload_id), 204)


def _store_part(upload_id: int) -> None:
    if me().is_signed_in:
        uploads.store_part(queries.get_upload(me(), upload_id), _offset(), request.get_data())


@bp.patch("/uploads/<int:upload_id>")
@limiter.limit("3000/hour")
@signed_in
@beforehand(_store_part)
def add_part(upload_id: int) -> Response:
    upload = queries.get_upload(me(), upload_id, to_write=True)
    uploads.take_part(upload, _offset(), len(request.get_data()))
    return _state(upload, 204)


def _store_whole(upload_id: int) -> Stored | Invalid | None:
    """What arrived, or what is wrong with it."""
    if not me().is_signed_in:
        return None
    upload = queries.get_upload(me(), upload_id)
    try:
        return None if upload.file_id else store_sound(me(), uploads.look_at_upload(upload))
    except Invalid as refusal:
        return refusal


@bp.post("/uploads/<int:upload_id>/finish")
@signed_in
@beforehand(_store_whole)
def finish_upload(upload_id: int) -> tuple[dict[str, str], int]:
    """The file that arrived, as an item for the form it goes with."""
    if isinstance(done_beforehand(), Invalid):
        raise done_beforehand()
    upload = queries.get_upload(me(), upload_id, to_write=True)
    file = uploads.finish_upload(me(), upload, done_beforehand())
    return {"html": render_template("files/_arrived.html", attachment=Attachment(file))}, 201


@bp.delete("/uploads/<int:upload_id>")
@signed_in
def drop_upload(upload_id: int) -> Response:
    uploads.drop_upload(queries.get_upload(me(), upload_id, to_write=True))
    return make_response("", 204)


def _offset() -> int:
    """Where the part that was sent begins."""
    return request.headers.get(OFFSET, -1, type=as_number)


def _state(upload: Upload, status: int) -> Response:
    return make_response("", status, {
        "Location": url_for(".show_upload", upload_id=upload.id), OFFSET: str(upload.offset),
        LENGTH: str(upload.size), COMPLETE: "?1" if upload.is_whole else "?0",
        "Cache-Control": "no-store"})
