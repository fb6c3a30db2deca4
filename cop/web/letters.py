"""Letters as text and as HTML, from the two templates of one name in `templates/mail/`.

What a letter says is in its templates; who gets it, in the features.
"""
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask import Flask, render_template
from markupsafe import Markup, escape

from cop.web.links import public_url

IMAGE = re.compile(r"<img [^>]*>")
ALT = re.compile(r'alt="([^"]*)"')
OWN_LINK = re.compile(r'href="(/[^"]*)"')
#: Numbers of footnotes and the like lead within a page: in a letter there is none.
INNER_LINK = re.compile(r' (?:href="#[^"]*"|id="[^"]*")')


@dataclass(frozen=True)
class Written:
    """A letter in both its forms."""

    body: str
    html: str


def init_app(app: Flask) -> None:
    app.jinja_env.filters["in_letter"] = in_letter


def render_letter(name: str, **context: Any) -> Written:
    """In the language in force."""
    return Written(render_text(f"mail/{name}.txt", **context),
                   render_template(f"mail/{name}.html", **context))


def render_text(template: str, **context: Any) -> str:
    """A text of paragraphs, with one empty line between two."""
    text = render_template(template, **context)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def in_letter(html: str) -> Markup:
    """Rendered words of ours as they can stand in a letter: whole addresses, no picture fetched."""
    html = IMAGE.sub(lambda image: _said_of(image[0]), html)
    html = INNER_LINK.sub("", html)
    return Markup(OWN_LINK.sub(
        lambda link: f'href="{escape(public_url(unescape(link[1])))}"', html))


def _said_of(image: str) -> str:
    alt = ALT.search(image)
    return f"[{alt[1]}]" if alt and alt[1] else "[…]"
