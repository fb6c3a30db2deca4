"""Files of a case: attached to the text they belong to. What a file is, is said in `files/`."""
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from cop.base.db import db
from cop.base.errors import Invalid
from cop.cases.fields.records import Row
from cop.cases.models.attachments import CaseFile
from cop.cases.models.cases import CaseRevision
from cop.cases.template import FILES
from cop.files import queries
from cop.files.attaching import Attachment, problems_of
from cop.files.models import File
from cop.people.models import Person


def attach(person: Person, revision: CaseRevision, rows: Sequence[Row]) -> None:
    """Let a text have these files in this order, and no others. Invalid where one is neither
    this person's own and free nor attached to a text of the case, or where a picture lacks its
    words. A file that no text holds any more goes after a day."""
    wanted = {int(row["file"]): row.get("alt", "") for row in rows}
    found = _files(person, revision, set(wanted))
    if wanted.keys() - found.keys():
        raise Invalid({FILES: _("One of the files is not there any more. Please choose it again.")})
    attachments = [Attachment(found[file_id], alt) for file_id, alt in wanted.items()]
    if problems := problems_of(attachments):
        raise Invalid({FILES: " ".join(problems)})
    before = {each.file_id: each for each in revision.files}
    for file_id in before.keys() - wanted.keys():
        revision.files.remove(before[file_id])
    for place, each in enumerate(attachments):
        held = before.get(each.file.id) or CaseFile(file=each.file)
        held.place, held.alt = place, each.alt
        if each.file.id not in before:
            revision.files.append(held)


def _files(person: Person, revision: CaseRevision, ids: set[int]) -> dict[int, File]:
    """Those that may be attached: of texts of the case, and the person's own."""
    held = select(CaseFile.file_id).join(CaseRevision).where(
        CaseRevision.case_id == revision.case_id)
    known = db.session.scalars(select(File).where(File.id.in_(ids), File.id.in_(held))).all()
    own = queries.list_own(person, ids - {file.id for file in known}, to_write=True)
    return {file.id: file for file in [*known, *own]}
