"""Who may see a digest, and who may make one for which regions."""
from collections.abc import Sequence

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_

from cop.base.verdict import ALLOW, Verdict, deny
from cop.digests.models import Digest, DigestRegion
from cop.people.models import AnyMember, Grant, Person, Reader, Visitor
from cop.people.policy import has_role
from cop.vocabulary.regions import region_label

#: What a digest may show is what these readers may see, whoever makes it.
READERS = {"public": Visitor(), "members": AnyMember()}


def visible_digests(reader: Reader) -> ColumnElement[bool]:
    """One's own, and those whose regions one manages, every one of them."""
    holds = and_(Grant.person_id == reader.id, or_(
        Grant.role == "administrator",
        and_(Grant.role == "regional_manager", or_(
            Grant.scope_kind == "everywhere",
            and_(Grant.scope_kind == "region", DigestRegion.code.startswith(Grant.scope_code))))))
    managed = exists().where(holds).correlate_except(Grant)
    return or_(Digest.made_by_id == reader.id, ~Digest.region_rows.any(~managed))


def may_open_desk(person: Person | Visitor) -> Verdict:
    if has_role(person, "regional_manager") or has_role(person, "administrator"):
        return ALLOW
    return deny(_("The digest desk is for regional managers."))


def may_make_digest(person: Person | Visitor, regions: Sequence[str]) -> Verdict:
    if not (verdict := may_open_desk(person)):
        return verdict
    if has_role(person, "administrator"):
        return ALLOW
    foreign = [code for code in regions if not has_role(person, "regional_manager", "region", code)]
    if foreign:
        names = ", ".join(region_label(code, get_locale().language) for code in foreign)
        return deny(_("You do not manage %(regions)s.", regions=names))
    return ALLOW
