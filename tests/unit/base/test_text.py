"""Small things about words."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.base.markup import to_html
from cop.base.text import clean, excerpt, fold, initials, plain, running, slug


@pytest.mark.parametrize("typed", ["Perché", "perche", "PERCHÉ", "Perche\u0301"])
def test_case_and_accents_fold_away(typed):
    assert fold(typed) == "perche"


@pytest.mark.parametrize("title, address", [
    ("Come trovate il tempo?", "come-trovate-il-tempo"), ("C'è l’ora!", "c-e-l-ora"),
    ("???", "x"), ("", "x"), ("  --  ", "x"), ("Łódź", "łodz"), ("../../etc", "etc"),
    ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ("x" * 80, "x" * 60)])
def test_a_title_becomes_part_of_an_address(title, address):
    assert slug(title) == address


@given(st.text(max_size=200))
def test_an_address_part_is_never_empty_and_never_a_path(title):
    part = slug(title)
    assert 0 < len(part) <= 60 and not set(part) & set("/\\?#% .\"'<>&\n")


def test_clean_keeps_the_words_and_drops_what_nobody_typed():
    assert clean("a\r\nb\rc\td\x00\x07\x1b[31m\ud83de\u0301") == "a\nb\nc\td[31mé"


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(words):
    assert clean(clean(words)) == clean(words)


@pytest.mark.parametrize("source, words", [
    ("**GOL**, the *programme*.", "GOL, the programme."),
    ("One\n\nTwo\n- three", "One Two three"), ("a **b**c", "a bc"),
    ("[link](https://x.org), then", "link, then"), ("`a < b` & c", "a < b & c"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "a b 1 2")])
def test_plain_words_of_a_text_read_on(source, words):
    assert plain(to_html(source)) == words


@pytest.mark.parametrize("source, words", [
    ("## The situation\n\nTwo years.\n\n## What we do", "The situation: Two years. What we do"),
    ("## Who *asks*?\n\nOne.", "Who asks? One."), ("## `a`\n\nb", "a: b"), ("One.", "One.")])
def test_a_heading_does_not_run_into_what_follows(source, words):
    assert running(to_html(source)) == words


def test_an_excerpt_ends_between_words():
    assert excerpt("one two,  three", 9) == "one two …"
    assert excerpt("one\ntwo", 9) == "one two"
    assert excerpt("x" * 20, 10) == "x" * 10 + " …"


@given(st.text(max_size=300), st.integers(5, 100))
def test_an_excerpt_is_no_longer_than_asked(words, longest):
    assert len(excerpt(words, longest)) <= longest + 2


@pytest.mark.parametrize("name, letters", [
    ("Chiara Bellin", "CB"), ("Anna Maria De Luca", "AL"), ("Cher", "C"), ("", "?"), ("42", "?"),
    ("Jean-Pierre O'Neil", "JN"), ("élise dupont", "ÉD"), ("مريم علي", "مع")])
def test_initials_are_up_to_two_letters(name, letters):
    assert initials(name) == letters
