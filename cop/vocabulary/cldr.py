"""Names of countries, languages and currencies as CLDR gives them, through Babel.

Names that the field writes otherwise stand in `data/countries.tsv`.
"""
from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale

#: The languages in which every term has a label.
LABEL_LANGUAGES = ("en", "it", "fr", "es", "de")
#: In which navigation and forms are spoken, too.
CLDR_ONLY = ("ar",)


class CldrNames(Mapping[str, str]):
    """The names of one country (`territories`), language (`languages`) or currency
    (`currencies`), by language.

    Babel's data is read when a name is first asked for. `own` names win over CLDR's.
    """

    def __init__(self, kind: str, code: str, own: Mapping[str, str] | None = None):
        self._kind = kind
        self._code = code
        self._own = own or {}

    def __getitem__(self, language: str) -> str:
        if language not in LABEL_LANGUAGES + CLDR_ONLY:
            raise KeyError(language)
        return self._own.get(language) or _names(self._kind, language)[self._code]

    def __iter__(self) -> Iterator[str]:
        return iter(LABEL_LANGUAGES)

    def __len__(self) -> int:
        return len(LABEL_LANGUAGES)


@cache
def _names(kind: str, language: str) -> Mapping[str, str]:
    return getattr(Locale(language), kind)
