"""Who may read which file of a case: who reads the text it is attached to."""
from sqlalchemy import ColumnElement, or_, select

from cop.cases.models.attachments import CaseFile
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.policy.cases import own_cases, visible_cases, workable_cases
from cop.files.models import File
from cop.people.models import Person, Reader


def visible_case_files(reader: Reader) -> ColumnElement[bool]:
    """Those of published texts for who sees the case, of submitted ones also for who works on it,
    of all texts for who keeps it."""
    shown = [CaseRevision.published_at.is_not(None) & visible_cases(reader), own_cases(reader)]
    if isinstance(reader, Person):
        shown.append(CaseRevision.submitted_at.is_not(None) & workable_cases(reader))
    attached = select(CaseFile.file_id).join(CaseRevision).join(
        Case, Case.id == CaseRevision.case_id).where(or_(*shown))
    return File.id.in_(attached.correlate_except(CaseFile, CaseRevision, Case))


def files_of_cases() -> ColumnElement[bool]:
    """All files that cases hold, whatever text they belong to."""
    return File.id.in_(select(CaseFile.file_id).correlate_except(CaseFile))
