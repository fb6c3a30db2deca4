"""Under which names a region is known, and which regions a name can mean.

How a name is typed with a code or a mistake is the matter of `regions.py`.
"""
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from cop.vocabulary.lists import REGIONS
from cop.vocabulary.terms import Term
from cop.vocabulary.words import comparable

#: Where several codes mean the same ground, the country's is taken, else that of level 2, the
#: level of regional policy.
_PREFERRED_LEVELS = "0213"

#: What official names carry and people leave out.
_LEADING = re.compile(
    r"(Prov\.|Arr\.|Provincia Autonoma di|Comunidad de|Comunidad Foral de|Principado de|Ciudad de"
    r"|Región de|Região Autónoma d[ao]s?|Région de|Region|Region of|City of|Miasto|M\."
    r"|Autonomous Province of|Hlavní město|Grad) ")
_TRAILING = re.compile(
    r"( \([^)]*\)|, (Kreisfreie Stadt|Landkreis|Stadtkreis)| (län|kraj|apskritis|Oblast|Raion))$")

_Index = dict[str, set[str]]


def regions_named(name: str) -> list[str]:
    """The regions of that full name, else of that short name, one code for the same ground.

    Of a region and a part of it with the same name (Malta, Liège, Leipzig) the region is meant.
    """
    key = comparable(name)
    full, short = _indexes()
    found = _one_per_ground(full.get(key) or short.get(key) or ())
    return [code for code in found
            if not any(code.startswith(other) for other in found if other != code)]


def regions_beginning(name: str) -> list[str]:
    """The regions with a name that begins so, the larger ones first."""
    key = comparable(name)
    codes = {code for index in _indexes() for known, found in index.items()
             if known.startswith(key) for code in found}
    return sorted(_one_per_ground(codes), key=lambda code: (len(code), code))


def known_names() -> list[str]:
    """Every name, in the form in which names are compared."""
    full, short = _indexes()
    return [*full, *(name for name in short if name not in full)]


@lru_cache(maxsize=1)
def _indexes() -> tuple[_Index, _Index]:
    full: _Index = defaultdict(set)
    short: _Index = defaultdict(set)
    for region in REGIONS:
        for name in _full_names(region):
            full[comparable(name)].add(region.code)
            for part in _short_names(name):
                short[comparable(part)].add(region.code)
    return dict(full), dict(short)


def _full_names(region: Term) -> Iterator[str]:
    yield from set(region.labels.values())
    if region.facts.get("native"):
        yield from region.facts["native"].split("|")
    if region.facts.get("names"):
        for name in region.facts["names"].split("|"):
            yield name.partition(":")[2]


def _short_names(name: str) -> Iterator[str]:
    """«Prov. Limburg (BE)» → Limburg and Limburg (BE); «Bern / Berne» → Bern and Berne."""
    for part in name.split("/"):
        without_beginning = _LEADING.sub("", part.strip())
        yield without_beginning
        yield _TRAILING.sub("", without_beginning)


def _one_per_ground(codes: Iterable[str]) -> list[str]:
    """One code for each piece of ground: ES3, ES30 and ES300 are all of Madrid → ES30."""
    chosen: dict[str, str] = {}
    for code in sorted(codes, key=lambda code: (_PREFERRED_LEVELS.index(str(len(code) - 2)), code)):
        chosen.setdefault(_ground(code), code)
    return list(chosen.values())


def _ground(code: str) -> str:
    """The smallest region that is still the whole of this one: ES3 → ES300."""
    children = REGIONS.children(code)
    while len(children) == 1:
        code = children[0].code
        children = REGIONS.children(code)
    return code
