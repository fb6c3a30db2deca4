"""The thesaurus as SKOS in JSON-LD: for other vocabularies, and for whoever wants to reuse it.

JSON-LD is JSON: a library for graphs would be needed to read it, not to write it.
"""
from collections.abc import Iterator
from typing import Any

from cop.search.thesaurus.concepts import Concept, Thesaurus

EUROVOC = "http://eurovoc.europa.eu/"
CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "altLabel": {"@id": "skos:altLabel", "@container": "@language"},
    "title": {"@id": "dct:title", "@container": "@language"},
    **{name: {"@id": f"skos:{name}", "@type": "@id"} for name in (
        "inScheme", "topConceptOf", "hasTopConcept", "broader", "narrower", "related",
        "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")},
}


def as_json_ld(thesaurus: Thesaurus, address: str, titles: dict[str, str]) -> dict[str, Any]:
    """A concept scheme at `address`; its concepts are fragments of it."""
    tops = [f"{address}#{concept.code}" for concept in thesaurus if not concept.broader]
    scheme = {"@id": address, "@type": "skos:ConceptScheme", "title": titles,
              "hasTopConcept": tops}
    return {"@context": CONTEXT,
            "@graph": [scheme, *(_node(thesaurus, concept, address) for concept in thesaurus)]}


def _node(thesaurus: Thesaurus, concept: Concept, address: str) -> dict[str, Any]:
    other: dict[str, list[str]] = {}
    for name in concept.names:
        if not name.preferred:
            other.setdefault(name.language, []).append(name.term)
    preferred = {name.language: name.term for name in concept.names if name.preferred}
    node = {"@id": f"{address}#{concept.code}", "@type": "skos:Concept", "inScheme": address,
            "prefLabel": preferred, "altLabel": other}
    return node | {name: found for name, found in _links(thesaurus, concept, address) if found}


def _links(thesaurus: Thesaurus, concept: Concept, address: str) -> Iterator[tuple[str, Any]]:
    yield "broader", f"{address}#{concept.broader}" if concept.broader else ""
    yield "topConceptOf", "" if concept.broader else address
    yield "narrower", [f"{address}#{code}" for code in thesaurus.narrower.get(concept.code, ())]
    yield "related", [f"{address}#{code}" for code in sorted(concept.related)]
    if concept.eurovoc and concept.match:
        yield concept.match, [EUROVOC + number for number in concept.eurovoc.split("|")]
