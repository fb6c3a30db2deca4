"""Digests somebody may see. What goes into one is gathered in `contents.py`."""
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import defer, joinedload

from cop.base.care import MOST, is_this
from cop.base.clock import now
from cop.base.db import db, one
from cop.base.paging import Page, page
from cop.digests.models import Digest
from cop.digests.policy import (
    manages_regions,
    may_approve,
    may_make_digest,
    visible_digests,
)
from cop.people.models import Grant, Person, Visitor

MOST_TO_COMPARE, MOST_WAITING = 24, 20
#: For so long somebody is looked for who goes on with the digests of a region.
DESK_KEPT = timedelta(days=400)


def get_digest(reader: Person | Visitor, digest_id: int, *, to_change: bool = False) -> Digest:
    """With its space and logo. `to_change` holds it until the end of the transaction, so that
    what two people do comes one after the other."""
    query = select(Digest).where(Digest.id == digest_id, visible_digests(reader))
    if to_change:
        return one(query.with_for_update(of=Digest))
    return one(query.options(joinedload(Digest.space), joinedload(Digest.logo),
                             joinedload(Digest.submitted_by), joinedload(Digest.approved_by)))


def find_public_issue(digest_id: int) -> Digest | None:
    """What a visitor may read; None where there is none, or it is not for them."""
    return db.session.scalar(select(Digest).where(
        Digest.id == digest_id, visible_digests(Visitor())).options(
        joinedload(Digest.space), joinedload(Digest.logo)))


def list_digests(reader: Person | Visitor, after: str = "") -> Page[Digest]:
    """Drafts and issues, the last made first."""
    return page(_briefly(reader), by=[Digest.created_at, Digest.id], after=after)


def list_issues(reader: Person | Visitor, after: str = "") -> Page[Digest]:
    """The archive: the last frozen first."""
    query = _briefly(reader).where(Digest.frozen_at.is_not(None))
    return page(query, by=[Digest.frozen_at, Digest.id], after=after)


def list_issues_with(kind: str, thing_id: int) -> list[Digest]:
    """Every issue that shows this thing, whoever may read it."""
    holds = cast(Digest.frozen, String).contains(f'"id": {thing_id}')
    issues = db.session.scalars(select(Digest).where(Digest.frozen_at.is_not(None), holds))
    return [issue for issue in issues if any(
        (item["kind"], item["id"]) == (kind, thing_id) for item in issue.frozen["items"])]


def list_of_series(reader: Person | Visitor, digest: Digest) -> Sequence[Digest]:
    """The other issues for the same regions and readers, the last first."""
    query = _briefly(reader).where(
        Digest.series == series_of(digest), Digest.id != digest.id, Digest.frozen_at.is_not(None))
    query = query.order_by(Digest.number.desc()).limit(MOST_TO_COMPARE)
    return db.session.scalars(query).all()


def series_of(digest: Digest) -> str:
    """What its issues are counted in: those of the same regions, language and readers."""
    narrowed = [*sorted(digest.themes), *sorted(digest.text_languages)]
    parts = ["+".join(digest.regions) or "*", digest.language, digest.audience,
             str(digest.space_id or ""), "+".join(narrowed)]
    return "|".join(parts)


def next_number(series: str) -> int:
    last = db.session.scalar(select(func.max(Digest.number)).where(Digest.series == series))
    return (last or 0) + 1


def find_last_issue(digest: Digest) -> Digest | None:
    query = select(Digest).where(Digest.series == series_of(digest), Digest.number.is_not(None))
    return db.session.scalar(query.order_by(Digest.number.desc()).limit(1))


def is_drafted(month_of: str) -> bool:
    return bool(db.session.scalar(select(exists().where(Digest.month_of == month_of))))


