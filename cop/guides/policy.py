"""Who may read a guide, and who makes one."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, true

from cop.base.verdict import ALLOW, Verdict, deny
from cop.cases.policy.cases import is_curator
from cop.guides.models import Guide
from cop.people.models import Person, Reader, Visitor


def visible_guides(reader: Reader) -> ColumnElement[bool]:
    """What is published, for everybody; which cases in it they see is asked of each case."""
    return Guide.edition_id.is_not(None)


def editable_guides(person: Person | Visitor) -> ColumnElement[bool]:
    """Besides what all see: drafts, for those who make guides."""
    return true() if may_make_guides(person) else visible_guides(person)


def may_make_guides(person: Person | Visitor) -> Verdict:
    return ALLOW if is_curator(person) else deny(_("Guides are made by curators."))


def may_be_editor(successor: Person) -> Verdict:
    """Said to who looks for somebody that goes on with a guide."""
    if successor.active and may_make_guides(successor):
        return ALLOW
    return deny(_("Guides are made by curators: %(name)s is none.", name=successor.name))


def may_publish(person: Person | Visitor, guide: Guide) -> Verdict:
    if not (verdict := may_make_guides(person)):
        return verdict
    if not any(item.kind == "case" for item in guide.items):
        return deny(_("A guide has at least one case."))
    if not guide.has_news:
        return deny(_("Nothing has changed since the last edition."))
    return ALLOW
