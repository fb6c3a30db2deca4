"""The template: what it asks, and what it says when something is missing or wrong."""
import pytest

from cop.cases.template import FOLDER, get_template, lines_of
from tests.case_text import FILLED, REGIONS, THEMES

COMPLETE = FILLED | {"regions": REGIONS, "themes": THEMES}
VERSIONS = sorted(path.stem for path in FOLDER.glob("*.toml"))


@pytest.fixture
def template():
    return get_template("1")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_field_has_words_in_both_languages_and_a_list_where_it_needs_one(version):
    template = get_template(version)
    assert template.version == version
    for each in (*template.sections, *template.fields()):
        assert {"en", "it"} <= set(each.label_in), each
    for field in template.fields():
        assert {"en", "it"} <= set(field.help_in), field.name
        assert field.required in ("", "submit", "publish"), field.name
        chosen = field.kind in ("choice", "choices", "regions", "themes")
        assert (field.vocabulary is not None) == chosen, field.name
        assert not field.default or field.default in field.vocabulary


def test_no_name_stands_twice_and_the_required_are_eighteen(template):
    names = [field.name for field in template.fields()]
    assert len(names) == len(set(names))
    assert sum(field.required == "submit" for field in template.fields()) == 18


def test_an_unknown_version_is_not_looked_for_outside():
    with pytest.raises(KeyError):
        get_template("../../models")


def test_a_complete_case_has_no_problem_at_any_stage(template):
    for stage in ("save", "submit", "publish"):
        assert template.problems(COMPLETE, stage) == {}
    assert template.progress(COMPLETE) == (18, 18)


def test_an_empty_draft_may_be_saved_but_not_submitted(template):
    assert template.problems({}, "save") == {}
    missing = template.problems({}, "submit")
    assert len(missing) == 18
    assert missing["summary"] == "«Summary» is missing."
    assert template.progress({}) == (0, 18)


@pytest.mark.parametrize("field, value, stage, sentence", [
    ("title", "Too short", "save", ""),
    ("title", "Too short", "submit", "«Title» has 9 characters; it needs at least 10."),
    ("title", "x" * 10, "submit", ""),
    ("title", "x" * 100, "save", ""),
    ("title", "x" * 101, "save", "«Title» has 101 characters; at most 100 fit."),
    ("difficulties", "short", "submit", ""),
    ("difficulties", "short", "publish",
     "«Difficulties» has 5 characters; it needs at least 50."),
    ("regions", [], "submit", ""),
    ("regions", [], "publish", "«Regions» is missing."),
    ("regions", ["XX99"], "save", "«Regions»: choose from the list."),
    ("country", "Atlantis", "save", "«Country»: choose from the list."),
    ("lmp_category", ["1.1.2", "nonsense"], "save",
     "«Labour market policy category»: choose from the list."),
    ("start_date", "2025-13", "save", "«Began in» needs a year and a month, as 2025-03."),
    ("start_date", "March", "save", "«Began in» needs a year and a month, as 2025-03."),
    ("objectives", "\n".join("abcdef"), "save", "«Objectives» has 6 lines; at most 5 fit."),
    ("objectives", "\n".join("abcde"), "submit", ""),
    ("innovation", "", "publish", ""),
])
def test_each_rule_speaks_at_its_stage(template, field, value, stage, sentence):
    assert template.problems(COMPLETE | {field: value}, stage).get(field, "") == sentence


@pytest.mark.parametrize("level, method, sources, problems", [
    ("E1", "", "", set()),
    ("E2", "", "", {"evaluation_method", "sources"}),
    ("E2", "Before and after, with a control office.", "", {"sources"}),
    ("E3", "", "https://example.org", {"evaluation_method"}),
    ("E5", "Two replications.", "https://example.org", set()),
])
def test_strong_evidence_needs_a_method_and_a_source(template, level, method, sources, problems):
    values = COMPLETE | {"evidence_level": level, "evaluation_method": method, "sources": sources}
    assert set(template.problems(values, "submit")) == problems
    assert template.problems(values, "save") == {}


@pytest.mark.parametrize("end, ends_before", [
    ("2024-12", True), ("2025-01", False), ("2025-02", False)])
def test_nothing_ends_before_it_began(template, end, ends_before):
    problems = template.problems(COMPLETE | {"end_date": end}, "submit")
    assert problems == ({"end_date": "The end lies before the beginning."} if ends_before else {})


def test_what_is_typed_is_stored_tidily_and_nothing_unknown_is_taken(template):
    taken = template.take({
        "title": "  Two  spaces\r\n", "activities": "\n1. One\r\n2. Two  \n", "country": " IT ",
        "start_date": "2025-03-01T09:00:00", "target_groups": "neet; women;neet",
        "regions": ["ITH3", "", "ITH3"], "innovation": "  ", "is_admin": "yes",
    })
    assert taken == {
        "title": "Two spaces", "activities": "1. One\n2. Two", "country": "IT",
        "start_date": "2025-03", "target_groups": ["neet", "women"], "regions": ["ITH3"],
    }


def test_prose_becomes_safe_html_and_lines_a_list(template):
    html = template.html({"need_context": "<script>x</script> **bold**",
                          "sources": "- Report 2025\nhttps://example.org/a", "title": "T"})
    assert set(html) == {"need_context", "sources"}
    assert "<strong>bold</strong>" in html["need_context"]
    assert "<script" not in html["need_context"]
    assert html["sources"].count("<li>") == 2
    assert 'href="https://example.org/a"' in html["sources"]


def test_values_are_read_as_words(template):
    words = {name: template.field(name).words(value) for name, value in COMPLETE.items()}
    assert words["country"] == "Italy"
    assert words["regions"] == "Veneto"
    assert words["start_date"] == "January 2025"
    assert words["evidence_level"] == "E1 Monitored"
    assert words["outcome_type"] == "Worked"
    assert template.field("lmp_category").words("2.1").startswith("2.1 ")
    assert (template.field("lmp_category").words("not-lmp")
            == "Not a labour market policy intervention")


def test_bullets_people_type_are_not_part_of_a_line():
    assert lines_of("- one\n\n* two\n3. three\n4) four\n5 offices") == [
        "one", "two", "three", "four", "5 offices"]
