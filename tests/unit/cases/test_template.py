"""The template: what it asks, and what it says when something is missing or wrong."""
import pytest
from flask_babel import force_locale

from cop.cases.template import IMPORTED, KINDS, NEWEST, get_template, lines_of, versions
from tests.case_text import FILLED, FILLED_1, REGIONS, THEMES

COMPLETE = FILLED | {"regions": REGIONS, "themes": THEMES}
COMPLETE_1 = FILLED_1 | {"regions": REGIONS, "themes": THEMES}


@pytest.fixture
def template():
    return get_template(NEWEST)


@pytest.mark.parametrize("version", versions())
def test_every_field_has_words_in_both_languages_and_a_list_where_it_needs_one(version):
    template = get_template(version)
    assert template.version == version
    for each in (*template.sections, *template.fields()):
        assert {"en", "it", "fr", "es"} <= set(each.label_in), each
    for field in template.fields():
        assert {"en", "it", "fr", "es"} <= set(field.help_in), field.name
        for each in (field, *field.columns):
            assert {"en", "it", "fr", "es"} <= set(each.label_in), each.name
            assert each.required in ("", "submit", "publish"), each.name
            chosen = each.kind in ("choice", "choices", "regions", "themes")
            assert (each.vocabulary is not None) == chosen, each.name
            assert not each.default or each.default in each.vocabulary
        assert bool(field.columns) == (
            field.kind in ("record", "money", "table", "files")), field.name
        assert not field.members_only or "open" in {column.name for column in field.columns}


def test_the_newest_has_every_kind_and_is_the_highest_number():
    kinds = {each.kind for field in get_template(NEWEST).fields()
             for each in (field, *field.columns)}
    assert kinds == set(KINDS)
    assert versions() == (NEWEST, "1", IMPORTED)


def test_no_name_stands_twice_and_the_required_are_nineteen(template):
    names = [field.name for field in template.fields()]
    assert len(names) == len(set(names))
    assert sum(field.required == "submit" for field in template.fields()) == 19


def test_an_unknown_version_is_not_looked_for_outside():
    with pytest.raises(KeyError):
        get_template("../../models")


def test_a_complete_case_has_no_problem_at_any_stage(template):
    for stage in ("save", "submit", "publish"):
        assert template.problems(COMPLETE, stage) == {}
        assert get_template("1").problems(COMPLETE_1, stage) == {}
    assert template.progress(COMPLETE) == (19, 19)


def test_an_empty_draft_may_be_saved_but_not_submitted(template):
    assert template.problems({}, "save") == {}
    missing = template.problems({}, "submit")
    assert len(missing) == 19
    assert missing["summary"] == "“Summary” is missing."
    assert template.progress({}) == (0, 19)


