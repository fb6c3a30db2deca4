"""The place for a machine that translates. None is shipped: an installation hands one to
`create_app(translator=…)`, and without one nothing of it is to be seen.

What a machine wrote is read by somebody before readers are offered it (`service/translating.py`),
and says so wherever it stands.
"""
from collections.abc import Mapping
from typing import Protocol

from cop.base.per_app import PerApp


class Translator(Protocol):
    """Translates texts. It may take long and it may fail: it runs as a slow job, and is asked
    again later."""

    #: What readers are told translated this.
    name: str

    def translate(self, texts: Mapping[str, str], *, source: str, target: str) -> Mapping[str, str]:
        """The same texts (Markdown) in another language, under the same names. Languages are
        ISO 639-1 codes. What it leaves out stays in the original language."""


_translator: PerApp[Translator | None] = PerApp(None)


def use(translator: Translator | None) -> None:
    """Set the machine, or none, once, when the application is put together."""
    _translator.set(translator)


def translator() -> Translator | None:
    return _translator.get()
