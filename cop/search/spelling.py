"""What somebody may have meant who typed a word that nobody here uses: pure, from a list of words.

Which words those are is said in `service/words.py`.
"""
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


class Dictionary:
    """Words as they are folded, with how they are written and in how many texts they stand."""

    def __init__(self, words: Mapping[str, tuple[str, int]]):
        self._words = words
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in words:
            self._by_length[len(word)].append(word)

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: str) -> bool:
        return comparable(word) in self._words

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
                   for option in process.extract(
                       typed, self._by_length.get(length, ()), scorer=OSA.distance,
                       processor=None, score_cutoff=mistakes, limit=_MOST)]
        best = min(options, default=None, key=lambda option: (
            option[1] + (option[0][0] != typed[0]), -self._words[option[0]][1], option[0]))
        return self._words[best[0]][0] if best else None

    def _split(self, word: str) -> str | None:
        """Two words that were written as one, else three; letters that only link are left out."""
        whole = comparable(word)
        cuts = list(self._cut(whole)) or [
            (first, *rest) for first, others in self._beginnings(whole) if first in self._words
            for rest in self._cut(others)]
        best = max(cuts, default=None, key=lambda cut: min(self._words[part][1] for part in cut))
        return " ".join(self._words[part][0] for part in best) if best else None

    def _cut(self, whole: str) -> Iterator[tuple[str, str]]:
        return ((first, rest) for first, rest in self._beginnings(whole)
                if first in self._words and rest in self._words)

    def _beginnings(self, whole: str) -> Iterator[tuple[str, str]]:
        """What a word may begin with, and what is left of it without what links them."""
        for end in range(SHORTEST_PART, len(whole) - SHORTEST_PART + 1):
            for link in LINKS:
                if whole.startswith(link, end) and len(whole) - end - len(link) >= SHORTEST_PART:
                    yield whole[:end], whole[end + len(link):]

    def _written(self, word: str) -> str | None:
        return self._words.get(comparable(word), (None, 0))[0]


def merged(rows: Iterable[tuple[str, str, int]]) -> dict[str, tuple[str, int]]:
    """(folded, written, texts) of several languages and audiences → one list."""
    words: dict[str, tuple[str, int]] = {}
    for folded, written, texts in rows:
        before = words.get(folded)
        words[folded] = (before[0], before[1] + texts) if before else (written, texts)
    return words
