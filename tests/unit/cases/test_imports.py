"""Cases from files: whole ones stay whole, poor ones keep every word, and each comes in once."""
import json
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from cop import ROOT
from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.base.errors import Invalid
from cop.base.jobs import Job
from cop.base.sheets import write_csv
from cop.base.tables import RowProblem, read_rows
from cop.cases.mapping import FieldMap
from cop.cases.models.cases import Case
from cop.cases.queries import reviewing as work
from cop.cases.queries.exports import export_cases
from cop.cases.service.imports import fitting, import_cases
from cop.cases.sheets import as_cells, workbook
from cop.cases.template import get_template, versions
from tests.case_text import FILLED, FILLED_1, REGIONS, THEMES

WHOLE = FILLED | {"external_id": "a1", "regions": REGIONS, "themes": THEMES}
POOR = {"external_id": "b1", "title": "Street work", "body": "We go **out**.\n\nEvery day.",
        "language": "en", "country": "FI", "source": "https://example.org/street"}


@pytest.fixture
def author(make):
    return make.granted("curator", name="Paolo Curti", organisation="Scuola")


@pytest.fixture
def take(author):
    """Import rows, numbered from 2, and give back the last report."""

    def import_all(*rows, **kwargs):
        reports = list(import_cases(enumerate(rows, 2), author=author, **kwargs))
        return reports[-1]

    return import_all


def the_case(external_id):
    return db.session.scalar(select(Case).where(Case.external_id == external_id))


def test_a_row_that_lacks_nothing_is_a_case_of_the_newest_template(take):
    report = take(WHOLE)
    case = the_case("a1")
    assert (report.taken, report.known, report.refused) == (1, 0, [])
    assert (case.status, case.published.template_version) == ("published", "2")
    assert case.published.fields["activities"] == FILLED["activities"]
    assert (case.regions, set(case.themes)) == (REGIONS, set(THEMES))
    assert (case.evidence_level, case.organisation_id) == ("E1", None)


def test_a_row_that_lacks_something_comes_in_with_title_and_text(take):
    take(POOR)
    case = the_case("b1")
    assert case.published.template_version == "imported-1"
    assert case.published.fields == {name: POOR[name] for name in (
        "title", "body", "language", "country", "source")}
    assert case.summary == "We go out. Every day."
    assert "<strong>out</strong>" in case.published.html["body"]


def test_nothing_a_row_says_is_lost_when_it_is_not_enough(take):
    take(WHOLE | {"lessons_learnt": "", "start_date": "spring"})
    body = the_case("a1").published.fields["body"]
    for words in (FILLED["need_context"], "31 %", "orientamento, per ufficio", "Telefonate",
                  "spring", "Young people", "# The problem"):
        assert words in body, words
    assert the_case("a1").published.fields["contact"] == FILLED["contact"]
    assert FILLED["contact"]["email"] not in body


def test_a_row_of_an_older_template_stays_under_it(take):
    old = FILLED_1 | {"regions": REGIONS, "themes": THEMES}
    take(old | {"external_id": "o1"}, old | {"external_id": "o2", "template_version": "1"})
    said = [the_case(name).published for name in ("o1", "o2")]
    assert [each.template_version for each in said] == ["1", "1"]
    assert all(each.fields == FILLED_1 for each in said)


def test_cells_and_names_of_codes_are_read(take):
    take(WHOLE | {"partners": "| Scuola d'esempio | Finanziamento | paga |\n| Banca |  |  |",
                  "sources": "Rapporto: https://example.org/r"})
    fields = the_case("a1").published.fields
    assert fields["partners"] == [
        {"name": "Scuola d'esempio", "role": "funder", "part": "paga"}, {"name": "Banca"}]
    assert fields["sources"] == [{"title": "Rapporto", "address": "https://example.org/r"}]


def test_the_same_file_twice_changes_nothing(take):
    nameless = {name: value for name, value in POOR.items() if name != "external_id"}
    assert take(WHOLE, POOR, nameless).taken == 3
    again = take(WHOLE, POOR, nameless)
    assert (again.taken, again.known) == (0, 3)
    assert db.session.scalar(select(func.count(Case.id))) == 3


def test_bad_rows_are_refused_with_a_sentence_and_the_others_come_in(take):
    report = take(POOR | {"title": " "}, RowProblem("This line is not JSON."), POOR,
                  POOR | {"external_id": "b2", "body": "", "language": ""},
                  POOR | {"external_id": "b3", "language": "Klingon"})
    assert report.taken == 1
    assert report.refused == [
        (2, "“Title” is missing."), (3, "This line is not JSON."),
        (5, "“Language of the text” is missing. “Text” is missing."),
        (6, "“Language of the text” is missing.")]


