"""What screen readers hear of what happened, without the page being left (WCAG 4.1.3)."""
import pytest

from tests.browser.acts import CHIARA, sign_in

pytestmark = pytest.mark.browser

#: What came into a region that is read aloud after the page stood.
LISTEN = """addEventListener("DOMContentLoaded", () => {
  self.heard = [];
  new MutationObserver((all) => all.forEach(({target, addedNodes}) => {
    const region = target.closest?.("[role=status]");
    if (region && addedNodes.length) self.heard.push(region.textContent.trim());
  })).observe(document.body, {childList: true, subtree: true});
})"""


@pytest.fixture
def window(visit):
    window = sign_in(visit(), CHIARA)
    window.add_init_script(LISTEN)
    return window


def hears(window, words):
    window.wait_for_function("words => self.heard?.some(each => each.includes(words))", arg=words)


def test_what_was_done_is_said_when_the_page_after_it_stands(window):
    window.goto("/me/settings")
    window.click("main form button:has-text('Salva le impostazioni')")
    hears(window, "Le tue impostazioni sono salvate.")


def test_an_event_is_kept_while_it_is_written_and_comes_back(window):
    window.goto("/spaces/veneto/dates/new")
    window.fill("[name=venue]", "Treviso, sala 2")
    window.fill("[name=starts_at]", "14:30")
    hears(window, "Bozza conservata.")
    window.evaluate("localStorage.clear()")
    window.goto("/spaces/veneto/dates/new")
    assert window.input_value("[name=venue]") == "Treviso, sala 2"
    assert window.input_value("[name=starts_at]") == "14:30"
