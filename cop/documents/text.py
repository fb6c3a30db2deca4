"""Text made safe to carry: no control characters, known language tags, plain file names.

What a format must escape beyond that is escaped by its own module.
"""
import re
import unicodedata
from copy import copy
from dataclasses import fields, is_dataclass
from urllib.parse import urljoin, urlsplit

LINK_SCHEMES = {"http", "https", "mailto"}
LONGEST_URL = 2000
RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
#: Letters that do not come apart into a base letter and an accent.
PLAIN_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
#: C0 and C1 controls but tab and newline, direction overrides (they turn the rest of a page
#: round; plain direction marks stay), byte order marks, and code points that are no characters.
UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
SURROGATES = re.compile("[\ud800-\udfff]")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
BREAKING_SPACES = re.compile("[^\\S\u00a0\u202f]+")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Zs"}
#: A spreadsheet takes a cell beginning like this for a formula, full-width signs included.
FORMULA = re.compile("\\s*[=+\\-@＝＋－＠]|[\t\r\n]")


def cleaned(value):
    """The same document, block or text without the characters no format can carry."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(cleaned(item) for item in value)
    if is_dataclass(value):
        twin = copy(value)
        for field in fields(value):
            object.__setattr__(twin, field.name, cleaned(getattr(value, field.name)))
        return twin
    return value


def clean(text: str) -> str:
    """NFC; newlines as \\n; no controls; lone surrogates become U+FFFD."""
    text = SURROGATES.sub("\ufffd", str(text))
    text = UNWANTED.sub("", LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Spaces that keep a sign to its word, as French ones before «?», stay."""
    return BREAKING_SPACES.sub(" ", text).strip()


def is_visible(text: str) -> bool:
    """Whether there is more in it than spaces and marks that show nothing."""
    return any(unicodedata.category(letter) not in INVISIBLE for letter in text)


def language_tag(language: str | None) -> str:
    """A tag as BCP 47 writes it ("pt-BR"), or "" when it is none."""
    tag = (language or "").replace("_", "-")
    return tag if LANGUAGE_TAG.fullmatch(tag) else ""


def base_language(language: str | None) -> str:
    return language_tag(language).split("-")[0].lower()


def direction(language: str | None) -> str:
    return "rtl" if base_language(language) in RIGHT_TO_LEFT else "ltr"


def safe_url(url: str, base: str = "") -> str:
    """The address when a document may link to it, a relative one taken from `base`; else ""."""
    url = "".join(url.split())
    try:
        url = url if not url or urlsplit(url).scheme else urljoin(base, url)
        scheme, place = urlsplit(url)[:2]
    except ValueError:
        return ""
    allowed = scheme in LINK_SCHEMES and (place or scheme == "mailto")
    return url if allowed and len(url) <= LONGEST_URL else ""


def looks_like_formula(text: str) -> bool:
    return bool(FORMULA.match(text))


def slug(text: str, at_most: int = 60) -> str:
    """ASCII letters, digits and hyphens; "document" when nothing of the text remains."""
    text = unicodedata.normalize("NFKD", clean(text).lower().translate(PLAIN_LETTERS))
    words = re.findall("[a-z0-9]+", text.encode("ascii", "ignore").decode())
    return "-".join(words)[:at_most].strip("-") or "document"
