"""The advanced form: fields that write the language of the box. How it is read says `parser.py`."""
import re
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField, StringField

from cop.people.fields import offered, tidy
from cop.search.box.words import FIELDS, KINDS, OPERATORS, STATES, shown
from cop.vocabulary.lists import EVIDENCE_LEVELS, LANGUAGES, PRACTICE_STATUSES, THEMES

#: field of the form → field of the language
_CHOSEN = {"kind": "kind", "language": "lang", "theme": "theme", "space": "space",
           "status": "status", "state": "is", "after": "after", "before": "before"}


def _words(label: Any) -> StringField:
    return StringField(label, filters=[tidy])


class AdvancedForm(Form):
    """What somebody looks for, one question a field. It is sent as an address, and changes
    nothing."""

    every = _words(_l("All of these words"))
    phrase = _words(_l("These words next to each other"))
    either = _words(_l("One of these words"))
    without = _words(_l("None of these words"))
    title = _words(_l("These words in the title"))
    author = _words(_l("Written by"))
    kind = SelectField(_l("Kind"))
    language = SelectField(_l("Language"), choices=offered(LANGUAGES, _l("Any")))
    region = _words(_l("Region or country"))
    not_region = _words(_l("But not in"))
    theme = SelectField(_l("Theme"), choices=offered(THEMES, _l("All themes")))
    space = SelectField(_l("Space"), choices=[])
    evidence = SelectField(_l("Evidence"), choices=offered(EVIDENCE_LEVELS, _l("Any")))
    status = SelectField(_l("Status of the practice"), choices=offered(
        PRACTICE_STATUSES, _l("Any")))
    state = SelectField(_l("Questions"))
    adopted = SelectField(_l("Used elsewhere"), choices=[
        ("", _l("Any")), ("1", _l("at least once")), ("2", _l("at least twice")),
        ("5", _l("at least five times"))])
    after = _words(_l("Since"))
    before = _words(_l("Before"))

    def __init__(self, given: Any):
        super().__init__(given, every=tidy(given.get("q", "")))
        self.kind.choices = [("", _l("Any")), ("case", _l("Cases")), ("topic", _l("Discussions")),
                             ("post", _l("Answers")), ("event", _l("Events")),
                             ("person", _l("People")), ("space", _l("Spaces"))]
        self.state.choices = [("", _l("Any")), ("solved", _l("Solved")),
                              ("unsolved", _l("Not solved yet")),
                              ("unanswered", _l("Without an answer"))]

    def with_spaces(self, spaces: Iterable[tuple[str, str]]) -> "AdvancedForm":
        self.space.choices = [("", _l("All spaces")), *spaces]
        return self

    def words(self, language: str) -> str:
        """The same in the language of the box, as a page in that language writes it."""
        return " ".join(self._pieces(language))

    def _pieces(self, language: str) -> Iterator[str]:
        def named(field: str, value: str) -> str:
            return f"{shown(FIELDS, field, language)}:{_quoted(value)}"

        if self.every.data:
            yield self.every.data
        if self.phrase.data:
            yield f'"{_bare(self.phrase.data)}"'
        if either := _bare(self.either.data or "").split():
            yield "(" + f" {shown(OPERATORS, 'or', language)} ".join(either) + ")"
        yield from (f"-{word}" for word in _bare(self.without.data or "").split())
        yield from (named("title", word) for word in _bare(self.title.data or "").split())
        if self.author.data:
            yield named("author", self.author.data)
        for region, sign in ((self.region.data, ""), (self.not_region.data, "-")):
            if region:
                yield sign + named("region", region)
        for name, field in _CHOSEN.items():
            if value := self[name].data:
                table = {"kind": KINDS, "state": STATES}.get(name)
                yield named(field, shown(table, value, language) if table else value)
        if self.evidence.data:
            yield f"{shown(FIELDS, 'evidence', language)}:>={self.evidence.data}"
        if self.adopted.data:
            yield f"{shown(FIELDS, 'adopted', language)}:>={self.adopted.data}"


def _bare(text: str) -> str:
    """Without the signs of the language."""
    return " ".join(re.sub(r'["()*:]', " ", text).split())


def _quoted(value: str) -> str:
    value = _bare(value)
    return f'"{value}"' if re.search(r"\s", value) else value
