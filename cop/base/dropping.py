"""Jobs that were given up and are never done: whoever would have done them says what that means.

Who may drop them is said in `pages/`; how they are done, in `jobs.py`.
"""
from collections.abc import Callable

from cop.base.db import db
from cop.base.jobs import Job

_meanings: dict[str, Callable[..., None]] = {}


def when_dropped(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register what is noted when a job of this name is dropped; it gets the job's arguments."""
    def decorate(note: Callable[..., None]) -> Callable[..., None]:
        _meanings[name] = note
        return note

    return decorate


def drop(job: Job) -> None:
    if note := _meanings.get(job.name):
        note(**job.arguments)
    db.session.delete(job)