def test_a_title_that_is_too_long_is_cut_and_kept_whole_in_the_text(take):
    title = "A very long title, " * 30
    take(POOR | {"title": title})
    case = the_case("b1")
    assert len(case.title) <= 300
    assert " ".join(title.split()) in case.published.fields["body"]


@pytest.mark.parametrize("written, country, language", [
    (("Finland", "en"), "FI", "en"), (("Grecia", "en-GB"), "GR", "en"),
    (("EL", "Italian"), "GR", "it"), (("Atlantis", "de_AT"), "", "de"), (("", "fr"), "", "fr"),
])
def test_names_are_as_good_as_codes(take, written, country, language):
    take(POOR | dict(zip(("country", "language"), written, strict=True)))
    case = the_case("b1")
    assert (case.country, case.language) == (country, language)
    assert ("Atlantis" in case.published.fields["body"]) is (written[0] == "Atlantis")


def test_lists_may_be_written_in_one_cell(take):
    take(WHOLE | {"regions": "Veneto; ITI1", "themes": "outreach, neet",
                  "target_groups": "Young people; neet", "outcome_type": "Ha funzionato"})
    case = the_case("a1")
    assert case.published.template_version == "2"
    assert (set(case.regions), set(case.themes)) == ({"ITH3", "ITI1"}, {"outreach", "neet"})
    assert case.published.fields["target_groups"] == ["young-people", "neet"]


def test_nobody_is_told_and_the_reason_stands_in_the_decision(take, author):
    take(POOR, mapping={"reason": "Imported from the street."})
    decision, = work.list_decisions(the_case("b1"))
    assert (decision.to_status, decision.reason, decision.decided_by) == (
        "published", "Imported from the street.", author)
    assert db.session.scalar(select(func.count(Job.id))) == 0
    assert db.session.scalar(select(AuditEntry.act)) == "case.imported"


def test_a_members_only_case_stays_so_even_when_it_lacks_something(take):
    take(WHOLE | {"licence": "members-only", "lessons_learnt": ""})
    assert the_case("a1").members_only


def test_a_map_turns_their_rows_into_ours(take):
    take({"id": 7, "name": "Ufficio mobile", "text": "One\nTwo", "nation": "Italia",
          "when": "31/12/2024", "kinds": ["b", "z"], "budget": 5000, "staff": None},
         mapping={
             "name": "theirs", "paragraphs": ["text"],
             "fields": {"external_id": "id", "title": ["headline", "name"], "body": "text",
                        "country": "nation", "published_at": "when", "themes": "kinds"},
             "constants": {"language": "it", "source": "A book"},
             "values": {"themes": {"b": "outreach"}}, "formats": {"published_at": "%d/%m/%Y"},
             "more": {"Budget": "budget", "Staff": "staff"}})
    case = the_case("theirs:7")
    assert (case.title, case.country, case.language) == ("Ufficio mobile", "IT", "it")
    assert case.published_at.date().isoformat() == "2024-12-31"
    assert case.themes == ["outreach"]
    assert case.published.fields["body"] == "One\n\nTwo\n\n- Themes: z\n- Budget: 5000"


def test_a_map_that_names_what_there_is_not_is_refused(take):
    with pytest.raises(Invalid) as refusal:
        take(POOR, mapping={"fields": {"headline": "title"}, "colour": "red"})
    assert refusal.value.fields == {"map": "The map names what there is not: colour, headline."}


def as_json(rows, path):
    return [json.loads(json.dumps(row)) for row in rows]


def as_csv(rows, path):
    with path.open("w", newline="", encoding="utf-8-sig") as out:
        write_csv(out, as_cells(rows), language="it")
    return [row for _, row in read_rows(path)]


def as_workbook(rows, path):
    path.write_bytes(workbook(rows))
    return [row for _, row in read_rows(path)]


@pytest.mark.parametrize("written", [as_json, as_csv, as_workbook])
def test_what_is_exported_comes_back_the_same(take, make, author, tmp_path, written):
    take(WHOLE, POOR, WHOLE | {"external_id": "a2", "status": "archived"})
    make.case(status="published", innovation="Never exported before.")
    make.case(status="submitted")
    exported = [dict(row) for row in export_cases(author)]
    assert len(exported) == 4
    assert {tuple(row) for row in exported} == {tuple(exported[0])}
    assert take(*written(exported, tmp_path / "cases")).known == 4

    copies = [row | {"external_id": "copy of " + row["external_id"]} for row in exported]
    assert take(*written(copies, tmp_path / "copies")).taken == 4
    assert [row for row in export_cases(author)
            if row["external_id"].startswith("copy of ")] == copies


