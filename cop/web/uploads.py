"""Files that come with a form: looked at and kept before its transaction begins, in one of their
own. So a form that is refused loses none, and no lock waits for a slow line or a large picture.

What may be kept is said in `files/`.
"""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request
from flask_babel import gettext as _

from cop.base.errors import CopError
from cop.web.api_keys import PREFIX
from cop.web.session import me
from cop.web.transaction import transaction_of_its_own

#: The name of every field that takes files.
FIELD = "files"
#: What is read of a form with files, in all; more is 413.
LARGEST_FORM = 42 * 1024 * 1024


@dataclass(frozen=True)
class Keeper:
    """How files are looked at and stored (no transaction that writes is open), and kept in one."""

    inspect: Callable[[str, bytes], Any]
    store: Callable[[Any, Any], Any]
    keep: Callable[[Any, Any], Any]
    most: int


@dataclass(frozen=True)
class Sent:
    """What became of a file that came with this form: it has an id now, or it has a problem."""

    name: str
    file_id: int | None = None
    problem: str = ""


def init_app(app: Flask, keeper: Keeper) -> None:
    """Call before anything reads a form."""
    app.extensions["sent_files"] = keeper

    @app.before_request
    def let_files_in() -> None:
        if request.mimetype == "multipart/form-data":
            request.max_content_length = LARGEST_FORM


def sent_files() -> list[Sent]:
    """What came with this form."""
    return g.get("sent_files", [])


def take_in() -> None:
    """Read all of the request, and keep the files in it for who is signed in."""
    request.get_data()
    if request.path.startswith(PREFIX) or not request.files:
        return
    given = [file for file in request.files.getlist(FIELD) if file.filename]
    if given and me().is_signed_in:
        keeper = current_app.extensions["sent_files"]
        g.sent_files = [_take(keeper, file) for file in given[:keeper.most]] + [
            Sent(file.filename, problem=_("These are too many files at once."))
            for file in given[keeper.most:]]


def _take(keeper: Keeper, file: Any) -> Sent:
    try:
        stored = keeper.store(me(), keeper.inspect(file.filename, file.read()))
        with transaction_of_its_own():
            kept = keeper.keep(me(), stored)
            return Sent(kept.name, kept.id)
    except CopError as refusal:
        return Sent(file.filename, problem=str(refusal))
