"""The colours of the style: everybody can read them, in every theme; and pages turn round."""
import re
from itertools import product
from pathlib import Path

import pytest

from cop.base.colour import DARK, ENOUGH, LIGHT, PLENTY, contrast, style

CSS = Path(__file__).parents[3] / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
BLOCK = re.compile(r"(?:(@media [^{]+)\{\s*)?(:root[^{]*)\{([^}]*)\}")
DECLARED = re.compile(r"(--[a-z0-9-]+|color-scheme):\s*([^;]+);")
GROUNDS = ("--paper", "--card", "--wash")
#: (text, what it stands on): as pages use them.
PAIRS = [*product(("--ink", "--soft", "--accent", "--accent-deep"), GROUNDS),
         *product(("--warm", "--good", "--bad"), ("--paper", "--card")),
         ("--warm", "--warm-wash"), ("--good", "--good-wash"), ("--bad", "--bad-wash"),
         ("--accent", "--accent-wash"), ("--accent-deep", "--accent-wash"),
         *product(("--ink", "--soft"),
                  ("--accent-wash", "--warm-wash", "--good-wash", "--bad-wash")),
         ("--ink", "--mark"), ("--accent-ink", "--accent"), ("--accent-ink", "--accent-deep"),
         ("--paper", "--ink")]
#: What is no text, yet must be seen: edges of fields, where the keyboard is.
EDGES = [*product(("--edge", "--focus"), ("--paper", "--card"))]


def blocks(text):
    return {((media or "").strip(), root.strip()): dict(DECLARED.findall(body))
            for media, root, body in BLOCK.findall(text)}


def themes(extra=""):
    """Theme → its tokens, each a colour. `extra`: the style of an installation."""
    said = blocks(TOKENS)
    own = blocks(extra)
    light = said["", ":root"] | own.get(("", ":root"), {})
    chosen = ("", ':root[data-theme="dark"]')
    dark = light | said[chosen] | own.get(chosen, {})
    more = said["", ':root:root[data-theme="contrast"]']
    found = {"light": light, "dark": dark, "high contrast, light": light | more,
             "high contrast, dark": dark | more}
    return {theme: {name: colour_of(name, tokens) for name in tokens if is_colour(name, tokens)}
            for theme, tokens in found.items()}


def is_colour(name, tokens):
    return colour_of(name, tokens).startswith("#")


def colour_of(name, tokens):
    value = tokens[name]
    while inner := re.fullmatch(r"var\((--[a-z-]+)\)", value):
        value = tokens[inner[1]]
    return "#" + "".join(2 * digit for digit in value[1:]) if re.fullmatch("#[0-9a-f]{3}", value) \
        else value


def too_weak(theme, colours):
    enough = PLENTY if "high" in theme else ENOUGH
    wanted = [(pair, enough) for pair in PAIRS] + [(pair, 3) for pair in EDGES]
    return {f"{theme}: {one} on {other}": round(found, 2) for (one, other), least in wanted
            if (found := contrast(colours[one], colours[other])) < least}


@pytest.mark.parametrize("theme", ["light", "dark", "high contrast, light", "high contrast, dark"])
def test_all_text_can_be_read(theme):
    assert too_weak(theme, themes()[theme]) == {}


@pytest.mark.parametrize("accent", [
    "#0d5f63", "#003366", "#7a0019", "#ff8800", "#ffe000", "#808080", "#3cb44b", "#0000ff",
    "#ffffff", "#000000", "#e6007e"])
def test_all_text_can_be_read_with_any_accent_that_is_taken(accent):
    chosen = themes(style(LIGHT.nearest(accent), DARK.nearest(accent)))
    assert chosen["light"]["--accent"] == LIGHT.nearest(accent)
    assert {name: found for theme, colours in chosen.items()
            for name, found in too_weak(theme, colours).items()} == {}


def test_what_is_chosen_looks_as_what_the_system_asks_for():
    said = blocks(TOKENS)
    dark = said["@media (prefers-color-scheme: dark)", ':root:not([data-theme="light"])']
    assert dark | {"color-scheme": "dark"} == said["", ':root[data-theme="dark"]']
    more = said["@media (prefers-contrast: more)", ":root:root:root"]
    assert more == said["", ':root:root[data-theme="contrast"]']


def test_the_backgrounds_an_accent_is_tried_on_are_those_of_the_pages():
    for scheme, theme in ((LIGHT, "light"), (DARK, "dark")):
        colours = themes()[theme]
        assert tuple(scheme.backgrounds) == tuple(colours[name] for name in GROUNDS)
        assert scheme.pure == colours["--pure"]


TURNED = re.compile(
    r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?<![\w-])(?:left|right|top|bottom|width|height|min-width|max-width|min-height|max-height)\s*:"
    r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)|clear:\s*(?:left|right)")


@pytest.mark.parametrize("path", sorted(CSS.rglob("*.css")), ids=lambda p: p.name)
def test_pages_turn_round_by_themselves(path):
    """No left, no right: what begins a line begins it in Arabic, too."""
    text = re.sub(r"/\*.*?\*/|@media[^{]*|@supports[^{]*", "", path.read_text(), flags=re.DOTALL)
    assert TURNED.findall(text) == []


@pytest.mark.parametrize("path", sorted(CSS.rglob("*.css")), ids=lambda p: p.name)
def test_colours_have_names(path):
    """Outside tokens.css no colour is written as a number, but white below what is scanned and a
    shade."""
    if path.name != "tokens.css":
        text = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", path.read_text(), flags=re.DOTALL)
        assert set(re.findall(r":[^;{}]*?(#[0-9a-fA-F]{3,8})\b", text)) <= {
            "#fff", "#000", "#333", "#999"}


def test_the_style_of_all_pages_is_light():
    import brotli

    whole = b"".join(path.read_bytes() for path in sorted(CSS.rglob("*.css")))
    assert len(brotli.compress(whole)) <= 20_000
