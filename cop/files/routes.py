"""URLs of files. Who may read one is said in `policy.py`."""
from flask import Blueprint, Response, send_file

from cop.files import queries, storage
from cop.web.session import me

bp = Blueprint("files", __name__)


@bp.get("/files/<int:file_id>/<name>")
def download(file_id: int, name: str) -> Response:
    """The file to keep, never to be shown by the browser as a page of ours."""
    file = queries.get_file(me(), file_id)
    return send_file(storage.path_of(file.digest), mimetype=file.media_type,
                     as_attachment=True, download_name=file.name, etag=file.digest)
