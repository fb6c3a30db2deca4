"""Slow statements are told in the log, without the values that were looked for."""
import logging

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from cop.base.db import db
from cop.base.slow_queries import watch

SLOW = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) "
            "SELECT count(*) FROM n WHERE i || 'a private text' != :words")


@pytest.fixture
def told(caplog, monkeypatch):
    """What is said of one slow statement when those are told that take so many milliseconds."""
    monkeypatch.setattr(logging.getLogger("cop"), "propagate", True)
    caplog.set_level("WARNING", logger="cop")

    def tell(slow_ms):
        engine = create_engine("sqlite://")
        watch(engine, slow_ms)
        with engine.connect() as connection:
            connection.execute(SLOW, {"words": "what somebody looked for"})
        return caplog.records

    return tell


def test_a_slow_statement_is_told_without_values(told):
    (record,) = told(1)
    assert record.getMessage() == "slow query" and record.ms >= 1
    assert record.statement.startswith("WITH RECURSIVE n(i)") and " != ?" in record.statement
    assert "looked for" not in str(vars(record))


def test_quick_ones_are_not_told(told):
    assert not told(60_000)


def test_none_is_told_where_none_is_wanted(told):
    assert not told(0)


def test_values_are_in_no_error_either(app):
    with pytest.raises(SQLAlchemyError) as broken:
        db.session.execute(text("SELECT nothing FROM nowhere WHERE x = :words"),
                           {"words": "what somebody wrote"})
    assert "nowhere" in str(broken.value) and "somebody" not in str(broken.value)
