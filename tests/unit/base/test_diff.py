"""Comparing two texts: what is shown is exactly what both say, and it is shown soon."""
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.base.diff import Piece, compare

TEXTS = st.text(alphabet="ab c,.\nè", max_size=80)


@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts(old, new):
    pieces = compare(old, new)
    assert "".join(p.text for p in pieces if p.kind != "removed") == new
    assert "".join(p.text for p in pieces if p.kind != "added") == old
    assert all(p.text for p in pieces)


def test_a_word_that_changed_is_shown_alone():
    assert compare("Il camper è fermo.", "Il camper era fermo.") == [
        Piece("same", "Il camper "), Piece("removed", "è"), Piece("added", "era"),
        Piece("same", " fermo.")]


def test_a_phrase_that_changed_is_shown_as_a_phrase():
    assert compare("Una frase nella seconda finestra.", "Una frase scritta altrove oggi.") == [
        Piece("same", "Una frase "), Piece("removed", "nella seconda finestra"),
        Piece("added", "scritta altrove oggi"), Piece("same", ".")]


def test_the_same_text_is_one_piece():
    assert compare("One\ntwo", "One\ntwo") == [Piece("same", "One\ntwo")]
    assert compare("", "") == []


@pytest.mark.parametrize("old, new", [
    ("a " * 1499, "a b " * 740),
    ("\n" * 400_000, "\n" * 399_999),
    ("word " * 90_000, "word " * 90_001),
])
def test_texts_made_to_be_slow_are_not(old, new):
    began = perf_counter()
    pieces = compare(old, new)
    assert perf_counter() - began < 5
    assert "".join(p.text for p in pieces if p.kind != "removed") == new
