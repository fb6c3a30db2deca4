"""Núria writes down a case that did not work: kept through a broken line, looked at, sent in; and
who has no business there is refused at each step."""
import re

import pytest

from tests.browser.acts import fill, sign_in, unfold
from tests.case_text import FILLED, as_sent

pytestmark = pytest.mark.browser

NURIA, PAOLO, CHIARA = (f"{name}@example.org" for name in (
    "nuria.serra", "paolo.ferrante", "chiara.bellin"))
SAID = FILLED | {
    "language": "es", "title": "Ocho semanas en empresa que no salieron bien",
    "original_name": "Tornem-hi", "outcome_type": "did-not-work", "regions": "Catalunya",
    "country": "ES", "lmp_category": ["2.2"], "enablers": ["C3"], "themes": ["outreach"],
    "target_groups": ["long-term-unemployed"], "results": [],
    "difficulties": "Llamamos a una persona, DNI 12345678Z, al +34 933 000 111, y no vino nadie "
                    "más a la segunda reunión del grupo."}


def refused(window, address, *statuses):
    assert window.goto(address).status in statuses, address


def test_a_case_that_did_not_work_is_kept_looked_at_and_sent_in(visit):
    stranger, nuria = visit(), sign_in(visit(width=375), NURIA)
    stranger.goto("/cases/new")
    assert "/login" in stranger.url
    sign_in(stranger, CHIARA)

    nuria.goto("/cases/new")
    assert "(obligatorio)" in nuria.inner_text("label[for=title]")
    nuria.fill("[name=title]", SAID["title"])
    nuria.wait_for_selector(".state:has-text('Guardado a las')")
    assert re.search(r"/cases/\d+/edit$", nuria.url)
    case = nuria.url.removesuffix("/edit")

    nuria.context.set_offline(True)
    unfold(nuria)
    nuria.fill("[name=innovation]", "El grupo del viernes")
    nuria.wait_for_selector(".state:has-text('Sin conexión')")
    nuria.context.set_offline(False)
    nuria.wait_for_selector(".state:has-text('Guardado a las')", timeout=20000)
    nuria.reload()
    assert nuria.input_value("[name=innovation]") == "El grupo del viernes"
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    assert axe.run(nuria).response["violations"] == []
    refused(stranger, case, 404)
    refused(stranger, f"{case}/edit", 404)

    nuria.click("button[value=submit]")
    errors = nuria.locator(".errors a")
    assert errors.count() > 10
    errors.first.click()
    assert nuria.locator(errors.first.get_attribute("href")).is_visible()

    unfold(nuria)
    for name, value in as_sent(SAID).items():
        fill(nuria, name, value)
    for cell, words in (("indicator", "Contrato de tres meses"), ("target", "10"), ("actual", "2")):
        nuria.fill(f"[name='results-0-{cell}']", words)
    nuria.click("button[name=more][value=results]")
    nuria.fill("[name='results-1-indicator']", "Terminan las ocho semanas")
    nuria.click("button[value=submit]")
    assert nuria.url.endswith("/check")
    assert "12345678Z" in nuria.inner_text("main") and "+34 933 000 111" in nuria.inner_text("main")
    nuria.click("main form button[type=submit]")
    said = nuria.inner_text("main")
    assert "5 y 15 días laborables" in said and "solo la ves tú" in said
    assert "Terminan las ocho semanas" in said
    assert nuria.goto(f"{case}/edit").status == 403

    for address in (case, f"{case}/review", f"{case}/check"):
        refused(stranger, address, 404)
    curator = sign_in(visit(), PAOLO)
    curator.goto(f"{case}/review")
    assert "12345678Z" in curator.inner_text("mark >> nth=0")
    refused(curator, f"{case}/edit", 403)
