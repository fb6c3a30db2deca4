"""The manual: short pages in Markdown, a file for each page and language, which call buttons as the
interface calls them. Which page is linked from where is said by the templates.
"""
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask_babel import force_locale, gettext

from cop.base.errors import NotFound
from cop.base.markup import to_html
from cop.base.text import fold

HERE = Path(__file__).parent / "data" / "manual"
#: In the order in which one needs them.
PAGES = ("ask", "write", "case", "review", "digest", "search", "notices", "account", "markdown",
         "moderate", "keyboard")
#: The language that has every page.
ENGLISH = "en"
#: The name of a button or a page, as the interface has it: {_:Preview}.
NAME = re.compile(r"\{_:([^}]+)\}")
MOST_WORDS = 12


@dataclass(frozen=True)
class Section:
    heading: str
    html: str

    @property
    def words(self) -> str:
        """What is searched."""
        return fold(f"{self.heading} {re.sub('<[^>]+>', '', self.html)}")


@dataclass(frozen=True)
class Page:
    name: str
    language: str
    title: str
    lead: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Found:
    """A page, and its first section with the words; none where title or lead have them."""

    page: Page
    number: int = 0

    @property
    def section(self) -> Section | None:
        return self.page.sections[self.number - 1] if self.number else None


def list_pages(language: str) -> list[Page]:
    return [get_page(name, language) for name in PAGES]


def get_page(name: str, language: str) -> Page:
    if name not in PAGES:
        raise NotFound
    return _read(name, language if (HERE / language).is_dir() else ENGLISH)


def find(words: str, language: str) -> list[Found]:
    """The pages on which all of the words stand together, in titles first."""
    wanted = fold(words).split()[:MOST_WORDS]
    found = [each for page in list_pages(language) if (each := _find_on(page, wanted))]
    return sorted(found, key=lambda each: each.number > 0) if wanted else []


def _find_on(page: Page, wanted: list[str]) -> Found | None:
    places = [fold(f"{page.title} {page.lead}"), *(part.words for part in page.sections)]
    for number, place in enumerate(places):
        if all(word in place for word in wanted):
            return Found(page, number)
    return None


@lru_cache(maxsize=100)
def _read(name: str, language: str) -> Page:
    with force_locale(language):
        source = NAME.sub(lambda found: gettext(found[1]), source_of(name, language))
    head, *parts = re.split(r"^## ", source, flags=re.M)
    title, _, lead = head.removeprefix("# ").partition("\n")
    return Page(name, language, title, lead.strip(), tuple(map(_section, parts)))


def source_of(name: str, language: str) -> str:
    return (HERE / language / f"{name}.md").read_text(encoding="utf-8")


def _section(part: str) -> Section:
    heading, _, text = part.partition("\n")
    return Section(heading, to_html(text.strip(), key="manual"))
