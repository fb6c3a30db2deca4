"""What somebody may have meant who typed a word that nobody here uses: pure, from a list of words.

Which words those are is said in `service/words.py`.
"""
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cop.vocabulary.words import comparable

SHORTEST = 4  # letters; shorter words are not corrected
#: From so many letters on, two mistakes are forgiven instead of one.
LONG = 7
SHORTEST_PART = 3
#: What stands between the parts of a compound in German, Swedish, Finnish and their like.
LINKS = ("", "s", "n", "e", "en", "es", "er")
_MOST = 20


class Words:
    """Those of one language and audience, folded: in how many texts each stands. How it is written
    is kept where that is something else. Every process has ten thousands of them."""

    def __init__(self, rows: Iterable[tuple[str, str, int]]):
        self.written: dict[str, str] = {}
        found: dict[int, dict[str, int]] = defaultdict(dict)
        for folded, written, texts in rows:
            found[len(folded)][folded] = texts
            if written != folded:
                self.written[folded] = written
        self._by_length = {length: _OfLength(length, texts) for length, texts in found.items()}

    def __len__(self) -> int:
        return sum(map(len, self._by_length.values()))

    def __contains__(self, folded: str) -> bool:
        return self.texts(folded) > 0

    def texts(self, folded: str) -> int:
        return self.of_length(len(folded)).texts(folded)

    def of_length(self, length: int) -> "_OfLength":
        return self._by_length.get(length) or NONE


class _OfLength:
    """Words of the same length, sorted in one string: a tenth of what they take one by one."""

    def __init__(self, length: int, texts: Mapping[str, int]):
        words = sorted(texts)
        self._length, self._all = length, "".join(words)
        self._texts = array("L", (texts[word] for word in words))

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, place: int) -> str:
        return self._all[place * self._length:(place + 1) * self._length]

    def __iter__(self) -> Iterator[str]:
        words, length = self._all, self._length
        return iter([words[at:at + length] for at in range(0, len(words), length or 1)])

    def texts(self, word: str) -> int:
        place = bisect_left(self, word)
        return self._texts[place] if place < len(self) and self[place] == word else 0


NONE = _OfLength(0, {})


class Dictionary:
    """The words of several languages and audiences as one."""

    def __init__(self, *parts: Words):
        self._parts = parts

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __contains__(self, word: str) -> bool:
        return self._is_used(comparable(word))

    def correct(self, words: list[str]) -> dict[str, str]:
        """What to write instead of some of these: typed (perhaps two together) → meant."""
        found = {}
        for before, word in zip(["", *words], words, strict=False):
            if word in self or any(c.isdigit() for c in word):
                continue
            if before and (joined := self._written(before + word)):
                found.pop(before, None)
                found[f"{before} {word}"] = joined
            elif meant := self._nearest(word) or self._split(word):
                found[word] = meant
        found |= self._joined_forward(words, found)
        return found or self._written_otherwise(words)

    def _joined_forward(self, words: list[str], found: Mapping[str, str]) -> dict[str, str]:
        """A first word nobody uses that belongs to a second one that is used."""
        pairs = zip(words, words[1:], strict=False)
        return {f"{a} {b}": joined for a, b in pairs if a not in self and a not in found
                and (joined := self._written(a + b))}

    def _written_otherwise(self, words: list[str]) -> dict[str, str]:
        """Of words that are all used: two that are written as one too, or one as several."""
        pairs = {f"{a} {b}": self._written(a + b) for a, b in zip(words, words[1:], strict=False)}
        joined = {pair: one for pair, one in pairs.items() if one}
        return dict([joined.popitem()]) if joined else {
            word: parts for word in words if (parts := self._split(word))}

    def _nearest(self, word: str) -> str | None:
        typed = comparable(word)
        if len(typed) < SHORTEST:
            return None
        mistakes = 2 if len(typed) >= LONG else 1
        options = [option for length in range(len(typed) - mistakes, len(typed) + mistakes + 1)
                   for part in self._parts for option in process.extract(
                       typed, part.of_length(length), scorer=OSA.distance,
                       processor=None, score_cutoff=mistakes, limit=_MOST)]
        best = min(options, default=None, key=lambda option: (
            option[1] + (option[0][0] != typed[0]), -self._texts(option[0]), option[0]))
        return self._as_written(best[0]) if best else None

    def _split(self, word: str) -> str | None:
        """Two words that were written as one, else three; letters that only link are left out."""
        whole = comparable(word)
        cuts = list(self._cut(whole)) or [
            (first, *rest) for first, others in self._beginnings(whole) if self._is_used(first)
            for rest in self._cut(others)]
        best = max(cuts, default=None, key=lambda cut: min(self._texts(part) for part in cut))
        return " ".join(self._as_written(part) for part in best) if best else None

    def _cut(self, whole: str) -> Iterator[tuple[str, str]]:
        return ((first, rest) for first, rest in self._beginnings(whole)
                if self._is_used(first) and self._is_used(rest))

    def _beginnings(self, whole: str) -> Iterator[tuple[str, str]]:
        """What a word may begin with, and what is left of it without what links them."""
        for end in range(SHORTEST_PART, len(whole) - SHORTEST_PART + 1):
            for link in LINKS:
                if whole.startswith(link, end) and len(whole) - end - len(link) >= SHORTEST_PART:
                    yield whole[:end], whole[end + len(link):]

    def _written(self, word: str) -> str | None:
        folded = comparable(word)
        return self._as_written(folded) if self._is_used(folded) else None

    def _is_used(self, folded: str) -> bool:
        return any(folded in part for part in self._parts)

    def _texts(self, folded: str) -> int:
        return sum(part.texts(folded) for part in self._parts)

    def _as_written(self, folded: str) -> str:
        """As in the first part that knows it."""
        return next(part.written.get(folded, folded) for part in self._parts
                    if folded in part)
