"""Members who may write to each other, and what they wrote."""
from datetime import UTC, datetime

import pytest

from cop.base.clock import at
from cop.base.db import db
from cop.base.events import quietly
from cop.base.site import decide
from cop.messages.service import writing

#: A Wednesday: at night and on Sundays letters wait.
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(app):
    with at(NOON):
        yield


@pytest.fixture(autouse=True)
def turned_on(app):
    decide("private_messages", True)
    db.session.commit()


@pytest.fixture
def anna(make):
    return make.person("Anna Rossi", organisation="CPI di Treviso")


@pytest.fixture
def bruno(make):
    return make.person("Bruno Conti")


@pytest.fixture
def talk(anna, bruno):
    """What Anna wrote to Bruno."""
    with quietly():
        return writing.open_conversation(anna, [bruno.id], subject="Our pair", language="en",
                                         source="Shall we **begin** on Monday?")


@pytest.fixture
def write(talk):
    def write_message(author, source, conversation=talk):
        db.session.commit()  # what this test read before is a moment ago
        with quietly():
            return writing.write_message(author, conversation, source=source, language="en")

    return write_message


def typed(*people, **more):
    return {"to": [person.id for person in people], "subject": "Our pair", "language": "en",
            "source": "Shall we begin on Monday?"} | more
