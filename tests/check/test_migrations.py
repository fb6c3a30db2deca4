"""The migrations make exactly what the models say, on both databases."""
import ast
import json

import pytest
from sqlalchemy import text

from config import Config
from cop import ROOT, create_app
from cop.base.content_version import APART
from cop.base.db import db
from cop.base.schema import differences, upgrade, upgrade_to

FIRST = "1ddcafe0675b"
NOW = "2026-11-01 09:00:00"


def test_the_migrated_database_matches_the_models(app):
    assert differences(ROOT / "migrations") == ""


#: There is no table of versions yet in the first release.
AS_MIGRATIONS = {"writes": True, APART: True}


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
        with db.engine.connect().execution_options(**AS_MIGRATIONS) as connection:
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


#: From the step after this one on, the version before must be able to live with a step.
RELEASED = "20261126_2043"


def steps_after_the_release():
    return [path for path in sorted((ROOT / "migrations" / "versions").glob("2*.py"))
            if path.name[:13] > RELEASED]


def test_a_step_takes_nothing_away_that_the_version_before_needs():
    """Those that do begin with «Contract:», and come one version after the code was changed; see
    docs/many-hosts.md."""
    for path in steps_after_the_release():
        tree = ast.parse(path.read_text())
        if not (ast.get_docstring(tree) or "").startswith("Contract:"):
            assert hardships(tree) == [], f"{path.name}: {hardships(tree)}"


@pytest.mark.parametrize("step, hardship", [
    ("op.drop_table('a')", "drop_table"), ("batch_op.drop_column('a')", "drop_column"),
    ("op.rename_table('a', 'b')", "rename_table"),
    ("op.alter_column('a', 'b', nullable=False)", "alter_column nullable"),
    ("op.alter_column('a', 'b', new_column_name='c')", "alter_column new_column_name"),
    ("op.add_column('a', sa.Column('b', sa.Integer(), nullable=False))", "add_column nullable"),
    ("op.add_column('a', sa.Column('b', sa.Integer(), nullable=False, server_default='0'))", ""),
    ("op.add_column('a', sa.Column('b', sa.Integer()))", ""),
    ("op.create_table('a', sa.Column('b', sa.Integer(), nullable=False))", "")])
def test_what_is_hard_for_the_version_before_is_known(step, hardship):
    tree = ast.parse(f"def upgrade():\n    {step}\n\ndef downgrade():\n    op.drop_table('x')\n")
    assert hardships(tree) == ([hardship] if hardship else [])


def hardships(tree):
    """What a step does that the version before cannot live with."""
    upgrade = next(node for node in tree.body if getattr(node, "name", "") == "upgrade")
    found = []
    for call in (node for node in ast.walk(upgrade) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", "")
        told = {word.arg: getattr(word.value, "value", True) for word in call.keywords}
        if name in ("drop_table", "drop_column", "rename_table"):
            found.append(name)
        elif name == "alter_column":
            found += [f"{name} {word}" for word in ("nullable", "new_column_name", "type_")
                      if word in told and told[word] is not True]
        elif name == "add_column":
            column = {word.arg: getattr(word.value, "value", True)
                      for arg in call.args if isinstance(arg, ast.Call) for word in arg.keywords}
            if column.get("nullable") is False and "server_default" not in column:
                found.append(f"{name} nullable")
    return found


def fill(table, **values):
    """Insert a row into a table as it is now; what must be there and is not given is empty."""
    with db.engine.connect().execution_options(**AS_MIGRATIONS) as connection:
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
