"""Marks in safe HTML."""
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cop.search.engines import analysis
from cop.search.engines.analysis import BEGUN_OTHERWISE, STEMMERS
from cop.search.engines.marking import marked


def test_matches_stand_in_marks_and_the_rest_is_escaped():
    assert marked("a <b> c", [(0, 1), (6, 7)]) == "<mark>a</mark> &lt;b&gt; <mark>c</mark>"


def test_a_part_says_where_it_was_cut():
    assert marked("one two three", [(4, 7)], (4, 7)) == "… <mark>two</mark> …"
    assert marked("one two", [], (0, 7)) == "one two"


def test_a_full_stop_is_not_cut_off():
    assert marked("«One two».", [(1, 4)], (1, 8)) == "«<mark>One</mark> two»."


@given(text=st.text(max_size=60), cuts=st.lists(st.integers(0, 60), max_size=6))
def test_nothing_hostile_gets_through_wherever_the_marks_fall(text, cuts):
    cuts = sorted(cuts)
    html = marked(text, list(zip(cuts[::2], cuts[1::2], strict=False)))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare and ">" not in bare and '"' not in bare


@pytest.mark.parametrize("language", sorted(STEMMERS.keys() - BEGUN_OTHERWISE))
@settings(max_examples=50, deadline=None)
@given(word=st.text(st.characters(categories=["L"]), min_size=1, max_size=12))
@example("İstanbul")
@example("Straßen")
@example("genomen")
@example("\ufc5eA")  # two signs above no letter, then one
def test_a_stem_begins_with_the_letter_of_its_word(language, word):
    for each in analysis.words(word):
        for term in (analysis.stem(each, language), analysis.plain(each)):
            assert analysis.Beginnings([term])[each[0]]


@given(text=st.text(st.characters(codec="ascii"), max_size=80))
def test_words_of_plain_letters_are_the_same_found_fast(text):
    assert analysis.words(text) == analysis.WORD.findall(text)
