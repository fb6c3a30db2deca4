"""Places on a lower feature's page that a higher feature fills.

Which slots there are is listed in README; who fills them is said in `create_app`.
"""
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup


def init_app(app: Flask) -> None:
    app.extensions["slots"] = defaultdict(list)
    app.jinja_env.globals["slot"] = lambda name, *args: show(app, name, *args)
    app.jinja_env.globals["facts_of"] = lambda name, *args: ask(app, name, *args)


def fill(app: Flask, name: str, show_part: Callable[..., str]) -> None:
    """Let a function write into every place of this name."""
    app.extensions["slots"][name].append(show_part)


def show(app: Flask, name: str, *args: Any) -> Markup:
    return Markup("").join(Markup(part(*args)) for part in app.extensions["slots"][name])


def say(template: str, macro: str, *args: Any) -> str:
    """For what stands at each of many things: a macro, where rendering a template each time would
    take longer than all else that is said of the thing."""
    return getattr(current_app.jinja_env.get_template(template).module, macro)(*args)


def ask(app: Flask, name: str, *args: Any) -> dict[Any, Any]:
    """For a place inside a list: what is known of all its rows, by their ids."""
    known: dict[Any, Any] = {}
    for part in app.extensions["slots"][name]:
        known |= part(*args)
    return known