@pytest.mark.parametrize("field, value, stage, sentence", [
    ("title", "Too short", "save", ""),
    ("title", "Too short", "submit", "“Title” has 9 of at least 10 characters."),
    ("title", "x" * 10, "submit", ""),
    ("title", "x" * 100, "save", ""),
    ("title", "x" * 101, "save", "“Title” has 101 characters; at most 100 fit."),
    ("difficulties", "short", "submit", ""),
    ("difficulties", "short", "publish",
     "“Difficulties” has 5 of at least 50 characters."),
    ("regions", [], "submit", ""),
    ("regions", [], "publish", "“Regions” is missing."),
    ("regions", ["XX99"], "save", "“Regions”: choose from the list."),
    ("country", "Atlantis", "save", "“Country”: choose from the list."),
    ("lmp_category", ["1.1.2", "nonsense"], "save",
     "“Labour market policy category”: choose from the list."),
    ("start_date", "2025-13", "save", "“Began in” needs a year and a month, as 2025-03."),
    ("start_date", "March", "save", "“Began in” needs a year and a month, as 2025-03."),
    ("objectives", "\n".join("abcdef"), "save", "“Objectives” has 6 lines; at most 5 fit."),
    ("objectives", "\n".join("abcde"), "submit", ""),
    ("innovation", "", "publish", ""),
    ("lmp_category", ["3"], "save", ""),
    ("lmp_category", ["3"], "submit", "“Labour market policy category”: “3 Job rotation and job "
     "sharing (former category 3)” is kept for old cases only. Please choose another."),
    ("contact", {}, "save", ""),
    ("contact", {}, "submit", "“Whom to ask” is missing."),
    ("contact", {"email": "a@example.org"}, "save", ""),
    ("contact", {"email": "a@example.org"}, "submit", "“Whom to ask: Name or role” is missing."),
    ("contact", {"name": "Desk", "email": "a at example"}, "save",
     "“Whom to ask: E-mail address” needs an e-mail address."),
    ("outputs", [], "submit", ""),
    ("outputs", [], "publish", "“What was done, in figures” is missing."),
    ("results", [{"actual": "5"}], "save", ""),
    ("results", [{"indicator": "a"}, {"actual": "5"}], "submit",
     "Row 2: “Results: Indicator” is missing."),
    ("results", [{"indicator": "a"}] * 31, "save", "“Results” has 31 rows; at most 30 fit."),
    ("resources_staff", {"fte": "many"}, "save", "“Staff: FTE” needs a number, as 1,250.5."),
    ("resources_staff", {"fte": "-1"}, "save", "“Staff: FTE” is never below 0."),
    ("cost_total", {"amount": "5"}, "save", ""),
    ("cost_total", {"amount": "5"}, "submit", "“Cost in all: Currency” is missing."),
    ("cost_total", {"amount": "5", "currency": "EURO"}, "save",
     "“Cost in all: Currency”: choose from the list."),
    ("sources", [{"address": "example"}], "save", "Row 1: “Sources: Address or DOI” needs an "
     "address that begins with https://, or a DOI."),
    ("sources", [{"address": "10.1000/xyz"}], "publish", ""),
    ("partners", [{"name": "A", "role": "funder"}], "publish", ""),
    ("eqf_levels", ["9"], "save", "“Level of qualification”: choose from the list."),
])
def test_each_rule_speaks_at_its_stage(template, field, value, stage, sentence):
    assert template.problems(COMPLETE | {field: value}, stage).get(field, "") == sentence


@pytest.mark.parametrize("level, method, sources, problems", [
    ("E1", "", "", set()),
    ("E2", "", "", {"evaluation_method", "sources"}),
    ("E2", "Before and after, with a control office.", "", {"sources"}),
    ("E3", "", [{"title": "A report"}], {"evaluation_method"}),
    ("E5", "Two replications.", [{"address": "https://example.org"}], set()),
])
def test_strong_evidence_needs_a_method_and_a_source(template, level, method, sources, problems):
    values = COMPLETE | {"evidence_level": level, "evaluation_method": method, "sources": sources}
    assert set(template.problems(values, "submit")) == problems
    assert set(template.problems(values, "publish")) == problems
    assert template.problems(values, "save") == {}


@pytest.mark.parametrize("end, ends_before", [
    ("2024-12", True), ("2025-01", False), ("2025-02", False)])
def test_nothing_ends_before_it_began(template, end, ends_before):
    problems = template.problems(COMPLETE | {"end_date": end}, "submit")
    assert problems == ({"end_date": "The end lies before the beginning."} if ends_before else {})


def test_what_has_an_end_does_not_go_on(template):
    ended = COMPLETE | {"end_date": "2026-01", "ongoing": "yes"}
    assert set(template.problems(ended, "submit")) == {"ongoing"}
    assert template.problems(COMPLETE | {"ongoing": "yes"}, "submit") == {}


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


def test_cells_without_words_are_no_row_and_a_tick_alone_is_no_record(template):
    taken = template.take({
        "results": [{"indicator": " Contacts ", "actual": "78 %", "odd": "x"}, {"unit": "  "}],
        "contact": {"name": "", "open": True}, "video": {"address": "https://example.org/v",
                                                         "captions": "on"}})
    assert taken == {"results": [{"indicator": "Contacts", "actual": "78 %"}],
                     "video": {"address": "https://example.org/v", "captions": "yes"}}