def list_managed() -> Sequence[tuple[str, str]]:
    """Every region somebody manages now (everywhere: empty), with the language of the pages of
    whoever manages it first."""
    query = select(Grant.scope_kind, Grant.scope_code, Person.interface_language).join(
        Person, Person.id == Grant.person_id).where(
        Grant.role == "regional_manager", Grant.scope_kind.in_(("region", "everywhere")),
        Person.active.is_(True), Person.confirmed_at.is_not(None)).order_by(Grant.id)
    managed: dict[str, str] = {}
    for kind, code, language in db.session.execute(query):
        managed.setdefault(code if kind == "region" else "", language)
    return list(managed.items())


def get_any_digest(digest_id: int) -> Digest:
    """Whoever asks: for services."""
    return one(select(Digest).where(Digest.id == digest_id))


def list_desks_of(person: Person, digest_id: int | None = None) -> Sequence[Digest]:
    """Their own drafts, and what nobody else with an open account would go on with: drafts and
    newest issues of their regions."""
    own = and_(Digest.made_by_id == person.id, Digest.frozen_at.is_(None))
    return _desks(digest_id, or_(
        own, and_(manages_regions(person), ~_has_keeper(Person.id != person.id))))


def list_desks_left(digest_id: int | None = None) -> Sequence[Digest]:
    """Those whose regions no open account manages, and who made them is gone, too."""
    return _desks(digest_id, ~_has_keeper(Person.id.is_not(None)))


def _desks(digest_id: int | None, where: ColumnElement[bool]) -> Sequence[Digest]:
    newest = select(func.max(Digest.id)).where(Digest.series.is_not(None)).group_by(Digest.series)
    query = select(Digest).where(or_(Digest.frozen_at.is_(None), Digest.id.in_(newest)),
                                 Digest.last_day > (now() - DESK_KEPT).date(), where,
                                   is_this(Digest.id, digest_id))
    return db.session.scalars(query.order_by(Digest.id).options(
        defer(Digest.frozen), joinedload(Digest.region_rows)).limit(MOST)).unique().all()


def _has_keeper(which: ColumnElement[bool]) -> ColumnElement[bool]:
    keeps = manages_regions(Person) | (Person.id == Digest.made_by_id)
    return exists().where(Person.active.is_(True), which, keeps).correlate(Digest)


def list_approvers(digest: Digest) -> list[Person]:
    """The managers of its regions and the curators who may see it, but for who submitted it."""
    seen = exists().where(Digest.id == digest.id, visible_digests(Person)).correlate(Person)
    people = db.session.scalars(select(Person).where(
        Person.active.is_(True), Person.confirmed_at.is_not(None), seen,
        Person.id != (digest.submitted_by_id or 0),
        Person.grants.any(Grant.role.in_(("regional_manager", "curator")))).options(
        joinedload(Person.grants))).unique()
    return [person for person in people if any(g.role == "curator" for g in person.grants)
            or may_make_digest(person, digest.regions)]


def list_waiting_for(person: Person) -> list[Digest]:
    """What waits for somebody's approval, the longest first."""
    query = _briefly(person).where(
        Digest.submitted_at.is_not(None), Digest.approved_at.is_(None),
        Digest.frozen_at.is_(None), Digest.submitted_by_id != person.id)
    query = query.options(joinedload(Digest.submitted_by))
    waiting = db.session.scalars(query.order_by(Digest.submitted_at).limit(MOST_WAITING))
    return [digest for digest in waiting if may_approve(person, digest, others=1)]


def list_to_send() -> Sequence[Digest]:
    """Issues whose planned time has come; ours until the transaction ends."""
    return db.session.scalars(select(Digest).where(
        Digest.planned_at <= now(), Digest.sent_at.is_(None)).order_by(Digest.planned_at)
        .with_for_update(skip_locked=True)).all()


def _briefly(reader: Person | Visitor) -> Select[tuple[Digest]]:
    return select(Digest).where(visible_digests(reader)).options(
        joinedload(Digest.space), defer(Digest.frozen), defer(Digest.arrangement))
