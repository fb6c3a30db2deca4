"""Who may see a digest, who may make, edit and approve one, and what its readers may see."""
from collections.abc import Sequence

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from cop.base.verdict import ALLOW, Verdict, deny
from cop.cases.models.cases import Case
from cop.cases.policy.cases import visible_cases
from cop.digests.models import Digest, DigestRegion, ExpertAsk
from cop.discussions.models.topics import Topic
from cop.discussions.policy import visible_topics
from cop.files.models import File
from cop.people.models import AnyMember, Grant, Person, Reader, Visitor
from cop.people.policy import has_role
from cop.spaces.models import Membership, Space
from cop.spaces.policy import belongs_to
from cop.vocabulary.regions import region_label

#: What a digest may show is what these readers may see, whoever makes it. Those of a space see
#: what is in it, too; managers see no more of the community than any member.
READERS = {"public": Visitor(), "members": AnyMember(), "space": AnyMember(),
           "managers": AnyMember()}
#: How many questions somebody may be asked to answer within thirty days.
MOST_ASKS = 3


def visible_digests(reader: Reader) -> ColumnElement[bool]:
    """Issues for those they are made for. Drafts: one's own, those whose regions one manages,
    every one of them, and for curators those that wait for approval. What is for the members of
    a space is for nobody else, whatever they manage."""
    if reader.id is None:
        return _is_issue_for("public")
    belongs = exists().where(
        Membership.person_id == reader.id, Membership.space_id == Digest.space_id,
    ).correlate_except(Membership)
    waits = and_(Digest.submitted_at.is_not(None), _holds(reader, "curator", or_(
        Grant.scope_kind == "everywhere", Grant.scope_kind == "theme")))
    return and_(or_(Digest.space_id.is_(None), belongs), or_(
        Digest.made_by_id == reader.id, _manages_all(reader), waits,
        *(_is_issue_for(audience) for audience in ("public", "members", "space"))))


def topics_shown(digest: Digest) -> ColumnElement[bool]:
    """The topics that all readers of a digest may see."""
    seen = visible_topics(READERS[digest.audience])
    if digest.audience == "space":
        own_room = and_(Topic.space_id == digest.space_id, Topic.merged_into_id.is_(None))
        return or_(seen, own_room)
    return seen


def cases_shown(digest: Digest) -> ColumnElement[bool]:
    return and_(visible_cases(READERS[digest.audience]), Case.status != "archived")


def visible_logos(reader: Reader) -> ColumnElement[bool]:
    """The logo of a digest is seen by those who see the digest."""
    logos = select(Digest.logo_id).where(Digest.logo_id.is_not(None), visible_digests(reader))
    return File.id.in_(logos.correlate_except(Digest))


def logos() -> ColumnElement[bool]:
    """All files that digests hold."""
    return File.id.in_(select(Digest.logo_id).where(Digest.logo_id.is_not(None)))


def own_asks(person: Person) -> ColumnElement[bool]:
    return ExpertAsk.person_id == person.id


def may_open_desk(person: Person | Visitor) -> Verdict:
    if has_role(person, "regional_manager") or has_role(person, "administrator"):
        return ALLOW
    return deny(_("The digest desk is for regional managers."))


def may_see_desk(person: Person | Visitor) -> Verdict:
    """Curators, too: they approve what others make."""
    return ALLOW if has_role(person, "curator") else may_open_desk(person)


def may_make_digest(person: Person | Visitor, regions: Sequence[str],
                    space: Space | None = None) -> Verdict:
    """Without regions it is about the whole system."""
    if not (verdict := may_open_desk(person)):
        return verdict
    if space and not belongs_to(person, space):
        return deny(_("You do not belong to this space."))
    if has_role(person, "administrator"):
        return ALLOW
    if not regions and not has_role(person, "regional_manager", "region"):
        return deny(_("Only who manages all regions makes a digest of the whole system."))
    foreign = [code for code in regions if not has_role(person, "regional_manager", "region", code)]
    if foreign:
        names = ", ".join(region_label(code, get_locale().language) for code in foreign)
        return deny(_("You do not manage %(regions)s.", regions=names))
    return ALLOW


