"""A case beside one's own organisation, and what an organisation says of itself."""
import pytest
from bs4 import BeautifulSoup

from cop.cases.context import DIFFERS, FOR_YOU, SAME, UNKNOWN, compare
from cop.cases.template import get_template
from cop.people.models import Organisation

OURS = {"country": "IT", "region": "ITH34", "body_type": "regional-pes", "reach": "local",
        "staff": "10-49", "budget": "10,000 euros", "target_groups": ["neet"],
        "themes": ["outreach"]}


@pytest.mark.parametrize("change, name, state", [
    ({}, "country", SAME),
    ({"country": "FI"}, "country", DIFFERS),
    ({"country": ""}, "country", UNKNOWN),
    ({}, "regions", SAME),                      # a province of the region
    ({"region": "IT"}, "regions", SAME),        # the country of the region
    ({"region": "ITI1"}, "regions", DIFFERS),
    ({"body_type": "municipality"}, "responsible_body_type", DIFFERS),
    ({"reach": "national"}, "geographic_scope", DIFFERS),
    ({"target_groups": ["neet", "employers"]}, "target_groups", SAME),
    ({"target_groups": ["employers"]}, "target_groups", DIFFERS),
    ({"themes": ["partnership"]}, "themes", DIFFERS),
    ({"themes": []}, "themes", UNKNOWN),
    ({}, "resources_staff", FOR_YOU),
    ({"staff": ""}, "resources_staff", UNKNOWN),
])
def test_conditions_are_the_same_or_differ_or_are_not_known(make, app, change, name, state):
    revision = make.case(status="draft").current
    template = get_template(revision.template_version)
    ours = Organisation(name="CPI", folded_name="cpi", **OURS | change)
    with app.test_request_context("/"):
        lines = {line.name: line for line in compare(template, revision.values, ours)}
    assert lines[name].state == state
    assert lines[name].theirs


def test_a_member_describes_their_organisation_and_sees_a_case_beside_it(make, browse):
    case = make.case(status="published")
    colleague = make.person(organisation="PALVELU, Helsinki")
    browser = browse(make.person(organisation="Palvelu, Helsinki"))
    page = browser.get(f"/cases/{case.id}", follow_redirects=True).text
    assert f"/cases/{case.id}/context" in page
    bad = OURS | {"region": "Atlantis"}
    page = browser.post("/me/organisation", data=bad)
    assert page.status_code == 422
    assert "Atlantis" in page.text
    told = OURS | {"region": "Helsinki-Uusimaa (FI1B)", "country": "FI"}
    page = browser.post("/me/organisation", data=told, follow_redirects=True)
    assert "Your organisation is described." in page.text
    table = BeautifulSoup(browser.get(f"/cases/{case.id}/context").text, "html.parser").table
    rows = {row.th.get_text(): [cell.get_text(" ", strip=True) for cell in row.find_all("td")]
            for row in table.tbody.find_all("tr")}
    assert rows["Country"] == ["differs", "Italy", "Finland"]
    assert rows["For whom"][0] == "same"
    assert "10,000 euros" in browse(colleague).get("/me/organisation").text


def test_who_works_for_nobody_is_told_how_to_begin(make, browse):
    case, browser = make.case(status="published"), browse(make.person())
    assert "You have not said for whom you work." in browser.get(f"/cases/{case.id}/context").text
    assert f"/cases/{case.id}/context" not in browser.get(
        f"/cases/{case.id}", follow_redirects=True).text
    refusal = browser.post("/me/organisation", data=OURS)
    assert refusal.status_code == 403
    assert "Name your organisation in your settings first." in refusal.text


def test_context_is_for_members_who_see_the_case(make, browse):
    case, draft = make.case(status="published"), make.case()
    assert "/login" in browse().get(f"/cases/{case.id}/context").headers["Location"]
    assert "/login" in browse().get("/me/organisation").headers["Location"]
    assert browse(make.person()).get(f"/cases/{draft.id}/context").status_code == 404
