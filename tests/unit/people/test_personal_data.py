"""Whatever points to a person is given out and forgotten by some feature."""
import json

import pytest
from click.testing import CliRunner
from sqlalchemy import String, select

from cop.base.db import add, db
from cop.base.mail import write_letter
from cop.base.personal_data import covered, export_all
from cop.cases.models.cases import Case
from cop.cases.service import keeping
from cop.cases.service.adoptions import Use, adopt_case
from cop.cli import cop
from cop.discussions.service import signs
from cop.people.models import Person
from cop.people.service.erasing import erase_person
from cop.people.service.profiles import create_person
from cop.spaces.models import Membership
from tests.make import take_up


def test_every_column_that_points_to_a_person_is_answered_for(app):
    found = {f"{table.name}.{key.parent.name}" for table in db.metadata.tables.values()
             for key in table.foreign_keys if key.column.table.name == "people"}
    assert covered() == found


@pytest.fixture
def thomas(make):
    return make.person("Thomas Unterhofer", organisation="Amt Bozen", themes=["neet"],
                       email="thomas.unterhofer@example.org", about="Thomas Unterhofer, Bozen")


@pytest.fixture
def work(make, thomas):
    """What Thomas left: a published case, a draft, an entry, a review, a case he keeps."""
    curator = make.granted("curator", name="Paolo Curti")
    mine = make.case(thomas, status="published", curator=curator, contact={
        "name": "Thomas Unterhofer", "email": thomas.email})
    draft = make.case(thomas, title="Eine halbe Idee von Thomas Unterhofer")
    other = make.case(status="published", curator=curator)
    keeping.name_deputy(other.author, other, thomas)
    use = adopt_case(thomas, make.case(status="published", curator=curator), Use(
        region="ITH1", since="2026-01", result="Gut.", names_person=True))
    asked = make.case(status="submitted")
    take_up(curator, asked, "It is complete and readable.", reviewer=thomas)
    space = make.space()
    add(Membership(space_id=space.id, person_id=thomas.id))
    space.member_count += 1
    topic = make.topic(space, thomas, source="Grüße, Thomas Unterhofer")
    signs.write_remark(thomas, make.post(topic), place="Bozen", words="Thomas Unterhofer hilft.")
    write_letter(thomas.email, subject="Thomas Unterhofer", body="Ciao", kind="test")
    return {"mine": mine, "draft": draft, "other": other, "use": use, "asked": asked,
            "topic": topic}


def everything():
    """All words of the database, by table and column."""
    for table in db.metadata.tables.values():
        texts = [c for c in table.columns if isinstance(c.type, String) or c.type.python_type in (
            dict, list)]
        if texts:
            for row in db.session.execute(select(*texts)):
                yield from ((table.name, str(word)) for word in row)


def test_an_export_holds_what_somebody_wrote(thomas, work):
    told = json.loads(json.dumps(export_all(thomas)))
    assert told["people"]["email"] == thomas.email
    assert {case["number"] for case in told["cases"]["cases"]} == {
        work["mine"].id, work["draft"].id, work["other"].id}
    assert told["cases"]["used elsewhere"][0]["result"] == "Gut."
    assert told["cases"]["reviews"][0]["case"] == work["asked"].id
    assert told["discussions"]["posts"][0]["source"] == "Grüße, Thomas Unterhofer"
    assert told["spaces"]["memberships"][0]["space_id"] == work["topic"].space_id


@pytest.mark.parametrize("keep_works", [True, False])
def test_after_an_erasure_the_name_is_nowhere(make, thomas, work, browse, keep_works):
    email, mine, reader = thomas.email, work["mine"], make.person()
    erase_person(None, thomas, keep_works=keep_works)
    db.session.flush()
    left = {table for table, words in everything() if "unterhofer" in words.lower()}
    assert left == ({"posts", "signs"} if keep_works else set())  # what he said of himself there
    assert email not in " ".join(words for _table, words in everything())
    assert work["topic"].space.member_count == 1
    assert work["other"].deputy_id is None
    assert not work["asked"].round
    assert bool(mine.published_id) is keep_works
    assert mine.current.fields.get("activities", "") != "" if keep_works else not (
        mine.current.fields)
    assert work["draft"].current.fields == {}
    page = browse(reader).get(f"/cases/{mine.id}", follow_redirects=True)
    assert page.status_code == (200 if keep_works else 404)


def test_the_same_address_begins_anew(thomas, work):
    erase_person(None, thomas, keep_works=True)
    again = create_person(None, name="Thomas Unterhofer", email="thomas.unterhofer@example.org")
    assert again.id != thomas.id
    assert not db.session.scalars(select(Case).where(Case.author_id == again.id)).all()
    assert db.session.scalar(select(Person.active).where(Person.id == thomas.id)) is False


def test_the_command_line_gives_it_out_and_erases(make, app, thomas):
    """The command makes an application of its own, on the same database."""
    config = app.config["COP"]
    db.session.commit()

    def run(*words):
        return CliRunner().invoke(cop, ["person", *words], obj=lambda **_given: config)

    told = json.loads(run("export", "thomas.unterhofer@example.org").output)
    assert told["people"]["name"] == "Thomas Unterhofer"
    assert run("export", "nobody@example.org").exit_code == 1
    assert run("erase", "thomas.unterhofer@example.org", "--yes").output.strip() == "Erased."
    assert run("export", "thomas.unterhofer@example.org").exit_code == 1
