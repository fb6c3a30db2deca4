"""What each application of a process has of its own: its mailbox, its index, its folders.

What these things are is said where they are used; a process mostly has one application, a test
run has several.
"""
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from cop.base.db import db

Thing = TypeVar("Thing")


class PerApp(Generic[Thing]):
    """A place for one thing. Ask and set it with the application at hand (in its context)."""

    def __init__(self, default: Thing):
        self._default = default
        self._things: WeakKeyDictionary[Engine, Thing] = WeakKeyDictionary()

    def set(self, thing: Thing) -> None:
        """Keep it for this application, once, when the application is put together."""
        self._things[db.engine] = thing

    def get(self) -> Thing:
        return self._things.get(db.engine, self._default)
