"""Without a connection in a real browser: what was read is read again, what is written stays."""
import pytest

from tests.browser.acts import CHIARA

pytestmark = pytest.mark.browser

KEPT = """async () => {
  const pages = (await caches.keys()).filter((name) => name.startsWith("pages-"));
  return (await Promise.all(pages.map(async (name) => (await caches.open(name)).keys()))).flat()
    .map((request) => new URL(request.url).pathname);
}"""


OFFLINE = "async () => (await (await caches.open('offline')).keys()).length"


def until(window, script, answer):
    """What the worker does takes a moment."""
    for _ in range(100):
        if (found := window.evaluate(script)) == answer:
            return
        window.wait_for_timeout(100)
    raise AssertionError(f"{found} is not {answer}")


def open_topic(window):
    """Its address, once the worker is there and has kept it."""
    window.goto("/topics")
    until(window, "navigator.serviceWorker.controller !== null", True)
    topic = window.locator("main .items h3 a, main .items h2 a").first.get_attribute("href")
    window.goto(topic)
    until(window, KEPT, [topic])
    until(window, OFFLINE, 1)
    return topic


def remember(window):
    window.goto("/login")
    window.fill("[name=email]", CHIARA)
    window.fill("[name=password]", "pratica-comune")
    window.check("[name=remember]")
    window.click("main form button")
    window.wait_for_url("**/")


def test_what_was_read_can_be_read_again_and_goes_at_sign_out(visit):
    window = visit(language="en-GB")
    topic = open_topic(window)
    remember(window)
    until(window, KEPT, [])
    window.goto(topic)
    until(window, KEPT, [topic])
    until(window, OFFLINE, 2)  # in English for the visitor, in Italian for Chiara
    assert window.is_hidden("#kept")
    title = window.inner_text("h1")

    window.context.set_offline(True)
    window.goto(topic)
    until(window, "document.querySelector('#kept').innerText.includes("
                  "'Questa pagina è stata conservata su questo dispositivo il')", True)
    window.goto("/me")
    until(window, "[...document.querySelectorAll('[data-kept] li a')].map(a => a.innerText)",
          [title])
    assert "si possono leggere solo queste pagine" in window.inner_text("#kept")

    window.click("[data-kept] li a")
    window.fill("#reply textarea", "Written in the mountains.")
    window.click("#reply button[type=submit]:not([name])")
    assert "non è stato inviato nulla" in window.inner_text(".state")
    window.context.set_offline(False)
    until(window, "document.querySelector('.state').textContent", "Bozza conservata.")
    window.goto(topic)
    assert window.input_value("#reply textarea") == "Written in the mountains."
    assert window.is_hidden("#kept")
    window.click("#reply [data-discard]")

    window.evaluate("document.querySelector(\"form[action='/logout']\").requestSubmit()")
    window.wait_for_url("**/")
    assert window.evaluate(KEPT) == []
    assert window.evaluate("Object.keys(localStorage).length") == 0


def test_who_wants_nothing_kept_has_nothing_kept(visit):
    window = visit(language="en-GB")
    open_topic(window)
    window.goto("/display")
    window.check("#keeps_nothing")
    window.click("main form button[type=submit]")
    until(window, "async () => !(await navigator.serviceWorker.getRegistration())", True)
    until(window, "async () => (await caches.keys()).length", 0)
