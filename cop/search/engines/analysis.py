"""How texts become terms, the same for every engine: split into words, folded, stemmed.

A text is read in its own language, a search in all languages of the reader. A stem carries the
language it was made in («it:lavor»); beside it stands each word as it is, only folded («lavoro»),
so that texts in a language nobody asked for are found too. Where terms lie is the engines' to say.
"""
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator

import Stemmer
from whoosh.lang.stopwords import stoplists

from cop.base.text import fold
from cop.search.engines.protocol import Entry

#: Fields of words as they stand: of the whole text, and of the title alone.
PLAIN, PLAIN_TITLE = "plain", "heading"
#: Field of the first letters of longer words: what related languages share («generazione»,
#: «generation»). Too loose for words that are all wanted; good for any of many.
ROOT, ROOT_LENGTH = "root", 5
#: Stands between two texts in one field, so that no phrase reaches over it.
GAP = "¦"
#: Languages whose words are stemmed: all that Snowball has, by their code. Its Serbian reads both
#: scripts, and Croatian and Bosnian too.
STEMMERS = {
    "ar": "arabic", "bs": "serbian", "ca": "catalan", "cs": "czech", "da": "danish", "de":
    "german", "el": "greek", "en": "english", "eo": "esperanto", "es": "spanish", "et":
    "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hr": "serbian", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn":
    "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru":
    "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi":
    "yiddish",
}
STEMMERS = {code: name for code, name in STEMMERS.items() if name in Stemmer.algorithms()}
#: Languages in which a stem may begin with another letter than its word.
BEGUN_OTHERWISE = {"ar", "bs", "el", "fa", "ga", "hr", "id", "lt", "nl", "sr", "yi"}
LONGEST = 60  # characters: what is longer is no word
MOST_WORDS = 20_000  # of a text; the rest is shown, and not found
#: So many different words are remembered in each language.
REMEMBERED = 200_000

#: Signs that belong to the letter before them; those of all living scripts lie below 0x3100.
_MARKS = "".join(chr(c) for c in range(0x300, 0x3100)
                 if unicodedata.category(chr(c)) in ("Mn", "Mc"))
#: Scripts without spaces: each sign is a word, several of them a phrase.
_SIGNS = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(f"[{_SIGNS}]|(?:[^\\W_{_SIGNS}]+[{_MARKS}]*)+")

_ASCII_WORD = re.compile("[A-Za-z0-9]+")


def words(text: str) -> list[str]:
    """The words of a text as they stand."""
    found: list[str] = _word(text).findall(text)
    if max(map(len, found), default=0) <= LONGEST:
        return found
    return [word for word in found if len(word) <= LONGEST]


def plain(word: str) -> str:
    """A word as it stands, only folded."""
    return _PLAIN[word]


def is_rooted(word: str) -> bool:
    return len(word) >= ROOT_LENGTH


def is_common(word: str, language: str) -> bool:
    """Does it say nothing by itself in this language (the, of, with)? From Snowball's lists."""
    return word.lower() in stoplists.get(language, ())


def stem(word: str, language: str) -> str:
    """The term of a word in a language; without a stemmer for it, the word as it stands."""
    return _STEMS[language][word] if language in _STEMS else _PLAIN[word]


def places(text: str, language: str, terms: Container[str], begun: tuple[str, ...],
           firsts: "Beginnings") -> Iterator[tuple[int, int]]:
    """Where words stand that have one of these terms, or begin so: from, and up to but without.

    `firsts` are those of the terms and beginnings: most words are passed over by their first
    letter, which is what makes this quick.
    """
    plains, stems = _PLAIN, _STEMS.get(language, _PLAIN)
    otherwise = language in BEGUN_OTHERWISE
    for match in _word(text).finditer(text):
        word = match[0]
        if (otherwise or firsts[word[0]]) and (
                plains[word] in terms or stems[word] in terms
                or (begun and plains[word].startswith(begun))):
            yield match.span()


class Beginnings(dict[str, bool]):
    """Does a letter, in whatever form, begin one of these terms? One of which folding leaves
    nothing may stand before any."""

    def __init__(self, terms: Iterable[str]):
        self.letters = {term.rpartition(":")[2][:1] for term in terms}

    def __missing__(self, letter: str) -> bool:
        begun = _joined(fold(letter))[:1]
        self[letter] = known = not begun or begun in self.letters
        return known


def terms_of(entry: Entry) -> dict[str, list[str]]:
    """field → the terms an entry is found by, in their order. The body holds all of it, and all
    that its versions in other languages say, each stemmed in its own."""
    parts = [words(entry.title), words(entry.summary), words(f" {GAP} ".join(entry.tags))]
    whole = [*parts[0], GAP, *parts[1], GAP, *parts[2], GAP,
             *[*words(entry.body), GAP, *words(entry.more)][:MOST_WORDS]]
    stems = list(map(_STEMS.get(entry.language, _PLAIN).__getitem__, whole))
    plains = list(map(_PLAIN.__getitem__, whole))
    title, summary, tags = (len(part) for part in parts)
    titles, plain_titles = stems[:title], plains[:title]
    for version in entry.versions:
        named = words(version.title)
        said = [GAP, *named, GAP, *words(version.text)[:MOST_WORDS]]
        own = list(map(_STEMS.get(version.language, _PLAIN).__getitem__, said))
        folded = list(map(_PLAIN.__getitem__, said))
        stems, plains = stems + own, plains + folded
        titles += [GAP, *own[1:1 + len(named)]]
        plain_titles += [GAP, *folded[1:1 + len(named)]]
    return {"title": titles, "summary": stems[title + 1:title + 1 + summary],
            "tags": stems[title + summary + 2:title + summary + 2 + tags], "body": stems,
            PLAIN_TITLE: plain_titles, PLAIN: plains,
            ROOT: [term[:ROOT_LENGTH] for term in plains if len(term) >= ROOT_LENGTH]}


class _Remembering(dict[str, str]):
    """Terms by word, made once. PyStemmer holds the interpreter's lock while it works."""

    def __missing__(self, word: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = term = GAP if word == GAP else self.make(word)
        return term


class _Plain(_Remembering):
    def make(self, word: str) -> str:
        return _joined(fold(word)) or word


class _Stems(_Remembering):
    def __init__(self, language: str):
        self.language, self.stemmer = language, Stemmer.Stemmer(STEMMERS[language], 0)

    def make(self, word: str) -> str:
        stemmed = self.stemmer.stemWord(_lower(word, self.language))
        return f"{self.language}:{_joined(fold(stemmed)) or word}"


def _lower(word: str, language: str) -> str:
    """Turkish has two letters i."""
    if language == "tr":
        word = word.replace("İ", "i").replace("I", "ı")
    return unicodedata.normalize("NFC", word.lower())


def _word(text: str) -> re.Pattern[str]:
    """The same of a text without any other letters, found in half the time."""
    return _ASCII_WORD if text.isascii() else WORD


def _joined(word: str) -> str:
    """Folding can leave signs that are no letters (ﷺ has spaces in it): a term has none."""
    return word if word.isalnum() else "".join(word.split())


_PLAIN = _Plain()
_STEMS = {code: _Stems(code) for code in STEMMERS}
