"""What keeps a text made for it from taking minutes to render: Python-Markdown looks at the rest
of a paragraph again for every sign in it.

How texts are rendered is said in `markup.py`.
"""
import re
from collections.abc import Callable
from typing import Any

import markdown
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.treeprocessors import InlineProcessor

#: Signs looked at, all told: a second or two. The longest real posts took a fifth of it.
MOST_WORK = 150_000_000
#: A sign that Python looks at costs as much as so many that a regular expression looks at.
DEAR = 100
#: What looking at all costs, however little there is to see.
STEP = 3000
#: Blocks between fences.
MOST_FENCES = 1000
#: Tags and entities of the HTML; each takes bleach a tenth of a millisecond.
MOST_TAGS = 10_000
LONGEST_LINK = 2000  # characters of an address with its title
FENCE = re.compile(r"^(?:`{3}|~{3})", re.MULTILINE)
BRACKETS = re.compile(r"[\[\]]")
FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,100})\]")


class TooMuchWork(Exception):
    """This text is not worth rendering: it is shown as it was typed."""


def bound(renderer: markdown.Markdown) -> None:
    """Let this renderer raise TooMuchWork where it would go on for long."""
    inline = _BoundedInline(renderer)
    renderer.treeprocessors.register(inline, "inline", 20)
    renderer.preprocessors.register(_FewFences(renderer), "few_fences", 100)
    renderer.postprocessors.register(_FewTags(renderer), "few_tags", 0)
    renderer.inlinePatterns["footnote"].compiled_re = FOOTNOTE
    for pattern in renderer.inlinePatterns:
        if isinstance(pattern, LinkInlineProcessor):
            pattern.getText = _Brackets(inline.spend).text_after
            pattern.getLink = _ShortLinks(pattern.getLink, inline.spend).link_at


class _BoundedInline(InlineProcessor):
    """Counts how much text is looked at."""

    _spent = 0

    def run(self, tree: Any, ancestors: Any = None) -> Any:
        self._spent = 0
        return super().run(tree, ancestors)

    def spend(self, work: int) -> None:
        self._spent += work
        if self._spent > MOST_WORK:
            raise TooMuchWork

    def _InlineProcessor__applyPattern(self, pattern: Any, data: str, index: int,
                                       start: int = 0) -> Any:
        self.spend(STEP + len(data) - start)
        return super()._InlineProcessor__applyPattern(pattern, data, index, start)


class _FewFences(markdown.preprocessors.Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        if len(FENCE.findall("\n".join(lines))) > 2 * MOST_FENCES:
            raise TooMuchWork
        return lines


class _FewTags(markdown.postprocessors.Postprocessor):
    def run(self, text: str) -> str:
        if text.count("<") + text.count("&") > MOST_TAGS:
            raise TooMuchWork
        return text


class _Brackets:
    """Which bracket closes which, found once for a text and not once for each bracket."""

    def __init__(self, spend: Callable[[int], None]):
        self._spend = spend
        self._text = ""
        self._ends: dict[int, int] = {}

    def text_after(self, data: str, index: int) -> tuple[str, int, bool]:
        """What stands between the bracket before `index` and its end, and where that is."""
        if data is not self._text:
            self._text, self._ends = data, _pairs(data)
            self._spend(DEAR * len(self._ends))
        end = self._ends.get(index - 1)
        return ("", index, False) if end is None else (data[index:end], end + 1, True)


class _ShortLinks:
    """Looks for the end of an address nearby only."""

    def __init__(self, find: Callable[[str, int], Any], spend: Callable[[int], None]):
        self._find, self._spend = find, spend

    def link_at(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        near = data[:index + LONGEST_LINK]
        href, title, end, found = self._find(near, index)
        self._spend(DEAR * ((end if found else len(near)) - index))
        return href, title, end, found


def _pairs(text: str) -> dict[int, int]:
    begun, ends = [], {}
    for bracket in BRACKETS.finditer(text):
        if bracket[0] == "[":
            begun.append(bracket.start())
        elif begun:
            ends[begun.pop()] = bracket.start()
    return ends
