"""How much of CommonMark a text here means, by section of its examples.

Run `python -m tests.check.commonmark EXAMPLES.json`; `docs/markdown.md` shows what it prints.
"""
import json
import re
import sys
from collections import Counter
from pathlib import Path

from bs4 import BeautifulSoup

from cop.base import markup


def measure(examples: Path) -> tuple[Counter, Counter]:
    """How many examples of each section there are, and how many come out as expected."""
    there, same = Counter(), Counter()
    for example in json.loads(examples.read_text()):
        there[example["section"]] += 1
        expected = _normal(markup._cleaner().clean(_as_here(example["html"])))
        same[example["section"]] += _normal(markup.to_html(example["markdown"])) == expected
    return there, same


def table(there: Counter, same: Counter) -> str:
    rows = [f"| {section} | {same[section]} | {there[section]} |" for section in there]
    return "\n".join(["| section | the same | examples |", "|---|--:|--:|", *rows,
                      f"| **all** | **{sum(same.values())}** | **{sum(there.values())}** |"])


def _as_here(html: str) -> str:
    """What is another way here on purpose: headings stand lower, pictures are links."""
    page, above = BeautifulSoup(html, "html.parser"), 2
    for heading in page.find_all(re.compile("^h[1-6]$")):
        above = min(int(heading.name[1]) + 2, above + 1, 6)
        heading.name = f"h{above}"
    for picture in page.find_all("img"):
        told = {"href": picture.get("src"), "title": picture.get("title")}
        words = picture.get("alt") or picture.get("src")
        picture.name, picture.attrs = "a", {k: v for k, v in told.items() if v is not None}
        picture.string = words
    return str(page)


def _normal(html: str) -> str:
    """The same for what looks the same: line ends, spaces between blocks, order of attributes."""
    page = BeautifulSoup(html, "html.parser")
    for each in page.find_all("br"):
        each.replace_with("\n")
    for each in page.find_all(True):
        each.attrs = {k: each.attrs[k] for k in sorted(each.attrs) if k not in ("rel", "alt")}
    page.smooth()
    for text in page.find_all(string=True):
        if not text.find_parent("pre"):
            text.replace_with(re.sub(r"\s+", " ", text))
    blocks = r"(?:p|li|h\d|blockquote|ul|ol|pre|hr|div|table|tbody|tr|td|th)"
    return re.sub(rf"\s*(</?{blocks}(?: [^>]*)?/?>)\s*", r"\1", str(page)).strip()


if __name__ == "__main__":
    print(table(*measure(Path(sys.argv[1]))))
