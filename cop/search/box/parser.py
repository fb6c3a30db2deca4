"""From what was typed to a tree of `whoosh.query`, with Whoosh's parser. Nothing typed is an error.

What cannot be read as it stands is searched as words, and `notes` say so. Leaves hang on the
fields of `values.py`; `title` holds words; words without a field have the field text.
"""
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from flask_babel import gettext as _
from flask_babel import ngettext
from whoosh.qparser import QueryParser, plugins, syntax
from whoosh.query import And, NullQuery, Phrase, Prefix, Query, Term

from cop.base.text import clean
from cop.search.box import dates, values
from cop.search.box.values import Here
from cop.search.box.words import FIELDS, OPERATORS, meanings, shown, written
from cop.vocabulary.words import comparable

LONGEST = 1000  # characters
MOST_TERMS = 64
TEXT = "text"
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»〝〞＂", '"'))
_PHRASE = re.compile(r'"[^"]*"')
_UNKNOWN_FIELD = re.compile(r"(?<!\S)-?([^\W\d_]{2,}):(?=[^\s/:])")


class Quoted(Term):
    """One word in quotes: it is searched as it stands."""


@dataclass(frozen=True)
class Reading:
    """What is looked for (None: nothing), and sentences for the page about how it was read."""

    query: Query | None = None
    notes: tuple[str, ...] = ()


def read(text: str, here: Here = Here()) -> Reading:
    """What somebody means who types this."""
    text, notes = _cut(clean(text).translate(_QUOTES).strip())
    if not text:
        return Reading()
    if _is_well_formed(text, here.language):
        reader = _Reader(here)
        try:
            query = reader.read(text)
        except Exception:  # whatever Whoosh stumbles over is searched as words
            query = NullQuery
        if query != NullQuery:
            return Reading(query, (*notes, *reader.notes))
    query = as_words(text, here.language)
    said = _("It could not be read as it was written: a quotation mark, bracket or word may be "
             "missing. Its words were searched.")
    return Reading(query, (*notes, said if query else _("There is no word to look for in it.")))


def as_words(text: str, language: str = "en") -> Query | None:
    """All the words in it, whatever stands between them."""
    operators = {word for name in OPERATORS["en"] for word in written(OPERATORS, name, language)}
    words = [word.strip("-*:") for word in re.findall(r'[^\s"()]+', text)]
    words = [word for word in words if _has_letters(word) and word not in operators]
    return And([Term(TEXT, word) for word in words]).normalize() if words else None


def leaves(query: Query) -> Iterator[Query]:
    """Its words, phrases, beginnings and values, in their order."""
    children = list(query.children())
    if not children:
        yield query
    for child in children:
        yield from leaves(child)


def _cut(text: str) -> tuple[str, list[str]]:
    notes = []
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(None, 1)[0]
        notes.append(ngettext("Only the first %(num)s character was searched.",
                              "Only the first %(num)s characters were searched.", LONGEST))
    pieces = list(re.finditer(r"\S+", text))
    if len(pieces) > MOST_TERMS:
        text = text[:pieces[MOST_TERMS].start()].rstrip()
        notes.append(ngettext("Only the first %(num)s word was searched.",
                              "Only the first %(num)s words were searched.", MOST_TERMS))
    return text, notes


def _is_well_formed(text: str, language: str) -> bool:
    """Quotes and brackets in pairs, and something beside every operator and after every field."""
    if text.count('"') % 2:
        return False
    fields = _fields(language)
    infix = {*written(OPERATORS, "and", language), *written(OPERATORS, "or", language)}
    prefix = {*written(OPERATORS, "not", language)}
    depth, open_end = 0, True
    for piece in re.findall(r"[()]|[^\s()]+", _PHRASE.sub("x", text)):
        if open_end and (piece in infix or piece == ")"):
            return False
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if depth < 0:
            return False
        is_field = piece.endswith(":") and comparable(piece) in fields
        open_end = piece in infix or piece in prefix or piece == "(" or is_field
    return not depth and not open_end


class _Reader:
    """One reading: Whoosh parses, then the leaves are understood and what was odd is noted."""

    def __init__(self, here: Here):
        self.here = here
        self.notes: list[str] = []

    def read(self, text: str) -> Query:
        for name in _UNKNOWN_FIELD.findall(_PHRASE.sub("", text)):
            if comparable(name) not in _fields(self.here.language):
                self.notes.append(_("There is no field “%(name)s”: it was searched as a word.",
                                    name=name))
        return self._understood(_parser(self.here.language).parse(text, normalize=False))

    def _understood(self, query: Query) -> Query:
        return query.accept(self._leaf).normalize()

    def _leaf(self, query: Query) -> Query:
        if isinstance(query, (Term, Prefix, Phrase)):
            text = " ".join(query.words) if isinstance(query, Phrase) else query.text
            if query.fieldname in values.READERS:
                return self._value(query.fieldname, text)
            if isinstance(query, Phrase) and len(query.words) == 1:
                query = Quoted(query.fieldname, text)
            return query if _has_letters(text) else NullQuery
        return query

    def _value(self, name: str, value: str) -> Query:
        if found := values.leaf(name, value, self.here):
            return found
        self.notes.append(_("“%(value)s” does not go with “%(field)s:”: it was searched as words.",
                            value=value, field=shown(FIELDS, name, self.here.language)))
        return as_words(value) or NullQuery


class _DatePlugin(plugins.TaggingPlugin):
    """Dates of several words after before: and after:, without quotes."""

    nodetype = syntax.WordNode
    priority = -5


@cache
def _fields(language: str) -> Mapping[str, str]:
    return meanings(FIELDS, language)


@cache
def _parser(language: str) -> QueryParser:
    fields = _fields(language)
    names = [word for name in FIELDS["en"] for word in written(FIELDS, name, language)]
    behind = "|".join(f"(?<={word}:)" for name in ("before", "after")
                      for word in written(FIELDS, name, language))
    either = {name: "|".join(written(OPERATORS, name, language)) for name in OPERATORS["en"]}
    return QueryParser(TEXT, None, plugins=[
        _FieldsPlugin(names, fields),
        plugins.PhrasePlugin(),
        plugins.GroupPlugin(),
        plugins.OperatorsPlugin(
            Not=rf"(^|(?<=[\s()]))((?:{either['not']})\s+|-(?=[^\s-]))",
            And=rf"(?<=\s)(?:{either['and']})(?=\s)", Or=rf"(?<=\s)(?:{either['or']})(?=\s)",
            AndNot=None, AndMaybe=None, Require=None),
        _DatePlugin(rf"(?i:(?:{behind})(?P<text>{dates.pattern(language)}))"),
        plugins.PrefixPlugin(),
    ])


class _FieldsPlugin(plugins.FieldsPlugin):
    """Only the fields there are, in any case and language, under their own names."""

    def __init__(self, names: list[str], meant: dict[str, str]):
        super().__init__(rf"(?i:(?<![^\s(-])(?P<text>{'|'.join(map(re.escape, names))}):(?=\S))")
        self.meant = meant

    def taggers(self, parser: QueryParser) -> list[tuple[object, int]]:
        return [(_FieldTagger(self.expr, self.meant), 0)]


class _FieldTagger(plugins.FieldsPlugin.FieldnameTagger):
    def __init__(self, expression: str, meant: dict[str, str]):
        super().__init__(expression)
        self.meant = meant

    def create(self, parser: QueryParser, match: re.Match[str]) -> syntax.SyntaxNode:
        return syntax.FieldnameNode(self.meant[comparable(match["text"])], match[0])


def _has_letters(text: str) -> bool:
    return any(character.isalnum() for character in text)
