"""What may be found."""
import pytest
from sqlalchemy import select
from sqlalchemy.dialects import sqlite

from cop.base.db import db
from cop.discussions.models.topics import Post, Topic
from cop.search.policy import findable_posts, findable_topics


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("column", "findable"), [
    (Topic.id, findable_topics), (Post.id, findable_posts)])
def test_whether_a_hit_may_be_seen_is_looked_up_however_many_others_there_are(
        make, column, findable):
    question = select(column).where(column.in_([1, 2, 3]), findable(make.person()))
    asked = question.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
    scanned = {step.detail for step in plan if step.detail.startswith("SCAN")}
    assert len(plan) > 1
    assert not scanned & {"SCAN posts", "SCAN topics", "SCAN posts_1", "SCAN topics_1"}
