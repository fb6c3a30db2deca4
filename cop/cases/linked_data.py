"""A published case in the words of schema.org, for search engines and catalogues."""
from typing import Any

from cop.base.site import Site
from cop.base.text import plain
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.shown import for_everybody
from cop.cases.template import our_language
from cop.vocabulary.lists import LICENCES, REGIONS, THEMES


def describe(case: Case, revision: CaseRevision, *, address: str, library: str,
             site: Site) -> dict[str, Any]:
    """What everybody may read of it: an article by an organisation. `address` and `library` are
    whole addresses; names are in the language of the page."""
    says, licence = for_everybody(revision).get, LICENCES.find(case.published.fields.get(
        "licence", ""))
    return {
        "@type": "Article", "@id": address, "url": address, "headline": case.title,
        "alternativeHeadline": says("original_name"),
        "abstract": plain(revision.html.get("summary", "")), "inLanguage": case.language,
        "version": str(revision.number), "datePublished": case.published_at.date().isoformat(),
        "dateModified": case.updated_at.date().isoformat(),
        "author": _organisation(says("responsible_body") or (
            case.organisation.name if case.organisation else site.organisation)),
        "publisher": _organisation(site.organisation),
        "license": licence.facts.get("url") if licence else "",
        "isAccessibleForFree": True,
        "spatialCoverage": [_place(code) for code in revision.regions or [
            code for code in [case.country] if code in REGIONS]],
        "about": [{"@type": "DefinedTerm", "termCode": code,
                   "name": THEMES.label(code, our_language())} for code in revision.themes],
        "isPartOf": {"@type": "Collection", "url": library},
    }


def _organisation(name: str) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _place(code: str) -> dict[str, str]:
    return {"@type": "Place", "name": REGIONS.label(code, our_language()), "identifier": code}
