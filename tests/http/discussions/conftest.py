"""What the tests about discussions share."""
import pytest

from cop.base.db import db


@pytest.fixture
def stored(app):
    """`stored(Topic)`: all rows of a table, as they are now and not when the test began."""

    def read(kind):
        db.session.rollback()
        return db.session.query(kind).order_by(kind.id).all()

    return read
