"""What the clockwork means for files. Which bytes are known is said by `queries.py`."""
from datetime import timedelta

from cop.base.clock import now
from cop.base.jobs import every
from cop.files import queries, storage

#: Longer than any request or import that has stored bytes and not yet its rows.
GRACE = timedelta(days=1)


@every(timedelta(days=1))
def sweep_storage() -> None:
    """Remove the bytes of files that were removed, and of deeds that were never finished."""
    storage.sweep(queries.list_digests(), older_than=(now() - GRACE).timestamp())
