"""What is special about regions: codes that contain each other, and names typed by people.

The list itself is `lists.REGIONS`; under which names a region is known is in `gazetteer.py`.
"""
import re
from difflib import get_close_matches

from cop.vocabulary.gazetteer import known_names, regions_beginning, regions_named
from cop.vocabulary.lists import COUNTRIES, REGIONS
from cop.vocabulary.words import comparable

_ISO_BY_NUTS = {country.facts["nuts"]: country.code for country in COUNTRIES}
_NUTS_BY_ISO = {iso: nuts for nuts, iso in _ISO_BY_NUTS.items()}
#: «Jura (FR)», «Jura, FR», «Veneto (ITH3)»: a name and a code that narrows it down.
_NAME_AND_CODE = re.compile(r"(.*\S)\s*[,(]\s*([A-Za-z]{2}\w{0,3})\)?")
_OFFERED = 3


def country_of(code: str) -> str:
    """The ISO 3166-1 alpha-2 code of a region's country: EL30 → GR, UKI → GB, ITH3 → IT."""
    return _ISO_BY_NUTS.get(code[:2], code[:2])


def nuts_of(country: str) -> str:
    """The code of a country among the regions: GR → EL, GB → UK, IT → IT."""
    return _NUTS_BY_ISO.get(country, country)


def covers(parent: str, code: str) -> bool:
    """Is the region `code` the region `parent` or inside it? NUTS codes contain their parents'."""
    return bool(parent) and code.startswith(parent)


def region_label(code: str, language: str) -> str:
    """The official name; a country's name in that language. An unknown code is its own name."""
    return REGIONS.label(code, language)


def find_region(words: str) -> str | None:
    """The code that was typed, or the one region of that name; None when unknown or ambiguous."""
    found = _candidates(words)
    return found[0] if len(found) == 1 else None


def nearest(words: str) -> list[str]:
    """Up to three regions that may have been meant, the likeliest first."""
    typed = comparable(words)[:80]
    found = _candidates(words) or _nearest_code(words)
    if not found and len(typed) > 2:
        close = get_close_matches(typed, known_names(), n=2 * _OFFERED, cutoff=0.75)
        found = [code for name in close for code in regions_named(name)]
        found += regions_beginning(typed)
    return list(dict.fromkeys(found))[:_OFFERED]


def _candidates(words: str) -> list[str]:
    code = _as_code(words)
    if code in REGIONS:
        return [code]
    found = regions_named(words)
    narrowed = _NAME_AND_CODE.fullmatch(words.strip())
    if not found and narrowed:
        inside = _as_code(narrowed[2])
        found = [code for code in regions_named(narrowed[1]) if covers(inside, code)]
    return found


def _as_code(words: str) -> str:
    """What was typed, written as a NUTS code: « ith3» → ITH3, gr30 → EL30."""
    code = words.strip().upper()
    return _NUTS_BY_ISO.get(code[:2], code[:2]) + code[2:]


def _nearest_code(words: str) -> list[str]:
    """For a code that does not exist, the regions above it: ITH9 → ITH, IT."""
    code = _as_code(words)
    looks_like_one = re.fullmatch(r"[A-Z]{2}(?=[A-Z]{0,2}\d|[A-Z]$)\w{1,3}", code, re.ASCII)
    above = [code[:length] for length in range(len(code) - 1, 1, -1)] if looks_like_one else []
    return [code for code in above if code in REGIONS]
