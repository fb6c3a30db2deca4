"""The digest desk in a real browser, by keyboard and without JavaScript: Giulia's month."""
import pytest

from tests.browser.acts import CHIARA, GIULIA, PAOLO, sign_in

pytestmark = pytest.mark.browser


def order(window, part):
    return window.locator(f"section:has(h2:text-is('{part}')) ol.desk > li").evaluate_all(
        "items => items.map(item => item.id)")


def test_giulia_arranges_and_paolo_approves_an_issue(visit):
    window = sign_in(visit(javascript=False), GIULIA)
    window.goto("/digests")
    window.fill("[name=regions]", "Veneto, Toscana")
    window.fill("[name=first_day]", "2026-01-01")
    window.fill("[name=last_day]", "2026-12-31")
    window.click("main form button")
    window.click("a:text-is('Modifica')")
    window.wait_for_url("**/edit")
    address, part = window.url, "Domande che aspettano una risposta"
    first, second, *_rest = order(window, part)
    window.locator(f"#{second} button:has-text('↑')").focus()
    window.keyboard.press("Enter")
    window.wait_for_url(f"**#{second}")
    assert order(window, part)[:2] == [second, first]
    window.fill("[name=foreword]", "Un mese *ricco*.")
    window.click("text=Salva premessa e logo")
    window.click("a:text-is('Anteprima')")
    window.wait_for_url(address.removesuffix("/edit"))
    assert window.locator(".digest-foreword em").inner_text() == "ricco"
    window.click("text=Chiedi l'approvazione")
    window.wait_for_selector("text=Lo approva un'altra persona")
    assert sign_in(visit(), CHIARA).goto(address).status == 404
    paolo = sign_in(visit(), PAOLO)
    paolo.goto(address.removesuffix("/edit"))
    paolo.click("main button:has-text('Approva')")
    paolo.wait_for_selector("text=Approvazione: Paolo Ferrante")
    window.reload()
    window.click("text=Chiudi come numero")
    window.wait_for_selector("a:text-is('Invia, ora o più tardi')")
    answer = window.context.request.get(f"{window.url}/export?format=json")
    assert answer.json()["subtitle"].startswith("Numero 1")


def test_the_desk_is_not_for_others(visit):
    window = sign_in(visit(), CHIARA)
    assert window.goto("/digests").status == 403
