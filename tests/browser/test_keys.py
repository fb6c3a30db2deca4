"""Single keys in a real browser: they go through a page, are listed, and can be switched off."""
import pytest

from tests.browser.acts import CHIARA, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def window(visit):
    return sign_in(visit(language="en-GB"), CHIARA)


def test_keys_go_from_item_to_item_and_from_place_to_place(window):
    window.goto("/topics")
    window.keyboard.press("j")
    window.wait_for_function("() => document.activeElement.matches('.items h2 a')")
    first = window.evaluate("document.activeElement.href")
    window.keyboard.press("j")
    window.wait_for_function(f"() => document.activeElement.href !== '{first}'")
    window.keyboard.press("k")
    window.wait_for_function(f"() => document.activeElement.href === '{first}'")
    window.keyboard.press("Enter")
    window.wait_for_url("**/topics/*-*")
    window.keyboard.press("j")
    window.wait_for_function("() => document.activeElement.matches('.post')")
    window.keyboard.press("g")
    window.keyboard.press("s")
    window.wait_for_url("**/spaces")
    window.keyboard.press("/")
    window.wait_for_function("() => document.activeElement.id === 'find'")
    window.keyboard.type("jrc?")
    assert window.input_value("#find") == "jrc?"


def test_the_list_opens_and_switches_them_off(window):
    window.goto("/me/settings?ui=it")
    window.click("main [data-keys]")
    assert "Scorciatoie" in window.inner_text("#keys h2")
    window.uncheck("#use-keys")
    window.keyboard.press("Escape")
    assert not window.is_visible("#keys")
    window.keyboard.press("g")
    window.keyboard.press("s")
    window.keyboard.press("?")
    window.wait_for_timeout(300)
    assert "/me/settings" in window.url and not window.is_visible("#keys")
    window.click("footer [data-keys]")
    window.check("#use-keys")
    window.click("#keys button")
    window.keyboard.press("?")
    window.wait_for_selector("#keys:modal")


def test_without_scripts_the_link_leads_to_the_help(visit):
    window = visit(javascript=False, language="en-GB")
    window.goto("/about")
    window.click("footer [data-keys]")
    assert window.inner_text("h1") == "With the keyboard"
