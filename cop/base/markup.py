"""Markdown in, safe HTML out: rendered when written, stored beside the source.

Which texts are Markdown is said by the models that keep them; what keeps a hostile text from
taking minutes, in `markup_bounds.py`.
"""
import re
import threading
from collections.abc import ItemsView, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any
from xml.etree import ElementTree as etree

import markdown
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from markdown.inlinepatterns import InlineProcessor

from cop.base.markup_bounds import TooMuchWork, bound
from cop.base.markup_lists import Lists

TAGS = frozenset(re.findall(
    r"\w+",
    "p br hr em strong del a code pre ul ol li blockquote h2 h3 h4 h5 h6 dl dt dd "
    "table thead tbody tr th td sup sub div kbd img",
))
ATTRIBUTES = {
    "a": ["href", "title", "id", "class", "rel"],
    "sup": ["id"], "li": ["id", "class"], "div": ["class"], "ol": ["start"],
    "th": ["align", "scope"], "td": ["align"],
    "code": ["class"], "img": ["src", "alt", "width", "height", "loading", "decoding"],
}
CLASSES = frozenset({"footnote", "footnote-ref", "footnote-backref", "task-list-item", "mention"})
#: `@[12]` is person number 12; what they are called is put in when it is shown.
MENTION = r"@\[([1-9]\d{0,8})\]"
#: A box nobody can tick needs no form field: a sign says the same to everyone.
CHECKBOXES = {'<input type="checkbox" disabled checked/>': "☑",
              '<input type="checkbox" disabled/>': "☐"}
#: What is a link without being marked as one. A bare «README.md» is not.
ADDRESS = re.compile(r"""\b(?:https?://|www\.)[^\s<>"'`]{1,2000}""", re.IGNORECASE)
EXTENSIONS = ["fenced_code", "tables", "footnotes", "sane_lists", "nl2br",
              "pymdownx.tasklist", "pymdownx.tilde", "pymdownx.betterem"]

#: How a text refers to a file that is enclosed in it: as file:12, or by its address.
ENCLOSED = re.compile(r"(?:file:|/files/|/pictures/)([0-9]{1,9})(?:/[^/]*)?")

#: Texts of which the HTML is kept for a moment: one is previewed, then sent, and made before the
#: transaction that stores it begins.
REMEMBERED = 8

