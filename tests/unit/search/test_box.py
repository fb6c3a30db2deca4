"""The language of the box: what somebody types, and the tree that is meant."""
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query import And, DateRange, Not, NumericRange, Or, Phrase, Prefix, Query, Term

from config import INTERFACE_LANGUAGES
from cop.base.clock import at
from cop.search.box.parser import LONGEST, MOST_TERMS, Quoted, leaves, read
from cop.search.box.values import Here
from cop.search.box.words import FIELDS, KINDS, OPERATORS, STATES, written

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)


def word(text, field="text"):
    return Term(field, text)


def meant(text, language="en", **here):
    with at(NOW):
        reading = read(text, Here(language, **here))
    assert not reading.notes
    return reading.query


def moment(*day):
    return datetime(*day, tzinfo=UTC)


@pytest.mark.parametrize("typed, tree", [
    ("voucher", word("voucher")),
    ("voucher skills", And([word("voucher"), word("skills")])),
    ("voucher AND skills", And([word("voucher"), word("skills")])),
    ('"training voucher"', Phrase("text", ["training", "voucher"])),
    ("«training voucher»", Phrase("text", ["training", "voucher"])),
    ('"voucher"', Quoted("text", "voucher")),
    ("voucher -skills", And([word("voucher"), Not(word("skills"))])),
    ("voucher NOT skills", And([word("voucher"), Not(word("skills"))])),
    ('-"training voucher"', Not(Phrase("text", ["training", "voucher"]))),
    ("well-being", word("well-being")),
    ("voucher - skills", And([word("voucher"), word("skills")])),
    ("voucher OR skills", Or([word("voucher"), word("skills")])),
    ("a (b OR c)", And([word("a"), Or([word("b"), word("c")])])),
    ("-(a b)", Not(And([word("a"), word("b")]))),
    ("vouch*", Prefix("text", "vouch")),
    ("title:vouch*", Prefix("title", "vouch")),
    ("title:(a OR b)", Or([word("a", "title"), word("b", "title")])),
    ("TITLE:voucher", word("voucher", "title")),
    ("region:Veneto", word("ITH3", "region")),
    ('region:"Valle d’Aosta"', word("ITC2", "region")),
    ("-region:ITH3", Not(word("ITH3", "region"))),
    ("lang:it", word("it", "lang")), ("lang:Italienisch", word("it", "lang")),
    ("language:suomi", word("fi", "lang")),
    ("kind:case", word("case", "kind")), ("kind:Practices", word("case", "kind")),
    ("evidence:e2", word("E2", "evidence")),
    ("evidence:>=E4", Or([word("E4", "evidence"), word("E5", "evidence")])),
    ("evidence:E4+", Or([word("E4", "evidence"), word("E5", "evidence")])),
    ("evidence:>E4", word("E5", "evidence")),
    ("status:running", word("running", "status")),
    ('status:"in funzione"', word("running", "status")),
    ("is:solved", word("solved", "is")), ("is:unanswered", word("unanswered", "is")),
    ("adopted:>=2", NumericRange("adopted", 2, None)),
    ("adopted:<3", NumericRange("adopted", None, 2)),
    ("adopted:1", NumericRange("adopted", 1, 1)),
    ("after:2026-10", DateRange("at", moment(2026, 10, 1), None)),
    ("before:2026-10", DateRange("at", None, moment(2026, 10, 1), endexcl=True)),
    ("after:last month", DateRange("at", moment(2026, 10, 1), None)),
    ("before:yesterday a", And([DateRange("at", None, moment(2026, 11, 25), endexcl=True),
                                word("a")])),
    ("http://example.org/a:b", word("http://example.org/a:b")),
])
def test_what_is_typed_becomes_a_tree(typed, tree):
    assert meant(typed) == tree


