"""Profiles, the directory, one's own page and settings."""
import pytest
from bs4 import BeautifulSoup
from flask_security import hash_password

from cop.base.db import db
from cop.people.models import Organisation, Person

SETTINGS = {"name": "Ada Bruni", "discussion_view": "tree"}


def stored(person_id):
    db.session.rollback()
    return db.session.get(Person, person_id)


def test_members_see_each_other_and_visitors_only_who_is_public(make, browse):
    shy, open_one = make.person("Ada Bruni"), make.person("Bea Conti", profile_is_public=True)
    addresses = [f"/people/{shy.id}", f"/people/{open_one.id}"]
    member, visitor = browse(make.person("Carla Dini")), browse()
    assert [member.get(address).status_code for address in addresses] == [200, 200]
    assert [visitor.get(address).status_code for address in addresses] == [404, 200]
    directory = visitor.get("/people").text
    assert "Bea Conti" in directory
    assert "Ada Bruni" not in directory
    assert "Ada Bruni" in member.get("/people").text


def test_who_is_not_confirmed_or_closed_is_not_there(make, browse):
    waiting = make.person("Wanda Attesa", confirmed_at=None)
    closed = make.person("Carlo Chiuso", active=False)
    member = browse(make.person())
    assert member.get(f"/people/{waiting.id}").status_code == 404
    assert member.get(f"/people/{closed.id}").status_code == 404
    listed = member.get("/people").text
    assert "Wanda" not in listed
    assert "Carlo" not in listed


def test_a_profile_shows_what_somebody_says_of_themselves(make, browse):
    person = make.person("Núria Serra", organisation="Servei d'exemple", regions=["ES51"],
                         themes=["outreach"], about="Faig atenció.\n\nHola <b>tots</b>.",
                         country="ES", languages=["ca", "en"], audience="practitioner",
                         affiliation="government", profile_is_public=True)
    page = browse().get(f"/people/{person.id}").text
    for words in ("Núria Serra", "Servei d&#39;exemple", "Cataluña", "outreach", "Spain",
                  "Catalan, English", "Government", "&lt;b&gt;tots&lt;/b&gt;"):
        assert words in page, words
    assert person.email not in page


def test_a_profile_costs_few_queries(make, browse, count_queries):
    person = make.granted("curator", name="Ada Bruni", organisation="Ufficio",
                          regions=["ITH3", "ITI1"], themes=["outreach", "neet"])
    address, browser = f"/people/{person.id}", browse(make.person())
    browser.get(address)
    with count_queries(at_most=8):
        browser.get(address)


def test_the_directory_is_narrowed_down(make, browse):
    make.person("Ada Bruni", regions=["ITH31"], themes=["neet"], languages=["it"])
    make.person("Bea Conti", regions=["ITI1"], languages=["it", "fr"], organisation="ARTI")
    make.person("Émile Zola", country="FR", languages=["fr"])
    browser = browse(make.person("Zoe Reader"))

    def found(**asked):
        page = browser.get("/people", query_string=asked).text
        return [name for name in ("Ada Bruni", "Bea Conti", "Émile Zola") if name in page]

    assert found(q="bruni") == ["Ada Bruni"]
    assert found(q="emile") == ["Émile Zola"]
    assert found(q="arti") == ["Bea Conti"]
    assert found(region="Veneto") == ["Ada Bruni"]
    assert found(region="IT") == ["Ada Bruni", "Bea Conti"]
    assert found(region="France") == ["Émile Zola"]
    assert found(theme="neet") == ["Ada Bruni"]
    assert found(language="fr") == ["Bea Conti", "Émile Zola"]
    assert found(q="%") == []
    assert "Nobody is found like this" in browser.get("/people?q=nowhere").text


def test_an_unknown_region_in_the_directory_is_answered(make, browse):
    page = browse().get("/people", query_string={"region": "Venetto"})
    assert page.status_code == 200
    assert "Did you mean Veneto (ITH3)?" in page.text


def test_the_directory_goes_on_by_name_and_costs_the_same(make, browse, count_queries):
    for number in range(45):
        make.person(f"Person {number:02}", regions=["ITH3"])
    browser = browse(make.person("Zoe Reader"))
    first = browser.get("/people").text
    assert "Person 39" in first
    assert "Person 40" not in first
    next_url = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    with count_queries(at_most=8):
        second = browser.get(next_url).text
    assert "Person 40" in second
    assert "Zoe Reader" in second
    assert "Person 39" not in second


def test_my_page_and_settings_are_not_there_for_visitors(browse):
    for address in ("/me", "/me/settings", "/me/keys"):
        answer = browse().get(address)
        assert answer.status_code == 302
        assert "/login" in answer.headers["Location"]


def test_a_newcomer_reads_what_to_do_on_their_page(make, browse):
    page = browse(make.person()).get("/me").text
    assert "Nothing of yours here yet" in page


