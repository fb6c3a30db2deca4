"""Roles and the places where they can hold, in words: how a place is found and how it is called.

Who may grant them is said in `policy.py`; places of higher features are registered in
`create_app`.
"""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from cop.vocabulary.lists import THEMES
from cop.vocabulary.regions import find_region, region_label

#: Where each role can hold, the usual place first.
PLACES: dict[str, tuple[str, ...]] = {
    "owner": ("space",),
    "moderator": ("space", "everywhere"),
    "curator": ("theme", "everywhere"),
    "regional_manager": ("region", "everywhere"),
    "data_officer": ("everywhere",),
    "administrator": ("everywhere",),
}
ROLE_NAMES: dict[str, Any] = {
    "owner": _l("Owner"),
    "moderator": _l("Moderator"),
    "curator": _l("Curator"),
    "regional_manager": _l("Regional manager"),
    "data_officer": _l("Data officer"),
    "administrator": _l("Administrator"),
}
SCOPE_NAMES: dict[str, Any] = {
    "space": _l("A space"),
    "region": _l("A region"),
    "theme": _l("A theme"),
    "everywhere": _l("Everywhere"),
}


@dataclass(frozen=True)
class Scope:
    """A kind of place: `find` turns what was typed into a code, `names` codes into words.

    `write` is the short form of a code that `find` reads back; it may be the code itself.
    """

    find: Callable[[str], str | None]
    names: Callable[[list[str], str], dict[str, str]]
    write: Callable[[str], str] = str


def find_theme(words: str) -> str | None:
    """The code of a theme from its code or its name in any language."""
    key = words.strip().casefold()
    for theme in THEMES:
        if key == theme.code or key in (label.casefold() for label in theme.labels.values()):
            return theme.code
    return None


_scopes: dict[str, Scope] = {
    "everywhere": Scope(lambda words: "", lambda codes, language: dict.fromkeys(codes, "")),
    "region": Scope(find_region, lambda codes, language: {
        code: region_label(code, language) for code in codes}),
    "theme": Scope(find_theme, lambda codes, language: {
        code: THEMES.label(code, language) for code in codes}),
}


def register(kind: str, scope: Scope) -> None:
    """Let a higher feature say how its places are found and called."""
    _scopes[kind] = scope


def find_place(kind: str, words: str) -> str | None:
    """The code of a place of this kind, or None when there is no such place."""
    return _scopes[kind].find(words) if kind in _scopes else None


def write_place(kind: str, code: str) -> str:
    """A place as imports and exports write it."""
    return _scopes[kind].write(code) if kind in _scopes else code


def name_places(kind: str, codes: list[str], language: str) -> dict[str, str]:
    return _scopes[kind].names(codes, language) if kind in _scopes else {}
