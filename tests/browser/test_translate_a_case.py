"""A caseworker translates a practice, its author accepts, readers switch to it and come back."""
import pytest

from tests.browser.acts import CHIARA, sign_in
from tests.browser.test_reuse_a_case import MIKKO, TITLE

pytestmark = pytest.mark.browser

ELENA = "elena.zanatta@example.org"
KANNUSTIN = "Kannustin alle 35-vuotiaille ja ohjaaja yrityksessä"


def test_a_translation_says_what_it_is_and_leads_back_to_the_original(visit):
    mikko = sign_in(visit(javascript=False, language="en-GB"), MIKKO)
    mikko.goto("/cases?evidence=E2&practice=running&section=D")
    mikko.click("main a:has-text('under 35 con tutor')")
    case = f"/cases/{mikko.url.rsplit('/', 1)[1].split('-')[0]}"
    mikko.goto(f"{case}/translations")
    mikko.select_option("[name=language]", "fi")
    mikko.click("form[action$='/translations'] button[value=hand], "
                "form[action$='/translations'] button:not([value=machine])")
    work = mikko.url.removesuffix("/edit")
    mikko.fill("[name=title]", KANNUSTIN)
    mikko.fill("[name=summary]", "Yritys saa kannustimen, kun alle 35-vuotias aloittaa; ohjaaja on "
                                 "mukana kolme ensimmäistä kuukautta.")
    mikko.click("button[value=propose]")

    others = sign_in(visit(javascript=False), CHIARA)
    assert others.goto(work).status == 404
    assert KANNUSTIN not in others.inner_text("main")
    author = sign_in(visit(javascript=False), ELENA)
    author.goto(work)
    author.click("form[action$='/accept'] button")

    mikko.goto(case)
    assert mikko.inner_text("h1") == TITLE, "never in place of the original"
    mikko.click(".languages a[hreflang=fi]")
    assert mikko.inner_text("h1") == KANNUSTIN
    assert mikko.locator("h1").get_attribute("lang") == "fi"
    assert "Translated by a person" in mikko.inner_text("main")
    mikko.click("a:has-text('Read the original')")
    assert mikko.inner_text("h1") == TITLE
