"""Letters as text and as HTML, from the two templates of one name in `templates/mail/`.

What a letter says is in its templates; who gets it, in the features.
"""
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask import Flask, render_template
from flask_babel import gettext as _
from markupsafe import Markup, escape

from cop.web.links import public_url

IMAGE = re.compile(r"<img [^>]*>")
ALT = re.compile(r'alt="([^"]*)"')
OWN_LINK = re.compile(r'href="(/[^"]*)"')
#: Numbers of footnotes and the like lead within a page: in a letter there is none.
INNER_LINK = re.compile(r' (?:href="#[^"]*"|id="[^"]*")')

#: An address in a text that is none of a link already.
ADDRESS = re.compile(r"""(?<![">])(https?://[^\s<>"]*[^\s<>".,;:!?)])""")
LISTED = re.compile(r"(?m)^– (.+)\n +(https?://\S+)$")


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


def render_page(template: str, **context: Any) -> str:
    """A page that is read elsewhere: in a file, without this place."""
    return render_template(template, **context)


def page_of(title: str, text: str) -> str:
    """A letter that is written as text only, as HTML: in the language in force."""
    paragraphs = [_linked(paragraph) for paragraph in text.strip().split("\n\n") if paragraph]
    return render_template("mail/plain.html", title=title, paragraphs=paragraphs)


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


def _linked(paragraph: str) -> Markup:
    """An address that stands alone is a button; one below a title of a list is where that leads."""
    words = str(escape(paragraph.strip()))
    if ADDRESS.fullmatch(words):
        return Markup('<a class="button" href="{0}">{1}</a>').format(
            Markup(words), _("Open the page"))
    words = LISTED.sub(r'– <a href="\2">\1</a>', words)
    words = ADDRESS.sub(r'<a href="\1">\1</a>', words)
    return Markup(words.replace("\n", "<br>\n"))


def _said_of(image: str) -> str:
    alt = ALT.search(image)
    return f"[{alt[1]}]" if alt and alt[1] else "[…]"