def may_edit(person: Person | Visitor, digest: Digest) -> Verdict:
    """Those who make digests of its regions, until it is an issue."""
    if digest.is_issue:
        return deny(_("An issue stays as it is. Make a new digest instead."))
    return may_make_digest(person, digest.regions, digest.space)


def may_submit(person: Person | Visitor, digest: Digest) -> Verdict:
    if digest.submitted_at:
        return deny(_("It waits for approval already."))
    return may_edit(person, digest)


def may_approve(person: Person | Visitor, digest: Digest, *, others: int,
                alone_is_enough: bool = False) -> Verdict:
    """Another manager of its regions, a curator or an administrator; never who submitted it,
    unless nobody else is there (`others`) and the community decided that this is enough."""
    if digest.is_issue or not digest.submitted_at or digest.approved_at:
        return deny(_("This digest does not wait for approval."))
    if digest.submitted_by_id == person.id and not (alone_is_enough and not others):
        return deny(_("Somebody else approves it: another manager, a curator or an "
                      "administrator."))
    if has_role(person, "curator") or may_make_digest(person, digest.regions, digest.space):
        return ALLOW
    return deny(_("Managers of its regions and curators approve a digest."))


def may_freeze(person: Person | Visitor, digest: Digest) -> Verdict:
    if not digest.approved_at:
        return deny(_("It is frozen once somebody has approved it."))
    return may_edit(person, digest)


def may_send(person: Person | Visitor, digest: Digest) -> Verdict:
    if not digest.is_issue:
        return deny(_("Only an issue is sent: freeze it first."))
    if digest.sent_at:
        return deny(_("This issue was sent already."))
    return may_make_digest(person, digest.regions, digest.space)


def may_call_off(person: Person | Visitor, digest: Digest) -> Verdict:
    if digest.sent_at or not digest.planned_at:
        return deny(_("Nothing is planned that could be called off."))
    return may_send(person, digest)


def may_ask(person: Person | Visitor, *, asks: int, asked_before: bool) -> Verdict:
    """`asks`: how often the expert was asked within thirty days, by anybody."""
    if not (verdict := may_open_desk(person)):
        return verdict
    if asked_before:
        return deny(_("They were asked this already."))
    if asks >= MOST_ASKS:
        return deny(_("They were asked %(most)s times within thirty days, as often as is fair.",
                      most=MOST_ASKS))
    return ALLOW


def may_see_desk_of(person: Person | Visitor, digest: Digest) -> bool:
    """Those who work on it see how it was made; its readers see what it says."""
    return bool(may_make_digest(person, digest.regions)) or has_role(person, "curator")


def _is_issue_for(audience: str) -> ColumnElement[bool]:
    return and_(Digest.frozen_at.is_not(None), Digest.audience == audience)


def may_look_after(successor: Person, digest: Digest) -> Verdict:
    """Said to who looks for somebody that goes on with the digests of these regions."""
    if successor.active and may_make_digest(successor, digest.regions, digest.space):
        return ALLOW
    return deny(_("%(name)s does not manage these regions. An administrator gives this role.",
                  name=successor.name))


def manages_regions(reader: Reader) -> ColumnElement[bool]:
    """As a regional manager: every region of it, or everything where it is about the whole
    system."""
    everywhere = Grant.scope_kind == "everywhere"
    managed = _holds(reader, "regional_manager", or_(everywhere, and_(
        Grant.scope_kind == "region", DigestRegion.code.startswith(Grant.scope_code))))
    whole = and_(~Digest.region_rows.any(), _holds(reader, "regional_manager", everywhere))
    parts = and_(Digest.region_rows.any(), ~Digest.region_rows.any(~managed))
    return or_(whole, parts)


def _manages_all(reader: Reader) -> ColumnElement[bool]:
    return or_(_holds(reader, "administrator", Grant.scope_kind == "everywhere"),
               manages_regions(reader))


def _holds(reader: Reader, role: str, where: ColumnElement[bool]) -> ColumnElement[bool]:
    if reader.id is None:
        return false()
    return exists().where(
        Grant.person_id == reader.id, Grant.role == role, where).correlate_except(Grant)