def test_settings_are_stored(make, browse):
    person = make.person("Ada")
    browser = browse(person)
    answer = browser.post("/me/settings", data=SETTINGS | {
        "about": "I call back.", "organisation": "CPI  d'esempio", "city": "Treviso",
        "regions": "Veneto; ITI14, Kyrgyzstan", "country": "IT", "audience": "practitioner",
        "affiliation": "government", "languages": ["it", "en"], "themes": ["neet", "outreach"],
        "is_public": "y", "interface_language": "it", "discussion_view": "flat",
    })
    assert answer.headers["Location"] == "/me/settings"
    assert 'lang="it"' in browser.get("/me/settings").text
    ada = stored(person.id)
    assert ada.name == "Ada Bruni"
    assert sorted(ada.regions) == ["ITH3", "ITI14", "KG"]
    assert sorted(ada.themes) == ["neet", "outreach"]
    assert ada.languages == ["it", "en"]
    assert (ada.organisation.name, ada.city, ada.country) == ("CPI d'esempio", "Treviso", "IT")
    assert (ada.audience, ada.affiliation) == ("practitioner", "government")
    assert ada.profile_is_public
    assert (ada.interface_language, ada.discussion_view) == ("it", "flat")


def test_settings_come_back_as_they_are_stored(make, browse):
    person = make.person("Ada Bruni", regions=["ITH3"], themes=["neet"], languages=["it"],
                         organisation="CPI d'esempio")
    page = browse(person).get("/me/settings").text
    assert 'value="Veneto (ITH3)"' in page
    assert "CPI d&#39;esempio" in page
    boxes = BeautifulSoup(page, "html.parser").find_all("input", type="checkbox", checked=True)
    assert [(box["name"], box["value"]) for box in boxes] == [
        ("themes", "neet"), ("languages", "it")]


def test_the_same_organisation_spelt_differently_is_one(make, browse):
    first, second = make.person("Ada Bruni"), make.person("Bea Conti")
    browse(first).post("/me/settings", data=SETTINGS | {"organisation": "Città di Torino"})
    browse(second).post("/me/settings", data=SETTINGS | {"organisation": "CITTA di  torino"})
    assert Organisation.query.count() == 1


@pytest.mark.parametrize("typed, sentence", [
    ({"regions": "Venetto, ITI1"}, "We do not know the region “Venetto”. Did you mean Veneto"),
    ({"regions": "Xyzzy"}, "We do not know the region “Xyzzy”. Write its name or its NUTS code"),
    ({"name": "A"}, "A name has 2 to 100 characters."),
    ({"about": "a" * 2001}, "There is room for 2000 characters."),
    ({"country": "ZZ"}, "Not a valid choice"),
    ({"themes": "made-up"}, "made-up"),
    ({"discussion_view": "spiral"}, "Not a valid choice"),
])
def test_what_cannot_be_stored_comes_back_with_the_reason(make, browse, typed, sentence):
    person = make.person("Ada Bruni")
    page = browse(person).post("/me/settings", data=SETTINGS | {"city": "Treviso"} | typed)
    assert page.status_code == 422
    assert sentence in page.text
    assert 'value="Treviso"' in page.text
    kept = typed.get("regions") or typed.get("name") or "Ada Bruni"
    assert f'value="{kept}"' in page.text
    assert stored(person.id).city == ""


def test_settings_without_the_token_of_the_page_are_refused(make, browse):
    person = make.person("Ada Bruni")
    answer = browse(person).post("/me/settings", data=SETTINGS | {"city": "Treviso"}, csrf=False)
    assert answer.status_code == 400
    assert "Treviso" in answer.text
    assert stored(person.id).city == ""


def test_what_was_typed_before_signing_in_again_is_put_back(make, browse):
    person = make.person("Ada Bruni", email="ada@example.org",
                         password=hash_password("a calm long sentence"))
    browser = browse()
    browser.post("/me/settings", data=SETTINGS | {"city": "Treviso", "regions": "Venetto"},
                 headers={"Referer": "http://localhost/me/settings"})
    signed_in = browser.post("/login", data={
        "email": "ada@example.org", "password": "a calm long sentence", "next": "/me/settings"})
    assert signed_in.headers["Location"] == "/me/settings"
    page = browser.get("/me/settings").text
    assert 'value="Treviso"' in page
    assert 'value="Venetto"' in page
    assert stored(person.id).city == ""


@pytest.mark.parametrize("wish", ["theme=%00", "language=%00", "language=%25"])
def test_a_made_up_choice_in_the_directory_is_no_stumbling_block(make, browse, wish):
    make.person("Ada Bruni", languages=["it"], profile_is_public=True)
    page = browse().get(f"/people?{wish}")
    assert page.status_code == 200
    assert ("Ada Bruni" in page.text) is ("%00" in wish)
