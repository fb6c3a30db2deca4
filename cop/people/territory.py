"""Where somebody works, as they type it: codes and names of regions, in one line.

Which regions there are is the matter of `vocabulary/`; who stores them, of the service.
"""
import re

from flask_babel import gettext as _

from cop.vocabulary.lists import REGIONS
from cop.vocabulary.regions import find_region, nearest, region_label

#: A name may have commas in it («Jura, FR»): so many parts are tried together.
_LONGEST = 3
#: «Veneto (ITH3)», as `write_regions` puts it: the code says which one is meant.
_CODE_AT_END = re.compile(r".+\((\w{2,5})\)")


def read_regions(words: str) -> tuple[list[str], list[str]]:
    """The codes of the regions that were named, and the names that are not known."""
    codes: list[str] = []
    unknown: list[str] = []
    for chunk in re.split(r"[;\n]", words):
        parts = [part.strip() for part in chunk.split(",") if part.strip()]
        if code := _written_by_us(chunk.strip()):
            codes.append(code)
            continue
        while parts:
            code, used = _longest_name(parts)
            if code:
                codes.append(code)
            else:
                unknown.append(parts[0])
            parts = parts[used:]
    return list(dict.fromkeys(codes)), unknown


def write_regions(codes: list[str], language: str) -> str:
    """The line that `read_regions` reads back as these codes."""
    return "; ".join(f"{region_label(code, language)} ({code})" for code in codes)


def unknown_region(words: str, language: str) -> str:
    """The sentence for a region that is not known, with those that may have been meant."""
    close = [f"{region_label(code, language)} ({code})" for code in nearest(words)]
    if not close:
        return _("We do not know the region “%(region)s”. Write its name or its NUTS code, "
                 "for example Veneto or ITH3.", region=words)
    return _("We do not know the region “%(region)s”. Did you mean %(close)s?", region=words,
             close=", ".join(close))


def _longest_name(parts: list[str]) -> tuple[str | None, int]:
    for size in range(min(_LONGEST, len(parts)), 0, -1):
        words = ", ".join(parts[:size])
        code = find_region(words) or (_code_at_end(words) if size == 1 else None)
        if code:
            return code, size
    return None, 1


def _written_by_us(words: str) -> str | None:
    code = _code_at_end(words)
    known = code and any(words == f"{name} ({code})" for name in _names(code))
    return code if known else None


def _code_at_end(words: str) -> str | None:
    found = _CODE_AT_END.fullmatch(words)
    return found[1] if found and found[1] in REGIONS else None


def _names(code: str) -> set[str]:
    return {*REGIONS.get(code).labels.values(), REGIONS.label(code, "en")}
