"""The copy of one's data says in words what each feature gives out."""
import ast
from pathlib import Path

import pytest
from flask_babel import force_locale

from cop.base.db import db
from cop.base.personal_data import export_all
from cop.rights.parts import FIELDS, FOR_PROGRAMS, NAMES, PARTS
from cop.rights.readable import Facts, readable

COP = Path(__file__).parents[3] / "cop"
KNOWN = {*FIELDS, *PARTS, *FOR_PROGRAMS}


def test_every_part_and_every_column_has_words_or_is_for_programs(app, make):
    told = export_all(make.person())
    assert set(told) <= set(NAMES)
    tables = [name for parts in told.values() for name in parts if name in db.metadata.tables]
    assert len(tables) > 30
    columns = {column.name for name in tables for column in db.metadata.tables[name].columns}
    assert columns - KNOWN == set()
    assert {name for parts in told.values() for name in parts} - KNOWN == set()


def test_every_name_that_a_feature_gives_by_hand_has_words():
    names = {key.value for file in COP.glob("*/personal_data.py")
             for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Dict)
             for key in node.keys if isinstance(key, ast.Constant)}
    assert len(names) > 40 and names - KNOWN == set()


@pytest.mark.parametrize("name, value, words", [
    ("country", "IT", "Italia"), ("regions", ["ITH3", "ITI1"], "Veneto, Toscana"),
    ("is_given", True, "Sì"), ("recovery_codes", 0, "0"), ("weekday", 0, "lunedì"),
    ("kind", "answered", "Una persona ti ha risposto"), ("which", "ITH3", "Veneto"),
    ("due_on", "2026-03-01", "1 marzo 2026"), ("words", "2026-13-40", "2026-13-40"),
    ("words", "2026-03-01 and later", "2026-03-01 and later"), ("status", "unheard", "unheard"),
    ("language", "tlh", "tlh")])
def test_codes_and_days_are_written_as_people_write_them(app, name, value, words):
    with app.test_request_context(), force_locale("it"):
        ((_label, said),) = readable("rights", {name: value}, {}).pairs
    assert said == words


def test_what_is_empty_or_for_programs_is_left_out_and_titles_stand_for_numbers(app):
    told = {"posts": [{"id": 7, "author_id": 3, "html": "<p>Hello</p>", "source": "Hello",
                       "topic_id": 4, "parent_id": None, "path": "0001"}],
            "followings": [{"id": 9, "kind": "space", "target_id": 4, "level": 0}]}
    with app.test_request_context():
        facts = readable("discussions", told, {("topic", 4): "Call-backs", ("space", 4): "Youth"})
    (_posts, (post,)), (_following, (following,)) = facts.pairs
    assert post == Facts([("Number", "7"), ("Text", "Hello"), ("Topic", "Call-backs (4)")])
    assert following.pairs[1:] == [("Which", "Youth (4)"), ("How closely", "No notices")]


def test_a_practice_is_told_with_the_names_of_its_template_however_old_it_is(app):
    told = {"cases": [{"number": 3, "versions": [
        {"number": 1, "title": "Call-backs", "outcome_type": "worked", "cost": "3,200 euros",
         "regions": ["ITH3"], "gone_since": "1"}]}]}
    with app.test_request_context():
        ((_cases, (case,)),) = readable("cases", told, {}).pairs
    (version,) = dict(case.pairs)["Versions"]
    said = dict(version.pairs)
    assert said["Title"] == "Call-backs" and said["Regions"] == "Veneto"
    assert "worked" not in said.values() and said["gone since"] == "1"
