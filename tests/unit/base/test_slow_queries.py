"""Slow statements are told in the log, without the values that were looked for."""
import logging

import pytest
from sqlalchemy import create_engine, text

from cop.base.slow_queries import watch

SLOW = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) "
            "SELECT count(*) FROM n WHERE 'a private text' = :words")


@pytest.fixture
def told(caplog, monkeypatch):
    """What is said of one slow statement when those are told that take so many milliseconds."""
    monkeypatch.setattr(logging.getLogger("cop"), "propagate", True)

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
    assert record.statement.startswith("WITH RECURSIVE n(i)") and " = ?" in record.statement
    assert "looked for" not in str(vars(record))


def test_quick_ones_are_not_told(told):
    assert not told(60_000)


def test_none_is_told_where_none_is_wanted(told):
    assert not told(0)
