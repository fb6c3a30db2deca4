"""Finds what identifies a person in a text: fiscal codes, bank accounts, phones, addresses.

Where a number has a check digit it must be right, so that few alarms are false. What is done
about a finding is the matter of those who ask.
"""
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from stdnum import iban
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.se import personnummer

from cop.base.lazy_import import late

phonenumbers = late("phonenumbers")

KINDS = {
    "it-codice-fiscale": _l("an Italian fiscal code"),
    "es-dni": _l("a Spanish identity number (DNI or NIE)"),
    "fi-hetu": _l("a Finnish personal identity code"),
    "se-personnummer": _l("a Swedish personal identity number"),
    "fr-nir": _l("a French social security number"),
    "de-idnr": _l("a German tax identification number"),
    "iban": _l("a bank account number (IBAN)"),
    "phone": _l("a phone number"),
    "email": _l("an e-mail address"),
    "street": _l("a street address"),
}
#: Mailboxes that belong to an office and not to a person, by how they begin.
OFFICES = re.compile(
    r"(admin|amministrazione|ce?ntro|contact|contatt|cpi|direction|emploi|employ|empleo|formaz|"
    r"help|hello|info|lavoro|mail|office|privacy|press|protocollo|registr|secretar|segreter|"
    r"servi|sportello|staff|support|team|uffici|urp|web)", re.IGNORECASE)

_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}\b", re.IGNORECASE)
_NAME = r"(?:[A-ZÀ-Þ][\w'’.-]*|[ld]['’][A-ZÀ-Þ][\w'’-]+)"
_PARTICLE = r"(?:de|del|della|delle|dei|des|du|la|las|los|le|les|di|y|e|et)"
#: Street and house number, as Italian, French, Spanish, English, German, Swedish and Finnish
#: write them.
_STREET = re.compile(
    r"\b(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Vv]icolo|[Rr]ue|[Aa]venue|[Bb]oulevard|[Cc]alle|"
    rf"[Aa]venida|[Pp]laza|[Cc]arrer|[Pp]aseo)(?:[ \xa0]{_PARTICLE}){{0,2}}[ \xa0]{_NAME}"
    rf"(?:[ \xa0](?:{_NAME}|{_PARTICLE})){{0,4}},?[ \xa0](?:n[.°]?[ \xa0]?)?"
    r"\d{1,3}(?:/?[a-zA-Z])?(?![\w,.]\d)\b"
    rf"|\b\d{{1,3}},?[ \xa0](?:rue|avenue|boulevard)(?:[ \xa0]{_PARTICLE}){{0,2}}[ \xa0]{_NAME}"
    r"|\b\d{1,3}[ \xa0](?:[A-Z][\w'’-]+[ \xa0]){1,3}(?:Street|Road|Lane|Avenue|Square)\b"
    r"|\b[A-ZÄÖÜ][\wäöüß-]+(?:straße|strasse|gasse|weg|gatan|vägen|katu|tie)[ \xa0]\d{1,3}[a-z]?\b")


@dataclass(frozen=True)
class Finding:
    """Something that may identify a person, from character `start` up to `end` of a text."""

    kind: str
    start: int
    end: int
    words: str

    @property
    def name(self) -> str:
        """What it looks like, for a sentence."""
        return str(KINDS[self.kind])


def find_identifiers(text: str, country: str = "") -> list[Finding]:
    """All of them, in the order of the text; none inside another. Phone numbers are known when
    they begin with + or are written as in `country` (ISO 3166-1)."""
    taken: list[Finding] = []
    for finding in _candidates(text, country):
        if not any(finding.start < each.end and each.start < finding.end for each in taken):
            taken.append(finding)
    return sorted(taken, key=lambda finding: finding.start)


def _candidates(text: str, country: str) -> Iterator[Finding]:
    """The surest kinds first: what they claim is not claimed again."""
    for kind, shape, is_valid in _NUMBERS:
        yield from _matching(kind, shape.finditer(text), is_valid)
    yield from _matching("email", _EMAIL.finditer(text), lambda words: not OFFICES.match(words))
    yield from _matching("street", _STREET.finditer(text), lambda _words: True)
    kinds = phonenumbers.Leniency
    strict = kinds.STRICT_GROUPING if country else kinds.VALID
    for match in phonenumbers.PhoneNumberMatcher(
            text, country or None, leniency=strict, max_tries=5000):
        yield Finding("phone", match.start, match.end, match.raw_string)


def _matching(kind: str, matches: Iterable[re.Match[str]],
              is_valid: Callable[[str], bool]) -> Iterator[Finding]:
    for match in matches:
        if is_valid(match[0]):
            yield Finding(kind, match.start(), match.end(), match[0])


def _is_spanish(words: str) -> bool:
    number = words.replace(".", "")
    return dni.is_valid(number) or nie.is_valid(number)


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)


_NUMBERS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("iban", _shape(r"[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?"), iban.is_valid),
    ("it-codice-fiscale",
     _shape(r"(?=[A-Z]*\d)[A-Z]{6}[\dL-V]{2}[A-EHLMPRST][\dL-V]{2}[A-Z][\dL-V]{3}[A-Z]"),
     codicefiscale.is_valid),
    ("es-dni", _shape(r"(?:\d{2}\.?\d{3}\.?\d{3}|[XYZ][ -]?\d{7})[ -]?[A-Z]"), _is_spanish),
    ("fi-hetu", _shape(r"\d{6}[-+A-FU-Y]\d{3}[\dA-Y]"), hetu.is_valid),
    ("se-personnummer", _shape(r"(?:\d{2})?\d{6}[-+]\d{4}"), personnummer.is_valid),
    ("fr-nir", _shape(r"[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-4]\d|50) ?"
                      r"(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}"), nir.is_valid),
    ("de-idnr", _shape(r"\d{2} ?\d{3} ?\d{3} ?\d{3}"), idnr.is_valid),
)
