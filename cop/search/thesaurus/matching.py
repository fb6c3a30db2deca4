"""Which words of a search mean a concept: the longest terms first, by their stems.

What a search gets of it is said in `expansion.py`.
"""
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from whoosh.lang.stopwords import stoplists

from cop.search.engines import analysis
from cop.search.thesaurus.concepts import Name, Thesaurus

#: Languages whose stems change in their last letter: palkkatuk-i, palkkatue-t.
_GRADATING = {"fi", "et"}
_SHORTEST_STEM = 4
_SHORT_ACRONYM = 3  # letters

Key = tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """The words from `start` up to but without `stop` are a term of a concept."""

    start: int
    stop: int
    name: Name
    code: str


class Matcher:
    """Finds the terms of a thesaurus among words."""

    def __init__(self, thesaurus: Thesaurus):
        #: language → first stem → (all stems, the term, its concept)
        self._terms: dict[str, dict[str, list[tuple[Key, Name, str]]]] = {}
        for concept in thesaurus:
            for name in concept.names:
                if key := key_of(analysis.words(name.term), name.language):
                    terms = self._terms.setdefault(name.language, {})
                    terms.setdefault(key[0], []).append((key, name, concept.code))

    def matches(self, words: Sequence[str], read: Iterable[str]) -> list[Match]:
        """From left to right, none over another. `read`: the languages the reader reads.

        A term of another language counts where the terms of that language make up everything.
        """
        known = list(dict.fromkeys(read))
        found = self._matches(words, known, known)
        if found:
            return found
        for language in sorted(self._terms.keys() - set(known)):
            found = self._matches(words, [language], known)
            meant = {i for match in found for i in range(match.start, match.stop)}
            if found and all(i in meant or is_little(w, language) for i, w in enumerate(words)):
                return found
        return []

    def _matches(self, words: Sequence[str], languages: Sequence[str],
                 read: Sequence[str]) -> list[Match]:
        stems = {code: _stems(words, code) for code in languages if code in self._terms}
        found: list[Match] = []
        here = 0
        while here < len(words):
            options = [match for code in stems for match in self._from(here, stems[code], code)
                       if _applies(match.name, words[here:match.stop], len(words), read)]
            match = max(options, key=lambda match: match.stop, default=None)
            found += [match] if match else []
            here = match.stop if match else here + 1
        return found

    def _from(self, start: int, stems: Sequence[str], language: str) -> Iterator[Match]:
        """Terms of a language that begin here; little words may stand between theirs."""
        for key, name, code in self._terms[language].get(stems[start], ()):
            weighty = [i for i in range(start, min(len(stems), start + 2 * len(key))) if stems[i]]
            if tuple(stems[i] for i in weighty[:len(key)]) == key:
                yield Match(start, weighty[len(key) - 1] + 1, name, code)


def key_of(words: Iterable[str], language: str) -> Key:
    """How terms are compared: by their stems, without the little words between them."""
    return tuple(stem for stem in _stems(words, language) if stem)


def is_little(word: str, language: str) -> bool:
    """Is it one of the words that stand everywhere: of, the, per, der?"""
    return word.lower() in stoplists.get(language, ())


def weight(name: Name) -> float:
    """Terms with other senses weigh less."""
    return 0.5 if "low weight" in name.caution else 1.0


def _stems(words: Iterable[str], language: str) -> list[str]:
    """The stem of each word; of a little one nothing, unless it is written in capitals."""
    return ["" if is_little(word, language) and not word.isupper() else _stem(word, language)
            for word in words]


def _stem(word: str, language: str) -> str:
    stem = analysis.stem(word, language)
    if language in _GRADATING:
        return stem[:max(len(stem) - 1, stem.find(":") + 1 + _SHORTEST_STEM)]
    return stem


def _applies(name: Name, typed: Sequence[str], all_words: int, read: Sequence[str]) -> bool:
    """Is the term meant, as far as its caution and its letters tell?"""
    rule, words = name.caution, " ".join(typed)
    if "exact case" in rule:
        return words in (name.term, name.term.upper())
    asked = re.findall(r"\b([a-z]{2})\b", rule.partition("language ")[2])
    if asked and "prefer" not in rule and not set(asked) & set(read):
        return False
    if "upper case" in rule:
        return words.isupper() or ("whole query" in rule and len(typed) == all_words)
    is_short = name.term.isupper() and len(name.term) <= _SHORT_ACRONYM
    return not is_short or words.isupper() or len(typed) == all_words