@pytest.mark.parametrize("typed, tree", [
    ("voucher O competenze", Or([word("voucher"), word("competenze")])),
    ("voucher OPPURE competenze", Or([word("voucher"), word("competenze")])),
    ("voucher E competenze", And([word("voucher"), word("competenze")])),
    ("voucher NON competenze", And([word("voucher"), Not(word("competenze"))])),
    ("voucher OR competenze", Or([word("voucher"), word("competenze")])),
    ("titolo:voucher", word("voucher", "title")),
    ("regione:Finlandia", word("FI", "region")),
    ("tipo:pratiche", word("case", "kind")), ("tipo:domanda", word("topic", "kind")),
    ("è:risolta", word("solved", "is")),
    ("is:senza-risposta", word("unanswered", "is")),
    ("dopo:mese scorso", DateRange("at", moment(2026, 10, 1), None)),
    ("dopo:la settimana scorsa x", And([DateRange("at", moment(2026, 11, 16), None), word("x")])),
    ("prima:ottobre", DateRange("at", None, moment(2026, 10, 1), endexcl=True)),
    ("after:yesterday", DateRange("at", moment(2026, 11, 25), None)),
])
def test_italian_has_its_own_words_and_knows_english(typed, tree):
    assert meant(typed, "it") == tree


@pytest.mark.parametrize("typed, tree", [
    ("chèque OU compétences", Or([word("chèque"), word("compétences")])),
    ("chèque ET compétences", And([word("chèque"), word("compétences")])),
    ("chèque SAUF compétences", And([word("chèque"), Not(word("compétences"))])),
    ("titre:chèque", word("chèque", "title")),
    ('région:"Émilie-Romagne"', word("ITH5", "region")), ("pays:Finlande", word("FI", "region")),
    ("langue:français", word("fr", "lang")), ("type:pratiques", word("case", "kind")),
    ("type:réponses", word("post", "kind")), ("preuve:>=E5", word("E5", "evidence")),
    ('état:"en fonctionnement"', word("running", "status")),
    ("etat:interrompue", word("stopped", "status")),
    ("adoptions:>=2", NumericRange("adopted", 2, None)),
    ("est:sans-réponse", word("unanswered", "is")),
    ("après:mois dernier", DateRange("at", moment(2026, 10, 1), None)),
    ("après:la semaine dernière x",
     And([DateRange("at", moment(2026, 11, 16), None), word("x")])),
    ("avant:février 2026", DateRange("at", None, moment(2026, 2, 1), endexcl=True)),
    ("depuis:l’année dernière", DateRange("at", moment(2025, 1, 1), None)),
    ("title:a OR b", Or([word("a", "title"), word("b")])),
])
def test_french_has_its_own_words_and_knows_english(typed, tree):
    assert meant(typed, "fr") == tree


@pytest.mark.parametrize("typed, tree", [
    ("cheque O competencias", Or([word("cheque"), word("competencias")])),
    ("cheque Y competencias", And([word("cheque"), word("competencias")])),
    ("cheque NO competencias", And([word("cheque"), Not(word("competencias"))])),
    ("título:cheque", word("cheque", "title")), ("titulo:cheque", word("cheque", "title")),
    ('región:"Emilia-Romaña"', word("ITH5", "region")), ("país:Finlandia", word("FI", "region")),
    ("idioma:francés", word("fr", "lang")), ("tipo:prácticas", word("case", "kind")),
    ("tipo:pregunta", word("topic", "kind")), ("evidencia:>=E5", word("E5", "evidence")),
    ('estado:"en funcionamiento"', word("running", "status")),
    ("es:sin-respuesta", word("unanswered", "is")), ("es:resuelta", word("solved", "is")),
    ("después:mes pasado", DateRange("at", moment(2026, 10, 1), None)),
    ("desde:5 de octubre de 2026 x",
     And([DateRange("at", moment(2026, 10, 5), None), word("x")])),
    ("antes:hace 1 año", DateRange("at", None, moment(2025, 11, 26), endexcl=True)),
])
def test_spanish_has_its_own_words_and_knows_english(typed, tree):
    assert meant(typed, "es") == tree


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_every_word_of_the_language_has_one_meaning_only(language):
    for table in (FIELDS, KINDS, STATES, OPERATORS):
        assert set(table[language]) == set(table["en"])
        every = [w for name in table["en"] for w in written(table, name, language)]
        assert len(every) == len(set(every))


