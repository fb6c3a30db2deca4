"""What must be true of every list, and what the field says about each."""
import re
import unicodedata
from collections import Counter, defaultdict

import pytest

from cop.vocabulary import lists
from cop.vocabulary.cldr import LABEL_LANGUAGES

LANGUAGES_OF_THE_FIELD = """
    bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv ca eu gl sq bs sr mk tr
    uk ru hy az ka be ar he kk ky tg tk uz no is
"""
#: NUTS repeats names; where, is said in test_regions.py.
NAMED_ONCE = [vocabulary for vocabulary in lists.ALL if vocabulary is not lists.REGIONS]

each_list = pytest.mark.parametrize("vocabulary", lists.ALL, ids=lambda v: v.name)


def codes(vocabulary):
    return [term.code for term in vocabulary]


@each_list
def test_a_list_has_a_version(vocabulary):
    assert vocabulary.version
    assert len(vocabulary) > 0


@each_list
def test_every_parent_exists_and_no_term_is_above_itself(vocabulary):
    for term in vocabulary:
        seen, above = {term.code}, term.parent
        while above:
            assert above in vocabulary, f"{term.code} has the unknown parent {above}"
            assert above not in seen, f"{term.code} is in a circle"
            seen.add(above)
            above = vocabulary.get(above).parent


@each_list
def test_every_term_has_a_clean_label_in_each_language(vocabulary):
    for term in vocabulary:
        for language in LABEL_LANGUAGES:
            label = term.labels[language]
            assert label.strip() == label != "", f"{term.code} {language}"
            assert unicodedata.is_normalized("NFC", label), f"{term.code} {language}"


@pytest.mark.parametrize("vocabulary", NAMED_ONCE, ids=lambda v: v.name)
@pytest.mark.parametrize("language", LABEL_LANGUAGES)
def test_no_label_stands_for_two_terms(vocabulary, language):
    labels = Counter(term.label(language).casefold() for term in vocabulary)
    assert [label for label, times in labels.items() if times > 1] == []


@each_list
def test_codes_are_official_or_slugs(vocabulary):
    for code in codes(vocabulary):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*|[A-Z0-9]+([.-][A-Z0-9.]+)*", code) \
            or code in ("CC-BY-4.0", "CC-BY-SA-4.0"), code


def test_every_constant_is_among_all_lists():
    constants = {name for name, value in vars(lists).items()
                 if isinstance(value, type(lists.REGIONS))}
    assert len(constants) == len(lists.ALL) == 27


def test_countries_belong_to_their_groups():
    with_fact = {name: {c.code for c in lists.COUNTRIES if name in c.facts}
                 for name in ("eu", "ilo", "eca", "etf")}
    assert {name: len(found) for name, found in with_fact.items()} == {
        "eu": 27, "ilo": 187, "eca": 51, "etf": 28}
    assert with_fact["eu"] < with_fact["eca"] < with_fact["ilo"]
    assert with_fact["etf"] - with_fact["ilo"] == {"XK", "PS"}


def test_etf_partners_stand_in_four_groups():
    groups = Counter(c.facts["etf"] for c in lists.COUNTRIES if "etf" in c.facts)
    assert groups == {"SEET": 7, "EaP": 6, "SEMED": 10, "CA": 5}


def test_names_of_countries_come_from_cldr_in_every_language():
    assert [lists.COUNTRIES.label("MD", language) for language in LABEL_LANGUAGES] == [
        "Moldova", "Moldavia", "Moldavie", "Moldavia", "Republik Moldau"]


def test_palestine_and_kosovo_have_their_names_and_footnotes():
    palestine, kosovo = lists.COUNTRIES.get("PS"), lists.COUNTRIES.get("XK")
    assert palestine.label("it") == "Palestina"
    assert kosovo.label("de") == "Kosovo"
    assert "riconoscimento" in palestine.fact("footnote", "it")
    assert "UNSCR 1244/1999" in kosovo.fact("footnote", "en")


def test_every_country_is_a_region():
    for country in lists.COUNTRIES:
        region = lists.REGIONS.get(country.facts["nuts"])
        assert region.facts["country"] == country.code
        assert region.label("fr") == country.label("fr")


