"""Libraries that few pages need, read from the disk when they are first used.

`typst = late("typst")` stands among the imports and is written like the module itself. So a
process that was killed serves again sooner, and holds only what is asked of it. It is for what is
large and seldom wanted, never for modules of ours. Which these are stands in
`tests/unit/base/test_lazy_import.py`.
"""
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any


class Late:
    """Stands for a module until something of it is asked for."""

    def __init__(self, name: str):
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)


def late(name: str) -> Any:
    """The module of that name, read when it is first used."""
    return Late(name)


@contextmanager
def left_out(name: str) -> Iterator[None]:
    """While another library is read that would read this one, too, wherever it is installed, and
    does without. From then on it can be read by who needs it."""
    sys.modules.setdefault(name, None)  # which is how Python notes that there is none
    try:
        yield
    finally:
        if sys.modules[name] is None:
            del sys.modules[name]
