"""Codes of our lists in the API: how they are read. The lists are in `lists.py`."""
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError

from cop.vocabulary.lists import LANGUAGES, THEMES
from cop.vocabulary.regions import find_region
from cop.web.api import Text


class Region(Text):
    """A region by its code or its name; what lies within it belongs to it."""

    def __init__(self) -> None:
        super().__init__(metadata={"description": _l(
            "NUTS code, country code or name of a region; those within it included")})

    def _deserialize(self, *args: Any, **kwargs: Any) -> str:
        words = super()._deserialize(*args, **kwargs)
        code = find_region(words)
        if words and not code:
            raise ValidationError(_(
                "We do not know the region “%(region)s”. Write its name or its NUTS code, "
                "for example Veneto or ITH3.", region=words))
        return code or ""


class Theme(Text):
    """A theme of the thesaurus; the narrower ones belong to it."""

    def __init__(self) -> None:
        super().__init__(metadata={"description": _l(
            "Code of a theme; the narrower ones included")})

    def _deserialize(self, *args: Any, **kwargs: Any) -> str:
        return _known(super()._deserialize(*args, **kwargs), THEMES)


class Language(Text):
    """The language of a text."""

    def __init__(self, **more: Any):
        super().__init__(metadata={"description": _l("Code of a language, as it or pt")}, **more)

    def _deserialize(self, *args: Any, **kwargs: Any) -> str:
        return _known(super()._deserialize(*args, **kwargs), LANGUAGES)


def _known(code: str, vocabulary: Any) -> str:
    if code and code not in vocabulary:
        raise ValidationError(_("Not in the list: %(codes)s.", codes=code))
    return code
