"""People from a file and back."""
import pytest

from cop.base.errors import Forbidden, Invalid
from cop.base.jobs import Job
from cop.base.mail import Letter
from cop.base.tables import read_rows
from cop.people.models import Person
from cop.people.service import imports
from cop.people.service.imports import export_people, import_people

ADA = {"name": "Ada Bruni", "email": "ada@example.org", "organisation": "CPI d'esempio",
       "region": "ITH3, Toscana", "language": "it, en",
       "roles": "moderator:youth, regional_manager:Veneto; curator:everywhere"}


def taken(rows, **kwargs):
    """The report after the last row."""
    *_, report = import_people(None, enumerate(rows, 2), **kwargs)
    return report


@pytest.fixture
def youth(make):
    return make.space("Youth", slug="youth")


def test_a_row_becomes_an_account_that_waits_for_its_owner(youth):
    report = taken([ADA])
    assert (report.taken, report.known, report.refused) == (1, 0, [])
    (ada,) = Person.query
    assert (ada.name, ada.confirmed_at, ada.password, ada.terms_version) == (
        "Ada Bruni", None, None, "")
    assert ada.organisation.name == "CPI d'esempio"
    assert (list(ada.regions), ada.languages) == (["ITH3", "ITI1"], ["it", "en"])
    assert ada.interface_language == "it"
    assert sorted((g.role, g.scope_kind, g.scope_code) for g in ada.grants) == [
        ("curator", "everywhere", ""), ("moderator", "space", str(youth.id)),
        ("regional_manager", "region", "ITH3")]


def test_nobody_is_written_to_and_nothing_is_announced(youth):
    taken([ADA])
    assert (Letter.query.count(), Job.query.count()) == (0, 0)


def test_importing_twice_changes_nothing(youth):
    taken([ADA])
    report = taken([ADA | {"name": "Another Name", "email": "ADA@Example.org"}])
    assert (report.taken, report.known, report.refused) == (0, 1, [])
    assert [person.name for person in Person.query] == ["Ada Bruni"]


@pytest.mark.parametrize("change, sentence", [
    ({"email": ""}, "There is no e-mail address in this row."),
    ({"email": "ada"}, "“ada” is not an e-mail address."),
    ({"name": "A"}, "A name has 2 to 100 characters."),
    ({"region": "Venetto"}, "Did you mean Veneto (ITH3)?"),
    ({"language": "klingon"}, "We do not know the language “klingon”."),
    ({"roles": "emperor"}, "There is no role “emperor”."),
    ({"roles": "moderator"}, "Say where: moderator:place"),
    ({"roles": "moderator:nowhere"}, "There is no such place: “nowhere”."),
])
def test_a_bad_row_is_refused_whole_with_its_number(youth, change, sentence):
    good = ADA | {"email": "bea@example.org", "name": "Bea Conti"}
    report = taken([ADA | change, good])
    assert report.taken == 1
    ((number, reason),) = report.refused
    assert number == 2
    assert sentence in reason
    assert [person.name for person in Person.query] == ["Bea Conti"]


def test_a_file_of_a_spreadsheet_comes_in(tmp_path, youth):
    file = tmp_path / "people.csv"
    file.write_bytes("name;email;organisation;region;language;roles\r\n"
                     "Núria Serra;nuria@example.org;Servei;ES51;es;\r\n"
                     "Broken;\"open quote;;;;\r\n".encode("cp1252"))
    *_, report = import_people(None, read_rows(file))
    assert report.taken == 1
    assert len(report.refused) == 1
    assert Person.query.one().name == "Núria Serra"


def test_the_way_out_is_the_way_in(youth):
    taken([ADA])
    (row,) = export_people()
    assert tuple(row) == imports.COLUMNS
    Person.query.one().email = "old@example.org"
    assert taken([row]).taken == 1
    assert list(export_people())[1] == row


def test_only_administrators_import(make):
    with pytest.raises(Forbidden):
        list(import_people(make.person(), []))


def test_columns_are_known_in_other_spellings(youth):
    report = taken([{"Name": "Ada Bruni", "E-Mail": "ada@example.org", " Language ": "it"}])
    assert (report.taken, report.refused) == (1, [])
    assert Person.query.one().languages == ["it"]


def test_a_file_without_a_needed_column_is_refused_once(youth):
    rows = [{"Nome": "Ada Bruni", "Posta": f"ada{number}@example.org"} for number in range(3)]
    with pytest.raises(Invalid) as refused:
        taken(rows)
    assert str(refused.value) == "These columns are missing: email, name. There are: Nome, Posta."
