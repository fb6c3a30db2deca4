"""How something is decided: of which kind it is, what is wrong with a value, how it is stored.

What there is to decide stands in `site_decisions.py`, where it is kept in `site.py`.
"""
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from flask_babel import gettext as _

#: The same in several languages: code of the language → text.
Words = dict[str, str]
#: The kind of a decision by its type; those of texts may be said to be a `text` or a `choice`.
KINDS: Mapping[Any, str] = {str: "line", bool: "flag", int: "number", date | None: "day",
                            Words: "words", tuple[str, ...]: "lines"}
#: What else than texts may stand in the audit log as it was and as it is.
PLAIN = {"flag", "number", "choice", "day"}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One thing to decide. `least` and `most` bound a number, or the characters of a text (of
    each line, of each language). `needed` is the sentence where nothing is given, `check` finds
    what else is wrong."""

    kind: str
    default: Any
    label: Any
    help: Any = ""
    needed: Any = ""
    least: int = 0
    most: int = 200
    choices: Mapping[str, Any] = field(default_factory=dict)
    check: Callable[[Any], str] = lambda value: ""
    is_fixed: bool = False

    def problem(self, value: Any) -> str:
        """What is wrong with a value, as a sentence; nothing where it can be taken."""
        if self.needed and not value:
            return str(self.needed)
        return _PROBLEMS[self.kind](self, value) or (self.check(value) if value else "")

    def read(self, stored: Any) -> Any:
        """A value from what is stored; the default where another version stored something else."""
        try:
            value = _READERS[self.kind](stored) if self.kind in _READERS else stored
        except (TypeError, ValueError):
            return self.default
        known = self.kind != "choice" or value in self.choices
        return value if known and (self.kind == "day" or isinstance(
            value, type(self.default))) else self.default

    def write(self, value: Any) -> Any:
        """A value as JSON holds it."""
        if self.kind == "words":
            return {language: text for language, text in value.items() if text}
        if self.kind == "lines":
            return list(value)
        return value.isoformat() if isinstance(value, date) else value


def decided(default: Any, label: Any, help: Any = "", **more: Any) -> Any:
    """A field of a class of decisions, as `config.py` has settings."""
    metadata = {"label": label, "help": help} | more
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=metadata | {"empty": default})
    return field(default=default, metadata=metadata)


def decisions_of(section: type) -> dict[str, Decision]:
    """What is decided in a section, in its order."""
    found = {}
    for each in fields(section):
        said = dict(each.metadata)
        default = said.pop("empty", each.default)
        kind = "choice" if "choices" in said else KINDS[each.type]
        found[each.name] = Decision(**{"kind": kind, "default": default} | said)
    return found


def _line(decision: Decision, value: str) -> str:
    if "\n" in value:
        return _("This has room for one line.")
    return _text(decision, value)


def _text(decision: Decision, value: str) -> str:
    if len(value) > decision.most:
        return _("There is room for %(most)d characters.", most=decision.most)
    return ""


def _lines(decision: Decision, value: Iterable[str]) -> str:
    return next((problem for line in value if (problem := _text(decision, line))), "")


def _words(decision: Decision, value: Mapping[str, str]) -> str:
    return _lines(decision, value.values())


def _number(decision: Decision, value: Any) -> str:
    if isinstance(value, int) and decision.least <= value <= decision.most:
        return ""
    return _("A number from %(least)d to %(most)d.", least=decision.least, most=decision.most)


def _choice(decision: Decision, value: Any) -> str:
    return "" if value in decision.choices else _("Please choose one of these.")


def _anything(_decision: Decision, _value: Any) -> str:
    return ""


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "words": lambda stored: {"": stored} if isinstance(stored, str) else dict(stored),
    "day": date.fromisoformat, "lines": tuple,
}
_PROBLEMS: Mapping[str, Callable[[Decision, Any], str]] = {
    "line": _line, "text": _text, "lines": _lines, "words": _words, "number": _number,
    "choice": _choice, "flag": _anything, "day": _anything,
}
