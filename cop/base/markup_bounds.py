"""What keeps a text made for it from taking minutes to render: Python-Markdown looks at the rest
of a paragraph again for every sign in it.

How texts are rendered is said in `markup.py`.
"""
import re
from collections.abc import Callable
from time import thread_time
from typing import Any

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.treeprocessors import InlineProcessor

#: Processor time for finding the form of a text; cleaning takes as long again at most. The
#: longest real posts took a fifth of it.
LONGEST = 0.1  # seconds
#: Signs that are looked at all at once, with no watch between them.
MOST_SIGNS = {"|": 8000, "~": 5000}
#: Blocks between fences.
MOST_FENCES = 1000
#: Tags and entities of the HTML; a thousand take bleach thirty milliseconds. Real posts of the
#: greatest length had up to 1,500.
MOST_TAGS = 2_500
LONGEST_LINK = 2000  # characters of an address with its title
FENCE = re.compile(r"^(?:`{3}|~{3})", re.MULTILINE)
BRACKETS = re.compile(r"[\[\]]")
FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,100})\]")


class TooMuchWork(Exception):
    """This text is not worth rendering: it is shown as it was typed."""


def bound(renderer: markdown.Markdown) -> None:
    """Let this renderer raise TooMuchWork where it would go on for long."""
    watch = _Watch()
    renderer.preprocessors.register(_FewFences(renderer, watch), "few_fences", 100)
    renderer.parser.blockprocessors.register(_WatchBlocks(renderer.parser, watch), "watch", 1000)
    renderer.treeprocessors.register(_WatchInline(renderer, watch), "inline", 20)
    renderer.postprocessors.register(_FewTags(renderer), "few_tags", 0)
    renderer.inlinePatterns["footnote"].compiled_re = FOOTNOTE
    for pattern in renderer.inlinePatterns:
        if isinstance(pattern, LinkInlineProcessor):
            pattern.getText = _Brackets(watch).text_after
            pattern.getLink = _ShortLinks(pattern.getLink, watch).link_at


class _Watch:
    """Says when it is enough. Counts the time of this thread only: what others do on the machine
    makes no text refused."""

    _until = 0.0

    def begin(self) -> None:
        self._until = thread_time() + LONGEST

    def look(self) -> None:
        if thread_time() > self._until:
            raise TooMuchWork


class _WatchBlocks(BlockProcessor):
    """Asked about every block before all others, and never wants one."""

    def __init__(self, parser: Any, watch: _Watch):
        super().__init__(parser)
        self._watch = watch

    def test(self, parent: Any, block: str) -> bool:
        self._watch.look()
        return False

    def run(self, parent: Any, blocks: list[str]) -> None:
        """Never called."""


class _WatchInline(InlineProcessor):
    """Looks at the watch before every pattern."""

    def __init__(self, renderer: markdown.Markdown, watch: _Watch):
        super().__init__(renderer)
        self._watch = watch

    def _InlineProcessor__applyPattern(self, *args: Any) -> Any:
        self._watch.look()
        return super()._InlineProcessor__applyPattern(*args)


class _FewFences(markdown.preprocessors.Preprocessor):
    """Comes first: the time begins here."""

    def __init__(self, renderer: markdown.Markdown, watch: _Watch):
        super().__init__(renderer)
        self._watch = watch

    def run(self, lines: list[str]) -> list[str]:
        self._watch.begin()
        text = "\n".join(lines)
        if len(FENCE.findall(text)) > 2 * MOST_FENCES:
            raise TooMuchWork
        if any(text.count(sign) > most for sign, most in MOST_SIGNS.items()):
            raise TooMuchWork
        return lines


class _FewTags(markdown.postprocessors.Postprocessor):
    def run(self, text: str) -> str:
        if text.count("<") + text.count("&") > MOST_TAGS:
            raise TooMuchWork
        return text


class _Brackets:
    """Which bracket closes which, found once for a text and not once for each bracket."""

    def __init__(self, watch: _Watch):
        self._watch = watch
        self._text = ""
        self._ends: dict[int, int] = {}

    def text_after(self, data: str, index: int) -> tuple[str, int, bool]:
        """What stands between the bracket before `index` and its end, and where that is."""
        self._watch.look()
        if data is not self._text:
            self._text, self._ends = data, _pairs(data)
        end = self._ends.get(index - 1)
        return ("", index, False) if end is None else (data[index:end], end + 1, True)


class _ShortLinks:
    """Looks for the end of an address nearby only."""

    def __init__(self, find: Callable[[str, int], Any], watch: _Watch):
        self._find, self._watch = find, watch

    def link_at(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        self._watch.look()
        return self._find(data[:index + LONGEST_LINK], index)


def _pairs(text: str) -> dict[int, int]:
    begun, ends = [], {}
    for bracket in BRACKETS.finditer(text):
        if bracket[0] == "[":
            begun.append(bracket.start())
        elif begun:
            ends[begun.pop()] = bracket.start()
    return ends
