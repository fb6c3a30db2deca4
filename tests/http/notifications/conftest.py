"""What the tests about notices share."""
import pytest
from sqlalchemy import select

from cop.base.db import db
from cop.notifications.models import Notice


@pytest.fixture
def heard(run_jobs):
    """`heard(person)`: the kinds of notice they have, oldest first, once all jobs are done."""

    def read(person):
        person_id = person.id
        run_jobs()
        db.session.rollback()
        return list(db.session.scalars(
            select(Notice.kind).where(Notice.person_id == person_id).order_by(Notice.id)))

    return read
