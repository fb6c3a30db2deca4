"""The words of documents: read once after a document came, kept for search."""
from collections.abc import Callable

from cop.base.db import db
from cop.base.events import publish
from cop.files import queries, storage
from cop.files.events import TextRead
from cop.files.kinds import BY_MEDIA_TYPE
from cop.files.models import DONE, REFUSED, File, FileText
from cop.files.words import NoWords, words_of


def read_words(file_id: int) -> Callable[[], None] | None:
    """Read the words of a document, which may take long. The answer stores them."""
    file = queries.find_file(file_id)
    if file is None or file.is_picture:
        return None
    digest, media_type = file.digest, file.media_type
    db.session.rollback()  # nothing is held meanwhile
    read = _read(digest, media_type)
    return lambda: _keep(file_id, *read)


def keep_words(file: File) -> None:
    """The same at once, where nobody waits: the demo, an import."""
    if not file.is_picture:
        _keep(file.id, *_read(file.digest, file.media_type))


def _read(digest: str, media_type: str) -> tuple[str, str, str]:
    """(state, text, reason)"""
    try:
        return DONE, words_of(storage.read(digest), BY_MEDIA_TYPE[media_type].ending), ""
    except NoWords as none:
        return REFUSED, "", str(none)


def _keep(file_id: int, state: str, text: str, reason: str) -> None:
    words = queries.find_text(file_id)
    if words is None:
        if queries.find_file(file_id) is None:
            return  # removed meanwhile
        words = FileText(file_id=file_id)
    words.state, words.text, words.reason = state, text, reason
    db.session.add(words)
    publish(TextRead(file_id=file_id))
