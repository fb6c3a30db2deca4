"""Choosing the language of the pages, as a visitor and as a member."""
import pytest


def test_a_visitors_choice_holds_for_the_session(browse):
    browser = browse()
    answer = browser.post("/language", data={"language": "it", "next": "/help"})
    assert answer.headers["Location"] == "/help"
    assert '<html lang="it"' in browser.get("/about").text
    assert '<html lang="en"' in browse().get("/about").text


def test_a_members_choice_is_kept_in_the_profile(browse, make):
    person = make.person()
    browse(person).post("/language", data={"language": "it"})
    assert '<html lang="it"' in browse(person).get("/about").text


def test_one_comes_back_to_the_page_without_its_wish_for_a_language(browse):
    answer = browse().post(
        "/language", data={"language": "en", "next": "/search?q=due+parole&ui=it"})
    assert answer.headers["Location"] == "/search?q=due+parole"


@pytest.mark.parametrize("elsewhere", [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "/\t/evil.example",
    "javascript:alert(1)", "evil.example", "",
])
def test_nobody_is_led_to_another_site(browse, elsewhere):
    answer = browse().post("/language", data={"language": "it", "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_a_language_that_is_not_offered_is_refused_with_a_sentence(browse):
    answer = browse().post("/language", data={"language": "tlh"})
    assert answer.status_code == 422
    assert "not available in this language" in answer.text


def test_a_choice_from_a_strangers_form_is_refused(browse, make):
    person = make.person()
    answer = browse(person).post("/language", data={"language": "it"}, csrf=False)
    assert answer.status_code == 400
    assert '<html lang="en"' in browse(person).get("/about").text
