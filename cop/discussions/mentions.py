"""Mentions in a text: `@[12]` is person number 12, wherever the text is kept.

People type `@Anna Rossi`; what is kept is who that is, never the name. So a mention outlives a
change of name, and nothing has to be cleaned when somebody leaves. Names are put in when a text
is shown (`shown`) or given back for editing (`named`). Who can be mentioned: `queries/mentions.py`.
"""
import re
from collections.abc import Callable, Collection, Iterator, Mapping

from flask_babel import gettext as _
from markupsafe import escape

from cop.base.text import fold

TOKEN = re.compile(r"@\[([1-9]\d{0,8})\]")
#: Code is not looked into; a name has up to four words; `#12` tells people of one name apart.
TYPED = re.compile(
    r"(?P<code>^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)|\Z)|(?P<tick>`+).+?(?P=tick)(?!`))"
    r"|(?<![\w@/])@(?P<name>[^\W\d_][\w'’.-]*(?: [\w'’.-]+){0,3})(?:#(?P<id>[1-9]\d{0,8})\b)?",
    re.M | re.S)
RENDERED = re.compile(r'<a [^>]*href="/people/(\d+)"[^>]*>@…</a>')


def mentioned(source: str) -> set[int]:
    """The people a kept text mentions."""
    return {int(found[1]) for found in TOKEN.finditer(source)}


def possible_names(source: str) -> set[str]:
    """Every name that might be meant after an @, folded as names are looked up."""
    return {name for found in TYPED.finditer(source) if found["name"]
            for name, _length in _readings(found["name"])}


def tokenised(source: str, people: Mapping[str, Collection[int]], known: Collection[int]) -> str:
    """The text with names replaced by who they are: `people` are the ids by folded name, `known`
    those that a token typed by hand may stand for."""
    source = TOKEN.sub(lambda t: t[0] if int(t[1]) in known else rf"@\[{t[1]}]", source)
    return TYPED.sub(_replacing(people), source)


def named(source: str, names: Mapping[int, str]) -> str:
    """The text as its author typed it: with names, as far as they are known."""
    same = list(names.values())
    return TOKEN.sub(lambda token: _typed(int(token[1]), names, same) or token[0], source)


def shown(html: str, names: Mapping[int, str]) -> str:
    """Rendered text with the names that its reader may see."""
    def fill(found: re.Match[str]) -> str:
        name = names.get(int(found[1]))
        if name is None:
            return "@" + escape(_("member"))
        return f'<a class="mention" href="/people/{found[1]}">@{escape(name)}</a>'

    return RENDERED.sub(fill, html) if "@…</a>" in html else html


def _typed(person_id: int, names: Mapping[int, str], same: list[str]) -> str:
    name = names.get(person_id, "")
    return f"@{name}#{person_id}" if same.count(name) > 1 else f"@{name}" if name else ""


def _readings(words: str) -> Iterator[tuple[str, int]]:
    """Each beginning of these words, the longest first, folded, and its length as typed."""
    for end in [len(words), *(m.start() for m in reversed(list(re.finditer(" ", words))))]:
        for bare in dict.fromkeys((words[:end], words[:end].rstrip(".-'’"))):
            yield fold(bare), len(bare)


def _replacing(people: Mapping[str, Collection[int]]) -> Callable[[re.Match[str]], str]:
    def replace(found: re.Match[str]) -> str:
        if not found["name"]:
            return found[0]
        for name, length in _readings(found["name"]):
            ids = people.get(name, ())
            if found["id"] and length == len(found["name"]) and int(found["id"]) in ids:
                return f"@[{found['id']}]"
            if len(ids) == 1:
                return f"@[{next(iter(ids))}]{found[0][1 + length:]}"
        return found[0]

    return replace
