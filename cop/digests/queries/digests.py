"""Digests somebody may see. What goes into one is gathered in `contents.py`."""
from sqlalchemy import select

from cop.base.db import one
from cop.base.paging import Page, page
from cop.digests.models import Digest
from cop.digests.policy import visible_digests
from cop.people.models import Person, Visitor


def get_digest(reader: Person | Visitor, digest_id: int) -> Digest:
    return one(select(Digest).where(Digest.id == digest_id, visible_digests(reader)))


def list_digests(reader: Person | Visitor, after: str = "") -> Page[Digest]:
    query = select(Digest).where(visible_digests(reader))
    return page(query, by=[Digest.created_at, Digest.id], after=after)