@pytest.mark.parametrize(("name", "file", "count"), [
    ("participedia", "cases_participedia.jsonl", 452),
    ("services_publics_fr", "cases_services_fr.jsonl", 662)])
def test_every_case_a_shipped_map_was_made_for_comes_in_and_back(
        shared_data, tmp_path, name, file, count):
    """Without a database: what each row becomes, and what that becomes as a workbook."""
    field_map = FieldMap.read(tomllib.loads(Path(ROOT, f"docs/maps/{name}.toml").read_text()))
    told = [fitting(field_map.apply(row), field_map.rest(row))
            for _, row in read_rows(shared_data / file)]
    assert len(told) == count
    assert {template.version for template, _ in told} == {"imported-1"}
    assert not any(template.problems(values, "submit") for template, values in told)
    assert come_back(told, tmp_path) == told


def test_every_case_of_the_demo_comes_back(tmp_path):
    told = [demo_case(path) for path in sorted(Path(ROOT, "cop/demo/data/cases").glob("*.toml"))]
    whole = [(template, values) for template, values in told
             if not template.problems(values, "publish")]
    assert len(whole) > 15
    assert come_back(whole, tmp_path) == whole


def demo_case(path):
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    template = get_template("1" if isinstance(data["fields"].get("results"), str) else "2")
    return template, template.take(data["fields"] | {
        "regions": data["regions"], "themes": data["themes"]})


def come_back(told, tmp_path):
    """(template, values) of cases that went through a workbook."""
    names = dict.fromkeys(field.name for version in versions()
                          for field in get_template(version).fields())
    rows = [{"template_version": template.version, **{n: values.get(n, "") for n in names}}
            for template, values in told]
    return [fitting(row, []) for row in as_workbook(rows, tmp_path / "all.xlsx")]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60) | (
    st.sampled_from(["=1+1", "'=1", "''-2", "+39", "@x", "- one\n- two", "| a | b |", "a\\|b",
                     "\u200f=x", "x" * 70_000, "_x0041_", "1", "1.0", "2025-03-01", "TRUE"]))


@given(prose=TEXTS, line=TEXTS, cells=st.lists(TEXTS, min_size=3, max_size=3))
@example(prose="", line="", cells=["", "𐀀", "x" * 70_000])
@settings(max_examples=30, deadline=None)
def test_whatever_somebody_writes_comes_back(tmp_path_factory, prose, line, cells):
    template = get_template("2")
    told = template.take(FILLED | {"regions": REGIONS, "themes": THEMES} | {
        "innovation": prose, "original_name": line,
        "outputs": [dict(zip(("indicator", "value", "unit"), cells, strict=True))]})
    row = {"template_version": "2", **told}
    path = tmp_path_factory.mktemp("rows") / "cases"
    for written in (as_csv, as_workbook):
        [back] = written([row], path)
        assert template.take(back) == told


def test_the_example_map_takes_every_case_it_was_made_for(take, shared_data):
    mapping = tomllib.loads(Path(ROOT, "docs/maps/participedia.toml").read_text())
    rows = [row for _, row in read_rows(shared_data / "cases_participedia.jsonl")]
    assert len(rows) == 452
    some = sorted(rows, key=lambda row: len(row["body"]))
    some = list({row["url"]: row for row in chain(
        some[:15], some[-3:], (row for row in rows if len(row["title"]) > 100),
        [row for row in rows if not row.get("country")][:5])}.values())
    report = take(*some, mapping=mapping)
    assert (report.taken, report.refused) == (len(some), [])
    for row in some:
        case = the_case(f"participedia:{row['url']}")
        assert " ".join(row["body"].split()[:20]) in " ".join(
            case.published.fields["body"].split())
        assert case.published.fields["licence"] == "CC-BY-SA-4.0"
        assert bool(case.country) is bool(row.get("country"))


def test_what_was_published_in_the_future_is_refused_with_its_row(take):
    report = take(POOR | {"published_at": "2199-01-01T00:00:00Z"})
    assert report.taken == 0 and the_case("b1") is None
    assert report.refused == [(2, "Its date “2199-01-01T00:00:00Z” lies in the future.")]
