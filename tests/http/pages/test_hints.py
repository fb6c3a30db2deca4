"""Three hints for who is new: read once, put away, not seen again."""
import pytest


@pytest.fixture
def places(make):
    space = make.space()
    return {"home": "/", "space": f"/spaces/{space.slug}", "library": "/cases"}


@pytest.mark.parametrize("name", ["home", "space", "library"])
def test_a_hint_is_put_away_without_javascript_and_stays_away(browse, make, places, name):
    person = make.person()
    browser = browse(person)
    assert f'id="hint-{name}"' in browser.get(places[name]).text
    answer = browser.post(f"/hints/{name}/hide", data={"next": places[name]})
    assert answer.headers["Location"] == places[name]
    assert 'id="hint-' not in browser.get(places[name]).text
    assert 'id="hint-' not in browse(person).get(places[name]).text, "in another browser"
    others = [other for other in places if other != name]
    assert all(f'id="hint-{other}"' in browser.get(places[other]).text for other in others)


def test_all_three_can_be_put_away(browse, make, places):
    browser = browse(make.person())
    for name in places:
        browser.post(f"/hints/{name}/hide")
    assert all('id="hint-' not in browser.get(path).text for path in places.values())


def test_visitors_see_none_and_can_put_none_away(browse, places):
    assert all('id="hint-' not in browse().get(path).text for path in places.values())
    assert "/login" in browse().post("/hints/home/hide").headers["Location"]


def test_there_are_no_other_hints_and_none_leads_elsewhere(browse, make):
    browser = browse(make.person())
    assert browser.post("/hints/other/hide").status_code == 404
    answer = browser.post("/hints/home/hide", data={"next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_a_strangers_form_puts_nothing_away(browse, make):
    browser = browse(make.person())
    assert browser.post("/hints/home/hide", csrf=False).status_code == 400
    assert 'id="hint-home"' in browser.get("/").text