def test_people_are_found_by_name():
    here = {"find_people": {"Chiara Bellin": [7], "chiara": [7, 9]}.get}
    assert meant('author:"Chiara Bellin"', **here) == word("7", "author")
    assert meant("author:chiara", **here) == Or([word("7", "author"), word("9", "author")])


def test_names_of_spaces_and_themes_are_understood():
    here = {"spaces": {"youth and neet": "neet-room"}, "find_theme": {"giovani": "young"}.get}
    assert meant('space:"Youth and NEET"', **here) == word("neet-room", "space")
    assert meant("space:toscana", **here) == word("toscana", "space")
    assert meant("theme:giovani", **here) == word("young", "theme")


@pytest.mark.parametrize("typed", [
    'a "b', "a (b", "a) b", "OR a b", "a b OR", "a b AND", "a b NOT", "(a b))", "a b title:"])
def test_wrong_syntax_is_searched_as_words_and_said(typed):
    reading = read(typed)
    assert [leaf.text for leaf in leaves(reading.query)][:2] in (["a", "b"], ["a"])
    assert "could not be read" in reading.notes[0]


def test_a_value_that_does_not_fit_is_searched_as_words_and_said():
    reading = read("region:Venetto voucher")
    assert reading.query == And([word("Venetto"), word("voucher")])
    assert "“Venetto” does not go with “region:”" in reading.notes[0]


def test_an_unknown_field_is_a_word_and_said():
    reading = read("autor:chiara voucher")
    assert reading.query == And([word("autor:chiara"), word("voucher")])
    assert "no field “autor”" in reading.notes[0]


@pytest.mark.parametrize("typed", ["((", "-", "*", '"', '"..."', "NOT NOT", "()", "…"])
def test_without_a_word_nothing_is_looked_for(typed):
    reading = read(typed)
    assert reading.query is None and "no word" in reading.notes[0]


def test_nothing_typed_is_nothing_said():
    assert read("  \x00 ").query is None and not read("").notes


def test_what_is_too_long_is_cut_between_words_and_said():
    reading = read("voucher " * 200)
    assert "first 1000 characters" in reading.notes[0]
    assert f"first {MOST_TERMS} words" in reading.notes[1]
    assert len(list(leaves(read(" ".join(map(str, range(80)))).query))) == MOST_TERMS
    assert len(next(leaves(read("a" * 5000).query)).text) == LONGEST


PIECES = st.sampled_from([
    '"', "(", ")", "-", "NOT ", " AND ", " OR ", " O ", "*", ":", "title:", "after:", "è:",
    "region:", "last month", "3 weeks ago", ">=", "E2", "a", "è", "ß", "ı", "\u202e", "不", " ",
    "^2", "~1", "[a TO b]", "\\", "'", "{", "\ud800", "\x00", "*:*", "999 years ago", "2026-13-45"])


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
@settings(max_examples=250, deadline=None)
@given(typed=st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join)))
def test_nothing_typed_is_ever_an_error(language, typed):
    reading = read(typed, Here(language))
    assert reading.query is None or isinstance(reading.query, Query)
    assert len(list(leaves(reading.query) if reading.query else ())) <= 2 * MOST_TERMS


@pytest.mark.parametrize("typed", [
    "(" * 500 + "a" + ")" * 499, "NOT " * 250, "-" * 999, "a OR " * 190, "(" * 499 + ")" * 499])
def test_deep_and_long_things_are_no_error_either(typed):
    read(typed)
