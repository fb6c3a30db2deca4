"""Colours that people can read: contrast as WCAG 2.2 counts it, and the nearest that has enough.

Which backgrounds a page has is said in `static/css/tokens.css`; this repeats them for both schemes,
and names the themes a reader can choose there.
"""
import colorsys
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_decimal
from flask_babel import gettext as _

Rgb = tuple[int, int, int]
#: Level AA for text.
ENOUGH = 4.5
#: Level AAA, which high contrast keeps throughout.
PLENTY = 7.0
HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Scheme:
    """What an accent stands on, what stands on it, and how it is mixed for washes and hovering."""

    backgrounds: Sequence[str]
    ink: str
    paper: str
    wash: float
    deep: str

    @property
    def pure(self) -> str:
        """The page in high contrast."""
        return "#000000" if self.deep == "#ffffff" else "#ffffff"

    def variables(self, accent: str) -> dict[str, str]:
        """The custom properties of the style that come of an accent."""
        rgb = _rgb(accent)
        return {"--accent": accent, "--accent-ink": self.ink,
                "--accent-wash": _hex(_mix(rgb, _rgb(self.paper), self.wash)),
                "--accent-deep": self._deep(rgb)}

    def _deep(self, rgb: Rgb) -> str:
        """For hovering, and in high contrast: as far towards black or white as that takes."""
        mixed = (_hex(_mix(rgb, _rgb(self.deep), share / 100)) for share in range(70, -1, -5))
        return next(colour for colour in mixed
                    if min(contrast(colour, self.ink), contrast(colour, self.pure)) >= PLENTY)

    def contrast(self, accent: str) -> float:
        """The smallest there is, as text and below text."""
        wash = self.variables(accent)["--accent-wash"]
        return min(contrast(accent, other) for other in (*self.backgrounds, self.ink, wash))

    def problem(self, accent: str) -> str:
        """Nothing where it can be read; else a sentence with the nearest that can."""
        if not HEX.fullmatch(accent):
            return _("Write a colour as # and six digits, such as #0d5f63.")
        found = self.contrast(accent)
        if found >= ENOUGH:
            return ""
        return _("%(colour)s has a contrast of %(found)s to 1 on our pages; 4.5 is needed for "
                 "everybody to read it. The nearest that has it is %(nearest)s.", colour=accent,
                 found=format_decimal(int(found * 10) / 10), nearest=self.nearest(accent))

    def nearest(self, accent: str) -> str:
        """The same hue, as much darker or lighter as it takes."""
        hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _rgb(accent)))
        end = 0.0 if self.ink == "#ffffff" else 1.0
        for step in range(101):
            tried = light + (end - light) * step / 100
            rgb = colorsys.hls_to_rgb(hue, tried, saturation)
            colour = _hex(tuple(round(part * 255) for part in rgb))
            if self.contrast(colour) >= ENOUGH:
                return colour
        return "#000000" if end == 0.0 else "#ffffff"


LIGHT = Scheme(("#fbfaf7", "#ffffff", "#f3f0e9"), "#ffffff", "#fbfaf7", 0.1, "#000000")
DARK = Scheme(("#14181b", "#1b2024", "#20262b"), "#0c1416", "#14181b", 0.18, "#ffffff")


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def style(accent: str, accent_dark: str) -> str:
    """A style sheet with the accents of both schemes; empty where none was chosen. What is not
    said for the dark scheme comes of the light one."""
    if not accent:
        return ""
    dark = accent_dark or DARK.nearest(accent)
    on_light, on_dark = _declared(LIGHT, accent), _declared(DARK, dark)
    return (f":root {{{on_light}}}\n"
            "@media (prefers-color-scheme: dark) "
            f'{{ :root:not([data-theme="light"]) {{{on_dark}}} }}\n'
            f':root[data-theme="dark"] {{{on_dark}}}\n')


def _declared(scheme: Scheme, accent: str) -> str:
    return "; ".join(f"{name}: {value}" for name, value in scheme.variables(accent).items())


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _rgb(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                        for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(rgb: Sequence[int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in rgb)


def _mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a * share + b * (1 - share))
                        for a, b in zip(one, other, strict=True))
    return red, green, blue
