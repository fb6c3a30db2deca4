"""A copy of all there is of somebody, as a ZIP that can be read without this place.

`data.json` is for programs, `index.html` for people, `files/` holds what they uploaded. What there
is, each feature says in its `personal_data.py`.
"""
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import IO, Any

from flask_babel import force_locale
from sqlalchemy import delete, select

from cop.base.clock import now
from cop.base.db import db
from cop.base.jobs import short_transaction
from cop.base.personal_data import export_all
from cop.files import storage
from cop.files.models import File
from cop.files.names import safe_name
from cop.people.models import Person
from cop.rights.letters import tell_ready
from cop.rights.models import DataExport
from cop.rights.parts import NAMES
from cop.rights.queries.titles import titles_for
from cop.rights.readable import readable
from cop.web.letters import render_page
from cop.web.links import language_of

#: How long a copy can be fetched.
KEPT = timedelta(days=7)
#: What could not be made, or was never fetched, is out of the list after a while.
LISTED = timedelta(days=90)


def make_export(export_id: int) -> Callable[[], None] | None:
    """Made twice it is the same file in the same place."""
    export = db.session.get(DataExport, export_id)
    person = db.session.get(Person, export.person_id) if export else None
    if person is None or not person.active or export.ready_at:
        return None
    name = export.name
    with tempfile.TemporaryFile() as file:
        _write_all(file, person)
        file.seek(0)
        content = file.read()
    db.session.rollback()
    storage.store_export(name, content)

    def note_ready() -> None:
        done = db.session.get(DataExport, export_id)
        if done is None:  # erased meanwhile: what was stored goes with the next sweep
            return
        done.ready_at, done.expires_at, done.size = now(), now() + KEPT, len(content)
        tell_ready(db.session.get(Person, done.person_id), done)

    return note_ready


def forget_exports() -> None:
    """Copies whose time is over, and those that nobody has a line of any more."""
    known = set(db.session.scalars(select(DataExport.name).where(
        DataExport.ready_at.is_(None) | (DataExport.expires_at > now()))))
    db.session.rollback()
    for name in storage.list_exports():
        if name not in known:
            storage.remove_export(name)
    with short_transaction():
        db.session.execute(delete(DataExport).where(DataExport.created_at < now() - LISTED))


def _write_all(file: IO[bytes], person: Person) -> None:
    told = export_all(person)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=2, default=str))
        kept = list(_files(archive, person))
        with force_locale(language_of(person.interface_language)):
            archive.writestr("index.html", _page(person, told, kept))


def _files(archive: zipfile.ZipFile, person: Person) -> Iterator[tuple[str, File]]:
    """Each uploaded file with its name in the archive; what is lost in storage is left out."""
    query = select(File).where(File.uploader_id == person.id).order_by(File.id)
    for kept in db.session.scalars(query):
        name = f"files/{kept.id}-{safe_name(kept.name)}"
        try:
            archive.writestr(name, storage.read(kept.digest))
        except FileNotFoundError:
            continue
        yield name, kept


def _page(person: Person, told: Mapping[str, Any], kept: list[tuple[str, File]]) -> str:
    titles = titles_for(person)
    parts = {name: facts for name, said in told.items()
             if (facts := readable(name, said, titles)).pairs}
    return render_page("rights/_export.html", person=person, told=parts, kept=kept, at=now(),
                       names=NAMES)
