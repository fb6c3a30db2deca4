"""Examples of how texts are written, shown on the help page beside what becomes of them."""
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l

from cop.base.markup import to_html

#: (what it is for, what one writes)
EXAMPLES: list[tuple[Any, Any]] = [
    (_l("A new paragraph: leave a line empty"),
     _l("We called them.\n\nMost of them came.")),
    (_l("Important words, words in another tone"),
     _l("Call **within two days**, not *some time*.")),
    (_l("A list"), _l("- call\n- write\n- meet")),
    (_l("Steps in order"), _l("1. Ask\n2. Listen\n3. Write it down")),
    (_l("Words of somebody else"), _l("> Nobody had ever called me back.")),
    (_l("A link"), _l("[The guide](https://example.org/guide) helped us.")),
    (_l("A heading"), _l("## What we tried")),
    (_l("A table"), _l("Office | Calls\n---|---\nNorth | 42\nSouth | 17")),
    (_l("Things to do, and done"), _l("- [x] agree on the rule\n- [ ] tell the team")),
    (_l("A footnote"), _l("It worked.[^1]\n\n[^1]: Our own count, January to March.")),
]


def rendered() -> list[tuple[Any, str, str]]:
    """(what it is for, source, HTML) in the language of the page."""
    return [(purpose, str(source), _html(str(source))) for purpose, source in EXAMPLES]


@lru_cache(maxsize=100)
def _html(source: str) -> str:
    return to_html(source, key="help")
