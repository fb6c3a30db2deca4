"""Colours that people can read."""
import pytest

from cop.base.colour import DARK, ENOUGH, LIGHT, contrast, style


@pytest.mark.parametrize("one, other, ratio", [
    ("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0d5f63", "#0d5f63", 1)])
def test_contrast_is_counted_as_wcag_does(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("scheme, colour", [
    (LIGHT, "#0d5f63"), (LIGHT, "#003366"), (LIGHT, "#a3242b"), (DARK, "#7cc9c4")])
def test_good_colours_are_taken(app, scheme, colour):
    with app.test_request_context():
        assert scheme.problem(colour) == ""


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("colour", [
    "#ffe000", "#ff8800", "#00a0ff", "#808080", "#ffffff", "#000000", "#3cb44b", "#0000ff"])
def test_the_nearest_colour_of_any_can_be_read_everywhere(app, scheme, colour):
    nearest = scheme.nearest(colour)
    assert scheme.contrast(nearest) >= ENOUGH
    with app.test_request_context():
        told = scheme.problem(colour)
        assert scheme.problem(nearest) == ""
    assert (told == "") is (scheme.contrast(colour) >= ENOUGH)
    assert not told or nearest in told


@pytest.mark.parametrize("words", ["red", "#fff", "#GGGGGG", "0d5f63", "#0d5f63; x: y", "}"])
def test_what_is_no_colour_is_refused(app, words):
    with app.test_request_context():
        assert "Write a colour as #" in LIGHT.problem(words)


def test_the_style_holds_both_schemes_or_nothing():
    assert style("", "") == ""
    text = style("#003366", "")
    assert "--accent: #003366" in text
    assert f"--accent: {DARK.nearest('#003366')}" in text
    assert "--accent: #ffcc00" in style("#003366", "#ffcc00")