@pytest.mark.parametrize("code", LANGUAGES_OF_THE_FIELD.split())
def test_the_languages_of_the_field_are_there(code):
    language = lists.LANGUAGES.get(code)
    assert language.facts["autonym"]
    assert (language.facts["direction"] == "rtl") == (code in ("ar", "he"))


def test_languages_are_named_in_the_language_of_the_page():
    assert lists.LANGUAGES.label("de", "it") == "tedesco"
    assert lists.LANGUAGES.get("ka").facts["autonym"] == "ქართული"


def test_the_thesaurus_has_nine_tops_and_no_term_twice():
    assert len(lists.THEMES) == 146
    assert len(lists.THEMES.roots()) == 9
    concepts = defaultdict(set)
    for theme in lists.THEMES:
        terms = [f"{language}:{theme.labels[language]}" for language in LABEL_LANGUAGES]
        terms += filter(None, theme.facts.get("synonyms", "").split("|"))
        for term in terms:
            concepts[term.casefold()].add(theme.code)
    assert {term: found for term, found in concepts.items() if len(found) > 1} == {}


def test_themes_keep_synonyms_and_eurovoc():
    vet = lists.THEMES.get("vet")
    assert "de:berufliche Bildung" in vet.facts["synonyms"].split("|")
    assert (vet.facts["eurovoc"], vet.facts["eurovoc_match"]) == ("795", "closeMatch")
    assert "it:CPI=" in lists.THEMES.get("job-centre").facts["cautions"]


def test_the_old_category_of_job_rotation_is_read_but_not_offered():
    offered = dict(lists.LMP_CATEGORIES.choices("en"))
    assert "3" not in offered
    assert "4.3" in offered
    assert lists.LMP_CATEGORIES.get("3").facts["legacy"] == "yes"
    assert lists.LMP_CATEGORIES.label("3", "it").startswith("Rotazione")


def test_lmp_categories_are_services_measures_and_supports():
    types = {t.code: t.facts["type"] for t in lists.LMP_CATEGORIES.roots()}
    assert types == {"1": "service", **dict.fromkeys("234567", "measure"),
                     **dict.fromkeys("89", "support"), "not-lmp": "none"}
    assert lists.LMP_CATEGORIES.get("8.1.2").parent == "8.1"


def test_evidence_levels_say_how_they_are_tested_in_every_language():
    assert codes(lists.EVIDENCE_LEVELS) == ["E0", "E1", "E2", "E3", "E4", "E5"]
    for level in lists.EVIDENCE_LEVELS:
        assert len({level.facts[f"test_{language}"] for language in LABEL_LANGUAGES}) == 5


def test_netpes_areas_are_four_benchlearning_sections():
    assert codes(lists.NETPES_AREAS) == ["C", "D", "E", "F"]
    assert set(codes(lists.NETPES_AREAS)) < set(codes(lists.BENCHLEARNING_SECTIONS))


def test_enablers_belong_to_sections():
    assert len(lists.BENCHLEARNING_ENABLERS) == 31
    for enabler in lists.BENCHLEARNING_ENABLERS:
        assert enabler.facts["section"] in lists.BENCHLEARNING_SECTIONS
        assert enabler.code.startswith(enabler.facts["section"])
        assert enabler.fact("question", "it") == enabler.facts["question_en"]


def test_vet_topics_know_their_pillar():
    groups = Counter(topic.facts["group"] for topic in lists.VET_TOPICS)
    assert groups["portfolio"] == 9
    assert groups["cross-cutting"] == 4
    assert {t.facts["pillar"] for t in lists.VET_TOPICS if t.facts["group"] == "cluster"} == {"D"}


def test_the_case_template_has_its_choices():
    assert codes(lists.OUTCOMES) == ["worked", "mixed", "did-not-work"]
    assert codes(lists.LICENCES) == ["CC-BY-4.0", "CC-BY-SA-4.0", "members-only"]
    assert codes(lists.NACE_SECTIONS) == [*"ABCDEFGHIJKLMNOPQRSTUV", "all"]
    assert {"long-term-unemployed", "young-people", "neet"} <= set(codes(lists.TARGET_GROUPS))
    assert len(lists.PES_TASKS) == 23
    assert codes(lists.AFFILIATIONS)[:3] == ["government", "employers", "workers"]
