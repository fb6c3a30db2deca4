"""What somebody sees of their own: copies, consents, who looked, what they wrote."""
from collections.abc import Sequence

from sqlalchemy import select

from cop.base.audit import AuditEntry
from cop.base.db import db, one
from cop.base.errors import NotFound
from cop.discussions.models.topics import Post, Topic
from cop.people.models import Person
from cop.rights.models import Consent, DataExport, DataRequest
from cop.rights.policy import SEEING, own_exports

#: So many posts can be chosen one by one; who wrote more chooses all or none.
MOST_POSTS = 200


def list_exports(person: Person) -> Sequence[DataExport]:
    """The newest first."""
    query = select(DataExport).where(own_exports(person))
    return db.session.scalars(query.order_by(DataExport.id.desc()).limit(10)).all()


def get_export(reader: Person, export_id: int) -> DataExport:
    """One's own, while it is there."""
    export = one(select(DataExport).where(own_exports(reader), DataExport.id == export_id))
    if not export.is_open:
        raise NotFound
    return export


def list_consents(person: Person) -> Sequence[Consent]:
    """All that was given and taken back, the newest first."""
    query = select(Consent).where(Consent.person_id == person.id)
    return db.session.scalars(query.order_by(Consent.id.desc()).limit(200)).all()


def list_own_requests(person: Person) -> Sequence[DataRequest]:
    query = select(DataRequest).where(DataRequest.person_id == person.id)
    return db.session.scalars(query.order_by(DataRequest.id.desc()).limit(50)).all()


def find_open_erasure(person: Person) -> DataRequest | None:
    found = (each for each in list_own_requests(person) if each.kind == "erasure" and each.is_open)
    return next(found, None)


def list_looks(person: Person) -> Sequence[AuditEntry]:
    """When somebody with a role looked at what is known of this person, the newest first."""
    query = select(AuditEntry).where(
        AuditEntry.target_kind == "people", AuditEntry.target_id == person.id,
        AuditEntry.act.in_(SEEING), AuditEntry.actor_id.is_distinct_from(person.id))
    return db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(50)).all()


def list_own_posts(person: Person) -> Sequence[tuple[Post, Topic]]:
    """What they wrote and is still there, the newest first."""
    query = select(Post, Topic).join(Topic, Topic.id == Post.topic_id).where(
        Post.author_id == person.id, Post.deleted_at.is_(None))
    return db.session.execute(query.order_by(Post.id.desc()).limit(MOST_POSTS)).all()