@pytest.mark.parametrize("language, typed, stored, read", [
    ("en", "1,250.50", "1250.5", "1,250.5"),
    ("en", "1,250", "1250", "1,250"),
    ("en", "1.250", "1.25", "1.25"),
    ("it", "1.250,50", "1250.5", "1.250,5"),
    ("it", "1.250", "1250", "1.250"),
    ("it", "0,125", "0.1250", "0,125"),
    ("it", "12 500", "12500", "12.500"),
    ("en", "1.2345", "1.2345", "1.2345"),
    ("en", "about 5", "about5", "about5"),
    ("en", "1e9", "1e9", "1e9"),
    ("en", "9" * 27, "9" * 27, "9" * 27),
])
def test_a_number_is_typed_as_the_language_writes_it_and_stored_once(
        app, template, language, typed, stored, read):
    fte = template.field("resources_staff").columns[0]
    with app.test_request_context(), force_locale(language):
        assert fte.take(typed) == stored
        assert fte.take(stored) == stored
        assert fte.words(stored) == read
    with app.test_request_context(), force_locale("en"):
        assert fte.take(stored) == stored


def test_everything_stored_goes_into_a_cell_and_back(template):
    values = COMPLETE | {
        "partners": [{"name": "A | B", "role": "funder"}, {"part": "refers"}],
        "sources": [{"title": "Report"}, {"address": "10.1000/xyz"}],
        "cost_total": {"amount": "84000", "currency": "EUR", "period": "2025"},
        "ongoing": "yes", "participants": {"period": "2025"},
        "related": [{"title": "-", "address": "https://example.org/a"}]}
    cells = {name: template.field(name).cell(value) for name, value in values.items()}
    assert all(isinstance(cell, str) for cell in cells.values())
    assert template.take(cells) == values
    assert template.take(values) == values


def test_loose_words_find_their_column(template):
    assert template.field("sources").take("- Report 2025: https://example.org/a\nRegister") == [
        {"title": "Report 2025", "address": "https://example.org/a"}, {"title": "Register"}]
    assert template.field("participants").take("112 absences") == {"period": "112 absences"}


@pytest.mark.parametrize("older", ["1", IMPORTED])
def test_every_field_of_an_older_version_has_its_place_in_the_newest(template, older):
    for field in get_template(older).fields():
        place = template.field(template.carried.get(field.name, field.name))
        assert place, field.name
        assert place.kind == field.kind or not place.vocabulary


def test_an_old_case_is_carried_over_with_every_word(template):
    said = COMPLETE_1 | {"partners": "School (delivers)\nBank (pays)", "sources": "Report",
                         "participants": "112 absences"}
    new = template.carry(said, get_template("1"))
    assert template.problems(new, "save") == {}
    assert new["partners"] == [{"name": "School (delivers)"}, {"name": "Bank (pays)"}]
    assert (new["cost_note"], new["results_note"]) == (said["cost"], said["results"])
    assert new["resources_staff"] == {"roles": "0,3 ETP per ufficio"}
    kept = " ".join(text for name, value in new.items()
                    for text in template.field(name).texts(value))
    for name, value in said.items():
        for text in get_template("1").field(name).texts(value):
            assert all(line in kept for line in text.split("\n")), name


@pytest.mark.parametrize("contact, shown", [
    ({"name": "Desk"}, False), ({"name": "Desk", "open": "yes"}, True), ("", False)])
def test_the_contact_is_for_members_unless_it_is_opened(template, contact, shown):
    assert bool(template.open_to_all(COMPLETE | {"contact": contact}).get("contact")) == shown
    assert template.open_to_all(COMPLETE)["title"] == COMPLETE["title"]


def test_prose_becomes_safe_html_and_lines_a_list():
    html = get_template("1").html({"need_context": "<script>x</script> **bold**",
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
    assert words["resources_staff"] == "FTE: 0.3 · orientamento, per ufficio"
    assert words["outputs"] == "Indicator: Telefonate; Value: 112; Period: aprile-giugno 2025"
    cost = template.field("cost_total")
    assert cost.words({"amount": "84000", "currency": "EUR"}) == (
        "84,000\N{NO-BREAK SPACE}EUR")
    assert cost.words({"amount": "12.5", "currency": "SEK", "period": "2025"}) == (
        "12.5\N{NO-BREAK SPACE}SEK · 2025")
    assert template.field("lmp_category").words("2.1").startswith("2.1 ")
    assert (template.field("lmp_category").words("not-lmp")
            == "Not a labour market policy intervention")


def test_bullets_people_type_are_not_part_of_a_line():
    assert lines_of("- one\n\n* two\n3. three\n4) four\n5 offices") == [
        "one", "two", "three", "four", "5 offices"]
