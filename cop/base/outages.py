"""What a broken database, storage or disk looks like: out of reach for a while, or full.

What people are told is said in `web/outages.py`.
"""
import errno

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

#: No room on the disk, none left of what somebody may use, a larger file than may be.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
#: SQLSTATEs: connections that break, servers that stop, start or take no more, and those that have
#: become a replica meanwhile.
GONE_STATES = ("08", "57P0", "53300", "25006")
FULL_STATES = ("53100", "53400")


class OldSchema(Exception):
    """This version waits until the database is upgraded."""

    def __init__(self) -> None:
        super().__init__("The database has an older schema than this version: run "
                         "`cop db upgrade`.")


def is_full(problem: BaseException) -> bool:
    """Was there no room to store it?"""
    if isinstance(problem, DBAPIError):
        return (_state(problem).startswith(FULL_STATES)
                or "database or disk is full" in str(problem.orig))
    return isinstance(problem, OSError) and problem.errno in FULL


def is_out_of_reach(problem: BaseException) -> bool:
    """Does the database (or the storage) not answer, and will it perhaps in a while?"""
    if isinstance(problem, DBAPIError):
        state, said = _state(problem), str(problem.orig)
        return (problem.connection_invalidated or state.startswith(GONE_STATES)
                or said.startswith(("unable to open database file", "disk I/O error"))
                or (not state and "psycopg" in type(problem.orig).__module__
                    and type(problem.orig).__name__ in ("OperationalError", "ConnectionTimeout")))
    return isinstance(problem, NoConnectionFree | ConnectionError)


def _state(problem: DBAPIError) -> str:
    return getattr(problem.orig, "sqlstate", None) or ""
