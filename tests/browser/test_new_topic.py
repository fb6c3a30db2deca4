"""A new topic in a real browser: its outline, what is there already, a poll."""
import re

import pytest

from tests.browser.acts import CHIARA, sign_in

pytestmark = pytest.mark.browser


def test_a_kind_brings_its_outline_and_never_takes_what_was_typed(visit):
    window = sign_in(visit(), CHIARA)
    window.goto("/spaces/youth-and-neet/topics/new")
    text = window.locator("[name=source]")
    window.locator("[name=kind][value=clinic]").check()
    assert text.input_value().startswith("## La situazione")
    window.locator("[name=kind][value=request]").check()
    assert text.input_value().startswith("## Che cosa cerco")
    text.fill("Viene sempre in ritardo.")
    window.locator("[name=kind][value=clinic]").check()
    assert text.input_value() == "Viene sempre in ritardo."
    window.get_by_role("button", name="Intervisione").click()
    assert re.match(r"Viene sempre in ritardo\.\s+## La situazione", text.input_value())


def test_a_title_finds_what_answers_it_in_other_languages_and_escape_closes_it(visit):
    window = sign_in(visit(), CHIARA)
    window.goto("/spaces/youth-and-neet/topics/new")
    title, found = window.locator("[name=title]"), window.locator(".similar li")
    title.press_sequentially("Incentivo all'assunzione per giovani", delay=5)
    found.first.wait_for()
    assert {"fr", "es"} & {link.get_attribute("lang") for link in found.locator("a").all()}
    assert "forse rispondono già" in window.locator("#announce").inner_text()
    title.press("Escape")
    assert found.count() == 0
    assert title.input_value() == "Incentivo all'assunzione per giovani"


def test_a_poll_is_asked_and_answered_without_javascript(visit):
    window = sign_in(visit(javascript=False, width=375), CHIARA)
    window.goto("/spaces/youth-and-neet/topics/new")
    window.fill("[name=title]", "Quale sera per l'incontro?")
    window.locator("[name=kind][value=discussion]").check()
    window.fill("[name=source]", "Dopo le 17, per favore.")
    window.get_by_text("Aggiungi un sondaggio").click()
    window.fill("[name=poll-question]", "Quale sera?")
    window.fill("[name=poll-options]", "Lunedì\nMartedì")
    window.locator("[name=poll-is_named]").check()
    window.locator("main form .row button.button:not(.quiet)").last.click()
    window.get_by_label("Martedì").check()
    window.get_by_role("button", name="Vota").click()
    row = window.locator(".results tr", has_text="Martedì")
    assert "100 %" in row.inner_text()
    assert "Chiara Bellin" in row.inner_text()
