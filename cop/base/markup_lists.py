"""Lists as people indent them: what stands below an item belongs to it, whether by two, three or
four spaces. Python-Markdown wants four, and an empty line before a list.

How the rest of a text is rendered is said in `markup.py`.
"""
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown.preprocessors import Preprocessor

ITEM = re.compile(r"(?P<mark>[-+*]|\d{1,9}[.)])(?P<space> +|$)(?P<text>.*)")
RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
FENCE = re.compile(r"(`{3,}|~{3,})")
DEEPEST = 20
STEP = "    "


class Lists(Preprocessor):
    """Writes the indentation of lists as Python-Markdown reads it. Runs after code between
    fences at the margin was taken out."""

    def run(self, lines: list[str]) -> list[str]:
        return list(_Reader().read(lines))


@dataclass
class _Reader:
    """`offsets`: for each open list, where the text of its items begins."""

    offsets: list[int] = field(default_factory=list)
    was_blank: bool = True
    was_item: bool = False
    fence: str = ""

    def read(self, lines: list[str]) -> Iterator[str]:
        for line in lines:
            line = line.expandtabs(4)
            if self.fence:
                yield from self._code(line)
            elif not line.strip():
                self.was_blank = True
                yield ""
            else:
                yield from self._line(line, len(line) - len(line.lstrip()))

    def _line(self, line: str, indent: int) -> Iterator[str]:
        item = None if RULE.match(line) else ITEM.match(line.lstrip())
        begins = bool(item) and self._begins_item(item, indent)
        if begins or self.was_blank or indent >= (self.offsets[-1] if self.offsets else 0):
            while self.offsets and indent < self.offsets[-1]:
                self.offsets.pop()
        base = self.offsets[-1] if self.offsets else 0
        if self.offsets and (fence := FENCE.match(line.lstrip())):
            self.fence = fence[0]
            yield ""
        elif begins and indent - base < 4:
            yield from self._item(item, indent)
        else:
            yield STEP * len(self.offsets) + " " * max(indent - base, 0) + line.lstrip()
            self.was_item = False
        self.was_blank = False

    def _code(self, line: str) -> Iterator[str]:
        """Code between fences in a list becomes indented code."""
        if line.strip().startswith(self.fence):
            self.fence, self.was_blank = "", True
            yield ""
        else:
            begin = min(len(line) - len(line.lstrip()), self.offsets[-1])
            yield STEP * (len(self.offsets) + 1) + line[begin:]

    def _begins_item(self, item: re.Match[str], indent: int) -> bool:
        """A paragraph is not broken by a number other than 1, nor by an empty item."""
        if self.was_blank or self.offsets or self.was_item:
            return True
        return bool(item["text"]) and item["mark"] in ("-", "+", "*", "1.", "1)")

    def _item(self, item: re.Match[str], indent: int) -> Iterator[str]:
        if not self.offsets and not self.was_blank and not self.was_item:
            yield ""
        level = STEP * min(len(self.offsets), DEEPEST)
        yield f"{level}{item['mark'].replace(')', '.')} {item['text'].lstrip()}".rstrip()
        space = len(item["space"]) if 0 < len(item["space"]) < 5 else 1
        self.offsets.append(indent + len(item["mark"]) + space)
        self.was_item = True
