"""URLs where files are read. Who may read one is said in `policy.py`."""
from flask import Blueprint, Response, send_file

from cop.base.errors import NotFound
from cop.files import queries, storage
from cop.files.models import File
from cop.web.session import me, open_to_visitors

bp = Blueprint("files", __name__)

#: Nothing in a file may run, load or send anything, whatever a browser takes it for.
POLICY = "default-src 'none'; sandbox"
#: Pictures are asked for on each page: for so long a browser need not ask again, in seconds.
KEPT = 300


@bp.get("/files/<int:file_id>/<name>")
@open_to_visitors
def download(file_id: int, name: str) -> Response:
    """The file to keep, never to be shown by the browser as a page of ours."""
    file = queries.get_file(me(), file_id)
    return _send(file, file.digest, file.media_type, as_attachment=True)


@bp.get("/pictures/<int:file_id>/<any(full, medium, small):size>")
@open_to_visitors
def show_picture(file_id: int, size: str) -> Response:
    """A picture, made anew when it arrived, to be shown on pages."""
    file = queries.get_file(me(), file_id)
    if not file.is_picture:
        raise NotFound
    digest = file.digest if size == "full" else getattr(file, size)
    media_type = file.media_type if size == "full" else "image/webp"
    response = _send(file, digest, media_type, as_attachment=False)
    response.headers["Cache-Control"] = f"private, max-age={KEPT}"
    return response


def _send(file: File, digest: str, media_type: str, *, as_attachment: bool) -> Response:
    response = send_file(storage.source(digest), mimetype=media_type, etag=digest,
                         as_attachment=as_attachment, download_name=file.name, conditional=True)
    response.headers["Content-Security-Policy"] = POLICY
    return response
