"""What of a case is for everybody: not always its contact, nor the name of who wrote it.

Which cases and revisions somebody sees is said in `policy.py`.
"""
from typing import Any

from cop.cases.fields.base import Values
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.policy.cases import curates, keeps
from cop.cases.template import get_template
from cop.people.models import Person, Visitor


def readable(reader: Person | Visitor, revision: CaseRevision) -> Values:
    """What a revision says to a reader. The contact is for members, unless it was opened to all."""
    return revision.values if reader.is_signed_in else for_everybody(revision)


def for_everybody(revision: CaseRevision) -> Values:
    """What may leave the community, in a document or a feed."""
    return get_template(revision.template_version).open_to_all(revision.values)


def author_of(reader: Person | Visitor, case: Case) -> Any:
    """Who wrote it, or None where they are shown as their organisation only; who keeps the case
    and its curators know."""
    hidden = case.organisation_only and not (
        reader.is_signed_in and (keeps(reader, case) or curates(reader, case)))
    return None if hidden else case.author
