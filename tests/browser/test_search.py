"""Searching in a real browser: in another language, with suggestions, on a telephone."""
import pytest

pytestmark = pytest.mark.browser

CASE = "Incentivo all'assunzione per under 35 con tutor in azienda"


def titles(window):
    return window.locator(".hit h2").all_inner_texts()


def languages(window):
    return window.locator(".hit h2").evaluate_all("found => found.map(h => h.lang)")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_caseworker_finds_a_practice_in_languages_they_do_not_read(visit, javascript):
    window = visit(javascript=javascript, language="en-GB")
    window.goto("/")
    window.fill("#find", "palkkatuki nuoret")
    window.press("#find", "Enter")
    window.wait_for_url("**/search?q=palkkatuki*")
    assert {"it", "fr", "en"} <= set(languages(window))
    cases = window.locator(".hit:has(.tag:text-is('Case')) h2")
    assert cases.first.inner_text() == CASE
    facts = window.locator(f".hit:has-text(\"{CASE}\") .facts").first.inner_text()
    for fact in ("Case", "E3", "Veneto", "Italian", "reviewed"):
        assert fact in facts
    also = window.inner_text(".also")
    for term in ("hiring incentive", "incentivo all'assunzione", "young people", "giovani"):
        assert term in also

    window.click(".also a")
    window.wait_for_url("**expand=0*")
    assert titles(window) == []

    window.goto("/search?q=incentivi+all'assunzione+giovani&ui=it")
    assert window.locator(".hit:has(.tag:text-is('Pratica')) h2").first.inner_text() == CASE

    window.goto("/search?q=palkkatuki+nuoret+-region:Finland+status:running&evidence=E2")
    assert titles(window)[0] == CASE
    window.click(".facet a:has-text('Italian')")
    window.wait_for_url("**lang=it*")
    assert set(languages(window)) == {"it"} and titles(window)[0] == CASE


def test_suggestions_are_reached_with_the_keyboard(visit):
    window = visit()
    window.goto("/about")
    window.click("#find")
    window.keyboard.type("vouch", delay=20)
    option = window.locator("[role=listbox] [role=option]")
    option.first.wait_for()
    box = window.locator("#find")
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "true"
    said = window.locator("#announce[role=status]")
    assert said.inner_text() == "Suggerimenti trovati: usa le frecce, poi Invio."
    window.keyboard.press("ArrowDown")
    chosen = window.locator("[role=option][aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    window.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false" and box.input_value() == "vouch"
    assert said.inner_text() == ""
    window.keyboard.type("e")
    option.first.wait_for()
    window.keyboard.press("ArrowUp")
    address = chosen.get_attribute("data-href")
    window.keyboard.press("Enter")
    window.wait_for_url(f"**{address}*")


def test_filters_are_folded_on_a_telephone_and_open_where_there_is_room(visit):
    wide = visit()
    wide.goto("/search?q=voucher")
    assert wide.locator(".facet a").first.is_visible()
    narrow = visit(width=375)
    narrow.goto("/search?q=voucher")
    assert not narrow.locator(".facet a").first.is_visible()
    narrow.click(".filters > summary")
    assert narrow.locator(".facet a").first.is_visible()
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 375


def test_what_is_similar_comes_beside_a_topic(visit):
    window = visit()
    window.goto("/search?q=\"Aide à l'embauche\"&kind=topic")
    window.click(".hit h2 a")
    window.locator(".alike li a").first.wait_for()
    plain = visit(javascript=False)
    plain.goto(window.url)
    plain.click(".alike a")
    assert plain.locator(".hit").count()
