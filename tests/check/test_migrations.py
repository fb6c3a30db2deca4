"""The migrations make exactly what the models say, on both databases."""
import json

from sqlalchemy import text

from config import Config
from cop import ROOT, create_app
from cop.base.db import db
from cop.base.schema import differences, upgrade, upgrade_to

FIRST = "1ddcafe0675b"
NOW = "2026-11-01 09:00:00"


def test_the_migrated_database_matches_the_models(app):
    assert differences(ROOT / "migrations") == ""


def test_what_was_there_stays(tmp_path):
    """A database of the first release, with a row in the tables that later steps build anew."""
    app = create_app(Config.from_environment(
        {}, testing=True, secret_key="for tests only", data_dir=tmp_path, log_level="ERROR"))
    with app.app_context():
        upgrade_to(ROOT / "migrations", FIRST)
        fill("people", id=1, email="ada@example.org", fs_uniquifier="x", active=1, name="Ada")
        fill("spaces", id=1, slug="a", name="A", visibility="public")
        fill("topics", id=1, space_id=1, author_id=1, kind="question", title="Why?")
        fill("posts", id=1, topic_id=1, number=1, path="00001", author_id=1, source="So.")
        fill("cases", id=1, author_id=1, status="in_review", title="One", reviewer_id=1)
        fill("case_revisions", id=1, case_id=1, number=1, written_by_id=1,
             fields='{"country": "IT"}', regions='["ITH3"]')
        with db.engine.connect().execution_options(writes=True) as connection:
            connection.execute(text("UPDATE cases SET current_id = 1, published_id = 1"))
            connection.commit()
        upgrade(ROOT / "migrations")
        assert db.session.execute(text("SELECT title FROM topics")).scalar() == "Why?"
        assert db.session.execute(text("SELECT source FROM posts")).scalar() == "So."
        review = db.session.execute(text("SELECT case_id, reviewer_id FROM case_reviews")).one()
        assert tuple(review) == (1, 1)
        codes = db.session.execute(text("SELECT facet, code FROM case_codes ORDER BY 1, 2")).all()
        assert [tuple(row) for row in codes] == [
            ("country", "IT"), ("region", "IT"), ("region", "ITH"), ("region", "ITH3")]
        confirm_by = db.session.scalar(text("SELECT confirm_by FROM cases"))
        assert confirm_by.startswith("2028-10-31 09:00:00")
        assert differences(ROOT / "migrations") == ""


def fill(table, **values):
    """Insert a row into a table as it is now; what must be there and is not given is empty."""
    with db.engine.connect().execution_options(writes=True) as connection:
        row = {}
        for _, name, kind, required, default, _ in connection.execute(
                text(f"PRAGMA table_info({table})")):
            if name in values:
                row[name] = values[name]
            elif required and default is None:
                row[name] = (NOW if kind.startswith(("DATETIME", "TIMESTAMP")) else
                             json.dumps([]) if kind == "JSON" else
                             0 if kind in ("INTEGER", "BOOLEAN") else "")
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), row)
        connection.commit()
