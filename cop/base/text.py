"""Small things about words: folding, slugs, excerpts, plain text.

How words are searched is said in `search/`, how they are rendered in `markup.py`.
"""
import re
import unicodedata
from html import unescape


def fold(words: str) -> str:
    """Lower case without accents: «Perché» and «perche» are the same to a reader who types."""
    if words.isascii():
        return words.lower()
    bare = unicodedata.normalize("NFKD", words.casefold().replace("ı", "i"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def slug(words: str, longest: int = 60) -> str:
    """An address part: «Come trovate il tempo?» → come-trovate-il-tempo. Never empty."""
    parts = re.sub(r"[^\w]+", "-", fold(words)).strip("-_")
    if len(parts) > longest:
        parts = parts[:longest].rsplit("-", 1)[0] if "-" in parts[:longest] else parts[:longest]
    return parts or "x"


def as_number(words: str) -> int:
    """The number that somebody typed, if a column can hold it: ValueError for anything else. (Some
    digits of Unicode are none to `int`, and the database stumbles over a number without end.)"""
    if not re.fullmatch("-?[0-9]{1,9}", words):
        raise ValueError("not a number of ours")
    return int(words)


#: Control characters, lone surrogates and what no XML may hold; a tab and a line end are none.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(words: str) -> str:
    """What was typed, in one Unicode form, without control characters or odd line ends."""
    words = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", words)


#: These stand inside a word or beside a comma: without them the text reads on.
_INLINE = re.compile(r"</?(?:a|em|strong|del|code|sub|kbd|mark)(?:\s[^>]*)?>")
_TAG = re.compile(r"<[^>]*>")


def plain(html: str) -> str:
    """The words of rendered HTML, on one line."""
    return " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", html))).split())


_HEADING = re.compile(r"(?<=[^\W_])(?=(?:</\w+>)*</h[1-6]>)")


def running(html: str) -> str:
    """The same for a text that is shown as its beginning: a heading would run into what follows,
    so it gets a colon."""
    return plain(_HEADING.sub(":", html)).removesuffix(":")


def excerpt(words: str, longest: int = 200) -> str:
    """The beginning, cut between words."""
    words = " ".join(words.split())
    if len(words) <= longest:
        return words
    return words[:longest].rsplit(" ", 1)[0].rstrip(",;:.–- ") + " …"


_SENTENCE = re.compile(r"[.!?…؟](?=\s)")
SHORTEST_LEAD = 60


def lead(words: str, longest: int = 200) -> str:
    """The first sentences that fit, or the beginning, cut between words."""
    short = excerpt(words, longest)
    ends = [end.end() for end in _SENTENCE.finditer(short) if end.end() >= SHORTEST_LEAD]
    return short[:ends[-1]] if ends and short.endswith(" …") else short


def initials(name: str) -> str:
    """Up to two letters for an avatar: «Chiara Bellin» → CB."""
    words = [w for w in re.split(r"[\s'’-]+", name) if w and w[0].isalpha()]
    return "".join(w[0] for w in (words[:1] + words[1:][-1:])).upper() or "?"
