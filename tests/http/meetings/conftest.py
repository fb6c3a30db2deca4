"""What the tests about meetings share."""
from datetime import timedelta

import pytest

from cop.base.clock import now
from cop.base.db import db


@pytest.fixture
def stored(app):
    """`stored(Meeting)`: all rows of a table, as they are now and not when the test began."""

    def read(kind):
        db.session.rollback()
        return db.session.query(kind).order_by(kind.id).all()

    return read


@pytest.fixture
def typed():
    """The fields of a new event, all good; what is given replaces them."""

    def fields(**more):
        day = (now() + timedelta(days=10)).date()
        return {
            "title": "A call on call-backs", "source": "Bring your own figures.",
            "language": "en", "starts_on": day.isoformat(), "starts_at": "14:00",
            "ends_on": "", "ends_at": "15:30", "zone": "Europe/Rome", "venue": "Treviso",
            "link": "https://calls.example.org/room", "seats": "", "closes_on": ""} | more

    return fields
