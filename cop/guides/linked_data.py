"""A published guide in the words of schema.org: a book whose parts are cases."""
from typing import Any

from cop.base.site import Site
from cop.guides.models import Guide, GuideEdition
from cop.guides.reading import Reading


def describe(guide: Guide, edition: GuideEdition, reading: Reading, *, base_url: str,
             site: Site) -> dict[str, Any]:
    """`base_url`: no last slash. Cases the reader may not see are not named."""
    address = f"{base_url}/guides/{guide.slug}"
    publisher = {"@type": "Organization", "name": site.organisation} if site.organisation else None
    return {
        "@type": "Book", "@id": address, "url": address, "name": reading.title,
        "alternateName": reading.subtitle, "inLanguage": reading.language,
        "bookEdition": str(edition.number), "isAccessibleForFree": True,
        "dateModified": edition.created_at.date().isoformat(), "publisher": publisher,
        "hasPart": [{"@type": "Article", "@id": f"{base_url}/cases/{part.case.id}-{part.case.slug}",
                     "headline": part.case.title, "inLanguage": part.case.language}
                    for part in reading.parts if part.case and not part.case.members_only],
    }
