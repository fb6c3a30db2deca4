"""Words, addresses and dates that pages need again and again, made once in each process.

What they are is said by Flask-Babel, by the routes and by the templates. Nothing here is valid
only for a while: what a thing is remembered by is all that it depends on.
"""
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import Flask, g, has_request_context, request, url_for
from flask_babel import format_decimal, format_timedelta, get_locale, get_translations
from jinja2 import Template, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup

from cop.base.clock import glance, now
from cop.base.days import format_date, format_datetime

#: How many addresses, and how many dates, are remembered.
MOST = 4_000
#: (language, words in the code) → the words in that language
_words: dict[tuple[str, str], str] = {}
#: The same where they are part of a page and nothing is to be filled in.
_marked: dict[tuple[str, str], Markup] = {}


class Remembered(Template):
    """A template whose macros others import. Jinja looks each time whether they brought globals of
    their own, which ours never do: with twenty imports that is half a millisecond a page."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return self._module or super()._get_default_module(ctx)


def init_app(app: Flask) -> None:
    """Call after Flask-Babel, whose words these are."""
    app.jinja_env.template_class = Remembered
    app.jinja_env.globals |= {"_": say, "gettext": say, "ngettext": say_many, "url_for": address}


@pass_eval_context
def say(context: EvalContext, text: str, **variables: Any) -> str:
    """`_()` of the templates: what it says is filled in even where nothing is given (%% is %)."""
    key = (language(), text)
    if variables or not context.autoescape:
        words = _words.get(key) or _translated(key)
        return (Markup(words) if context.autoescape else words) % variables
    return _marked.get(key) or _marked.setdefault(key, Markup(_translated(key)) % {})


@pass_eval_context
def say_many(context: EvalContext, one: str, many: str, num: int, **variables: Any) -> str:
    """`ngettext()` of the templates."""
    words = _plural(one, many, num, language())
    return (Markup(words) if context.autoescape else words) % ({"num": num} | variables)


def address(endpoint: str, **values: Any) -> str:
    """`url_for()` of the templates."""
    if endpoint[0] == "." or not has_request_context() or "_external" in values:
        return url_for(endpoint, **values)
    try:
        return _address(request.root_path, endpoint, tuple(values.items()),
                        *map(type, values.values()))
    except TypeError:  # a list among the values
        return url_for(endpoint, **values)


def exact(moment: datetime) -> str:
    """In words, with the day and the time."""
    return _exact(moment, language())


def ago(moment: datetime) -> str:
    """How long ago it was, in whole minutes; the day, where it was long ago."""
    if was_long_ago(moment):
        return _day(moment.astimezone(UTC).date(), "medium", language())
    return _ago(int((now() - moment).total_seconds() // 60) or 1, language())


def was_long_ago(moment: datetime) -> bool:
    """Once it was, it stays so."""
    return (glance() - moment).days > 30


def day(moment: Any, width: str = "long") -> str:
    return _day(moment, width, language())


def number(value: Any) -> str:
    return _number(value, language())


def language() -> str:
    """The one in force, as Flask-Babel knows it; asked hundreds of times for a page."""
    known = getattr(g.get("_flask_babel"), "babel_locale", None) or get_locale()
    return known.language


def _translated(key: tuple[str, str]) -> str:
    return _words.setdefault(key, get_translations().ugettext(key[1]))


@lru_cache(MOST)
def _plural(one: str, many: str, num: int, _language: str) -> str:
    return get_translations().ungettext(one, many, num)


@lru_cache(MOST)
def _address(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...], *_types: type) -> str:
    return url_for(endpoint, **dict(values))


@lru_cache(MOST, typed=True)
def _exact(moment: datetime, _language: str) -> str:
    return format_datetime(moment, "long")


@lru_cache(MOST, typed=True)
def _day(moment: Any, width: str, _language: str) -> str:
    return format_date(moment, width)


@lru_cache(MOST, typed=True)
def _ago(minutes: int, _language: str) -> str:
    return format_timedelta(timedelta(minutes=-minutes), add_direction=True, granularity="minute")


@lru_cache(MOST, typed=True)
def _number(value: Any, _language: str) -> str:
    return format_decimal(value)
