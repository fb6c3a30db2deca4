"""Scenario S12: Ahmed, who has no account, reads practices in French and follows them by Atom."""
from bs4 import BeautifulSoup

from tests.http.pages.test_feeds import LANG, NAMES, read


def test_a_visitor_reads_practices_in_french_and_follows_the_feed(browse, make):
    case = make.case(status="published", title="Accueil des jeunes à Évry", language="fr",
                     regions=["FR10"])
    make.case(status="published", title="Richiamo entro 48 ore", language="it")
    make.case(status="published", title="Pour les membres", language="fr",
              licence="members-only")
    ahmed = browse()
    library = ahmed.get("/cases?lang=fr").text
    assert "Accueil des jeunes" in library
    assert "Richiamo" not in library and "Pour les membres" not in library
    address = BeautifulSoup(library, "html.parser").find(
        "link", type="application/atom+xml")["href"]
    entries = read(ahmed.get(address)).xpath("a:entry", namespaces=NAMES)
    titles = {entry.findtext("a:title", namespaces=NAMES): entry for entry in entries}
    assert "Pour les membres" not in titles
    french = titles["Accueil des jeunes à Évry"]
    assert french.get(LANG) == "fr"
    link = french.find("a:link", NAMES).get("href")
    assert link == f"http://localhost/cases/{case.id}-{case.slug}"
    assert "Accueil des jeunes" in ahmed.get(link.removeprefix("http://localhost")).text
    answer = ahmed.get(address)
    again = ahmed.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
