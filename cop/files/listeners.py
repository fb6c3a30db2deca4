"""What the clockwork means for files. Which bytes are known is said by `queries.py`."""
from collections.abc import Callable
from datetime import timedelta

from cop.base.clock import now
from cop.base.events import on
from cop.base.jobs import every
from cop.files import queries, storage
from cop.files.events import FileKept
from cop.files.service.files import PATIENCE, purge_orphans
from cop.files.service.texts import read_words
from cop.files.service.uploads import purge_uploads


@on(FileKept, outside=True, slow=True)
def read_document(event: FileKept) -> Callable[[], None] | None:
    return read_words(event.file_id)


@every(timedelta(days=1), outside=True, slow=True)
def sweep_storage() -> None:
    """Remove the bytes of files that were removed, and of deeds that were never finished. Nobody
    waits for a bucket that does not answer."""
    storage.sweep(queries.list_digests(), older_than=(now() - PATIENCE).timestamp())


@every(timedelta(hours=1))
def purge_what_waits() -> None:
    """Remove what was uploaded and never attached."""
    purge_uploads()
    purge_orphans()