_local = threading.local()


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a text. `picture` is the address of what it shows, if it is one."""

    address: str
    picture: str = ""
    width: int = 0
    height: int = 0
    alt: str = ""


def to_html(source: str, *, key: str = "",
            enclosures: Mapping[int, Enclosure] | None = None, refuse: bool = False) -> str:
    """Safe HTML of a Markdown source.

    Raw HTML in it comes out as inert text. Headings begin at level 3, below the page's own, and
    go down one level at a time, whatever was typed.
    `key` makes the ids of footnotes different on a page with many texts. Pictures are shown
    when they are among the `enclosures`; any other picture becomes a link. A text made to take
    long comes out as it was typed or, with `refuse`, raises TooMuchWork.
    """
    try:
        made = _made(source, frozenset(_enclosed(source, enclosures or {})))
    except TooMuchWork:
        if refuse:
            raise
        return _as_typed(source)
    if 'id="fn' in made:
        made = re.sub(r'(id="|href="#)(fn(?:ref)?):', rf"\g<1>\g<2>-{key}-", made)
    return made


def _enclosed(source: str, enclosures: Mapping[int, Enclosure]) -> ItemsView[int, Enclosure]:
    """Those that the text may name."""
    return (enclosures if ENCLOSED.search(source) else {}).items()


@lru_cache(REMEMBERED)
def _made(source: str, enclosures: frozenset[tuple[int, Enclosure]]) -> str:
    renderer = _renderer().reset()
    renderer.enclosures = dict(enclosures)
    try:
        rendered = renderer.convert(source)
    except (RecursionError, TooMuchWork):  # lists in lists in lists …
        del _local.renderer  # it does not know any more where it is
        raise TooMuchWork from None
    for box, sign in CHECKBOXES.items():
        rendered = rendered.replace(box, sign)
    return _cleaner().clean(rendered)


def _as_typed(source: str) -> str:
    parts = re.split(r"\n\s*\n", escape(source).strip())
    return "\n".join(f"<p>{part}</p>" for part in parts).replace("\n", "<br>\n").replace(
        "</p><br>\n", "</p>\n")


def _renderer() -> markdown.Markdown:
    """One renderer a thread: it keeps state while it works."""
    if not hasattr(_local, "renderer"):
        _local.renderer = _make_renderer()
    return _local.renderer


def _make_renderer() -> markdown.Markdown:
    renderer = markdown.Markdown(
        extensions=EXTENSIONS, output_format="html",
        extension_configs={"footnotes": {"SEPARATOR": ":"},
                           "tables": {"use_align_attribute": True}},
    )
    renderer.preprocessors.deregister("html_block")
    renderer.inlinePatterns.deregister("html")
    renderer.treeprocessors.register(_Lower(renderer), "lower_headings", 0)
    renderer.inlinePatterns.register(_Mention(MENTION), "mention", 175)
    renderer.preprocessors.register(Lists(renderer), "lists", 24)
    bound(renderer)
    return renderer


class _Mention(InlineProcessor):
    """A link to a person, without their name."""

    def handleMatch(self, found: Any, data: str) -> tuple[Any, int, int]:
        link = etree.Element("a", {"class": "mention", "href": f"/people/{found[1]}"})
        link.text = "@…"
        return link, found.start(), found.end()


class _Lower(markdown.treeprocessors.Treeprocessor):
    """Headings in a text stand below those of the page; files are those that go with the text."""

    def run(self, root: Any) -> None:
        above = 2
        for element in list(root.iter()):
            if re.fullmatch(r"h[1-6]", element.tag):
                above = min(int(element.tag[1]) + 2, above + 1, 6)
                element.tag = f"h{above}"
            elif element.tag == "img":
                self._show(element, self._enclosed(element.get("src")))
            elif element.tag == "a" and (file := self._enclosed(element.get("href"))):
                element.set("href", file.address)

    def _enclosed(self, address: str | None) -> Enclosure | None:
        found = ENCLOSED.fullmatch(address or "")
        return self.md.enclosures.get(int(found[1])) if found else None

    def _show(self, image: Any, file: Enclosure | None) -> None:
        """A link to the whole picture with a smaller one in it; else only a link."""
        alt, source = image.get("alt") or "", image.get("src") or ""
        tail = image.tail
        image.clear()
        image.tag, image.tail = "a", tail
        image.set("href", file.address if file else source)
        if file and file.picture:
            etree.SubElement(image, "img", {
                "src": file.picture, "alt": alt or file.alt, "width": str(file.width),
                "height": str(file.height), "loading": "lazy", "decoding": "async"})
        else:
            image.text = alt or source


def _cleaner() -> Cleaner:
    """One cleaner a thread: it is dear to make."""
    if not hasattr(_local, "cleaner"):
        _local.cleaner = Cleaner(
            tags=TAGS, attributes=_allowed, protocols={"http", "https", "mailto"}, strip=False,
            filters=[_linkify])
    return _local.cleaner


def _linkify(source: Any) -> LinkifyFilter:
    return LinkifyFilter(source, callbacks=[_mark_foreign], skip_tags={"pre", "code"},
                         url_re=ADDRESS)


def _mark_foreign(attributes: dict[Any, str], new: bool = False) -> dict[Any, str]:
    if (attributes.get((None, "href")) or "").startswith(("http:", "https:", "//")):
        attributes[None, "rel"] = "nofollow noopener ugc"
    return attributes


def _allowed(tag: str, name: str, value: str) -> bool:
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    if name == "src":
        return value.startswith("/pictures/")
    if name == "class":
        return tag == "code" or set(value.split()) <= CLASSES
    return True
