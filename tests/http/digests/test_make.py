"""A regional manager makes a digest; what cannot be taken comes back with a sentence."""
import pytest
from bs4 import BeautifulSoup

from cop.digests.models import Digest

WANTED = {"regions": "Veneto", "first_day": "2026-10-01", "last_day": "2026-10-31",
          "language": "it", "audience": "members"}


def value(answer, name):
    return BeautifulSoup(answer.text, "html.parser").find(attrs={"name": name})["value"]


def test_the_desk_proposes_one_s_region_and_the_month_before(browse, manager):
    page = browse(manager).get("/digests")
    assert value(page, "regions") == "Veneto"
    assert (value(page, "first_day"), value(page, "last_day")) == ("2026-10-01", "2026-10-31")


def test_a_digest_is_made_and_listed(browse, manager):
    client = browse(manager)
    page = client.post("/digests", data=WANTED, follow_redirects=True)
    assert "Veneto, October 2026" in page.text
    assert "Veneto, October 2026" in client.get("/digests").text


@pytest.mark.parametrize(("given", "sentence"), [
    ({"regions": "Venetto"}, "There is no region “Venetto”. Did you mean Veneto (ITH3)?"),
    ({"regions": "Atlantis"}, "There is no region “Atlantis”."),
    ({"regions": "Veneto, Atlantis"}, "There is no region “Atlantis”."),
    ({"regions": " , "}, "Please name at least one region."),
    ({"last_day": "2026-09-01"}, "The last day lies before the first."),
    ({"first_day": "2024-01-01"}, "A digest covers a year at most."),
    ({"last_day": "31/10"}, "Not a valid date value."),
])
def test_what_cannot_be_taken_comes_back_with_a_sentence(browse, manager, given, sentence):
    wanted = WANTED | given
    answer = browse(manager).post("/digests", data=wanted)
    assert answer.status_code == 422 and sentence in answer.text
    assert value(answer, "regions").strip() == wanted["regions"].strip()
    assert value(answer, "first_day") == wanted["first_day"]
    assert Digest.query.count() == 0


def test_a_suggestion_is_in_the_reader_s_language(browse, make):
    manager = make.granted("administrator", interface_language="it")
    answer = browse(manager).post("/digests", data=WANTED | {"regions": "Germaniia"})
    assert "Germania (DE)" in answer.text


def test_somebody_else_s_region_is_refused_with_the_reason(browse, manager):
    answer = browse(manager).post("/digests", data=WANTED | {"regions": "Veneto, Toscana"})
    assert answer.status_code == 403 and "You do not manage Toscana." in answer.text
    assert value(answer, "regions") == "Veneto, Toscana"
    assert Digest.query.count() == 0


def test_a_part_of_one_s_region_is_one_s_own(browse, manager):
    assert browse(manager).post("/digests", data=WANTED | {"regions": "ITH36"}).status_code == 302


def test_others_are_told_that_the_desk_is_not_theirs(browse, make):
    client = browse(make.granted("moderator"))
    for answer in (client.get("/digests"), client.post("/digests", data=WANTED)):
        assert answer.status_code == 403
        assert "The digest desk is for regional managers." in answer.text


def test_a_visitor_is_sent_to_sign_in(browse):
    assert "/login" in browse().get("/digests").location
    answer = browse().post("/digests", data=WANTED)
    assert answer.status_code == 401 and "Sign in" in answer.text
