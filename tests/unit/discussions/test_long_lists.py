"""The first page of a list of topics is found by an index, however many topics there are."""
import pytest
from sqlalchemy import event

from cop.base.db import db

LISTS = ("/topics?", "/topics?state=solved", "/topics?state=unanswered", "/topics?state=open",
         "/topics?state=archived", "/topics?kind=clinic", "/topics?theme=employers",
         "/topics?region=ITH3")


@pytest.mark.parametrize("address", LISTS)
def test_no_list_puts_all_topics_in_order(make, browse, app, address):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("which way PostgreSQL goes depends on how many there are")
    make.question()
    asked = []

    def note(_connection, _cursor, statement, values, *_):
        if "FROM topics" in statement:
            asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    browse().get(address)
    event.remove(db.engine, "before_cursor_execute", note)
    ways = [row[3] for statement, values in asked for row in db.session.connection().
            exec_driver_sql("EXPLAIN QUERY PLAN " + statement, values)]
    few = any("topics USING INTEGER PRIMARY KEY" in way for way in ways)
    assert ways and (few or not any("TEMP B-TREE" in way for way in ways)), ways
