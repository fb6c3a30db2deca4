"""A list of terms: finding, labels, the tree, and the order of what is offered."""
from dataclasses import FrozenInstanceError

import pytest

from cop.vocabulary.lists import EVIDENCE_LEVELS, THEMES
from cop.vocabulary.terms import Term, Vocabulary
from cop.vocabulary.words import alphabetical, comparable


def term(code, english, parent=None, **facts):
    return Term(code, {"en": english, "fr": english.upper()}, parent, facts)


TREE = Vocabulary("tree", [
    term("work", "work"), term("job", "job", "work"), term("gig", "gig", "job"),
    term("trade", "trade", "work"), term("rest", "rest"),
])


def test_a_term_is_named_in_the_language_else_in_english_else_by_its_code():
    job = TREE.get("job")
    assert job.label("fr") == "JOB"
    assert job.label("fr-BE") == "JOB"
    assert job.label("de") == "job"
    assert Term("x", {}).label("de") == "x"


def test_a_fact_may_be_written_per_language():
    noted = term("x", "x", hint_en="see", hint_it="vedi", level="2")
    assert noted.fact("hint", "it") == "vedi"
    assert noted.fact("hint", "de") == "see"
    assert noted.fact("level", "it") == "2"
    assert noted.fact("nothing", "it") == ""


def test_a_term_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        TREE.get("job").code = "other"
    assert len({TREE.get("job"), TREE.get("job")}) == 1


def test_an_unknown_code_is_a_key_error_or_nothing_or_itself():
    with pytest.raises(KeyError):
        TREE.get("play")
    assert TREE.find("play") is None
    assert TREE.label("play", "en") == "play"
    assert "play" not in TREE
    assert None not in TREE


def test_the_tree_is_walked_up_and_down():
    def names(terms):
        return [found.code for found in terms]

    assert names(TREE.roots()) == ["work", "rest"]
    assert names(TREE.children("work")) == ["job", "trade"]
    assert names(TREE.descendants("work")) == ["job", "gig", "trade"]
    assert names(TREE.ancestors("gig")) == ["job", "work"]
    assert TREE.children("play") == TREE.children("") == TREE.ancestors("play") == []


def test_choices_are_sorted_as_people_read_them():
    french = ["zone", "école", "eau", "Éducation", "edite", "œuvre", "Łódź", "lot"]
    words = Vocabulary("words", [Term(word, {"en": word}) for word in french])
    assert [label for _, label in words.choices("fr")] == [
        "eau", "école", "edite", "Éducation", "Łódź", "lot", "œuvre", "zone"]


def test_an_ordered_list_is_offered_in_its_own_order():
    assert [code for code, _ in EVIDENCE_LEVELS.choices("it")] == ["E0", "E1", "E2", "E3", "E4",
                                                                   "E5"]


def test_choices_follow_the_language():
    italian, german = dict(THEMES.choices("it")), dict(THEMES.choices("de"))
    assert italian["apprenticeship"] == "apprendistato"
    assert german["apprenticeship"] == "Lehrlingsausbildung"
    assert list(italian) != list(german)


def test_legacy_terms_are_kept_but_not_offered():
    old = Vocabulary("old", [term("a", "a"), term("b", "b", legacy="yes")], ordered=True)
    assert old.choices("en") == [("a", "a")]
    assert old.label("b", "en") == "b"


def test_whoever_asks_for_choices_cannot_spoil_them_for_others():
    TREE.choices("en").clear()
    assert len(TREE.choices("en")) == 5


@pytest.mark.parametrize("typed, form", [
    ("  Valle d’Aosta/Vallée  ", "valle d aosta vallee"),
    ("ŁÓDŹ", "lodz"), ("Straße", "strasse"), ("Sjælland", "sjaelland"), ("Iğdır", "igdir"),
    ("Αττική", "αττικη"), ("", ""), ("…", ""),
])
def test_names_are_compared_as_typed_in_a_hurry(typed, form):
    assert comparable(typed) == form


@pytest.mark.parametrize("language, names", [
    ("fr", ["Échange", "échanger", "Eco", "écosse", "Œuf", "oignon", "Zone"]),
    ("es", ["ana", "Ángel", "nube", "Núria", "ñandú", "Ñu", "oficina"]),
    ("it", ["Ana", "ñandú", "nube"]),
])
def test_names_are_sorted_as_in_a_dictionary_of_the_language(language, names):
    backwards = names[::-1]
    assert sorted(backwards, key=lambda name: alphabetical(name, language)) == names
