"""Reads of who gets an issue of a digest, and of what became of its letters."""
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, String, and_, cast, exists, false, func, or_, select

from cop.base.db import db, one
from cop.base.mail import Letter
from cop.base.paging import Page, page
from cop.digests.models import Digest
from cop.digests.policy import visible_digests
from cop.notifications.channels import Channel
from cop.notifications.models import Mailing, Notice, Wish
from cop.people.models import Person, PersonRegion
from cop.spaces.models import Membership


def get_issue(digest_id: int) -> Digest:
    return one(select(Digest).where(Digest.id == digest_id))


def find_mailing(digest_id: int, regions: Sequence[str] = ()) -> Mailing:
    """To whom it goes; to all it is made for (in these regions), unless somebody chose."""
    found = db.session.scalar(select(Mailing).where(Mailing.digest_id == digest_id))
    return found or Mailing(digest_id=digest_id, regions=list(regions), spaces=[], languages=[])


def list_receivers(mailing: Mailing) -> Sequence[int]:
    """Whoever may see the issue now, is meant, and did not say that they want to hear of none."""
    return db.session.scalars(
        select(Person.id).where(_receives(mailing)).order_by(Person.id)).all()


def page_of_receivers(mailing: Mailing, after: str = "") -> Page[Person]:
    return page(select(Person).where(_receives(mailing)), after=after, descending=False, size=40,
                by=[Person.folded_name, Person.id])


def count_receivers(mailing: Mailing) -> tuple[int, int]:
    """How many there are, and how many of them get it by e-mail at once."""
    wants = exists().where(_is_theirs(Channel.AT_ONCE)).correlate(Person)
    counts = select(func.count(Person.id), func.count(Person.id).filter(wants))
    return tuple(db.session.execute(counts.where(_receives(mailing))).one())


def list_allowed(notices: Collection[Notice]) -> set[int]:
    """Those of these notices of issues whose readers may see the issue now, by id."""
    seen = exists().where(Digest.id == Notice.target_id, Person.id == Notice.person_id,
                          visible_digests(Person)).correlate(Notice)
    return set(db.session.scalars(select(Notice.id).where(
        Notice.id.in_([notice.id for notice in notices]), seen)))


def count_letters(digest_id: int) -> dict[str, int]:
    """How many of its letters wait, were sent, were refused, came back."""
    rows = db.session.execute(select(Letter.outcome, func.count(Letter.id)).where(
        Letter.about == f"digest:{digest_id}").group_by(Letter.outcome))
    return dict(rows.all())


def _receives(mailing: Mailing) -> ColumnElement[bool]:
    seen = exists().where(Digest.id == mailing.digest_id, Digest.frozen_at.is_not(None),
                          visible_digests(Person)).correlate(Person)
    wanted = [Person.active.is_(True), Person.confirmed_at.is_not(None), seen,
              ~exists().where(_is_theirs(Channel.NOTHING)).correlate(Person)]
    if mailing.regions:
        wanted.append(Person.region_rows.any(or_(false(), *(
            PersonRegion.code.startswith(code, autoescape=True) for code in mailing.regions))))
    if mailing.spaces:
        wanted.append(exists().where(Membership.person_id == Person.id, Membership.space_id.in_(
            mailing.spaces)).correlate(Person))
    if mailing.languages:
        read = cast(Person.languages, String)
        wanted.append(or_(*(read.contains(f'"{code}"', autoescape=True)
                            for code in mailing.languages)))
    return and_(*wanted)


def _is_theirs(channel: Channel) -> ColumnElement[bool]:
    return (Wish.person_id == Person.id) & (Wish.subject == "issues") & (
        Wish.channel == channel.value)
