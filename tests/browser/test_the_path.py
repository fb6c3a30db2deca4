"""The whole path in a real browser, with JavaScript and without: from reading to the document."""
import shutil
import subprocess

import pytest

from tests.browser.acts import (
    ADMIN,
    CHIARA,
    GIULIA,
    MARJATTA,
    PAOLO,
    ask_to_review,
    fill,
    sign_in,
    unfold,
)
from tests.case_text import FILLED, as_sent

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_a_question_to_the_digest(visit, javascript, tmp_path):
    mark = "con" if javascript else "senza"
    window = sign_in(visit(javascript=javascript), CHIARA)

    window.goto("/topics")
    window.click("a:has-text('Stagionali: come registrate la disponibilità')")
    words = f"Proviamo un registro stagionale {mark} colori."
    window.fill("#reply textarea[name=source]", words)
    window.click("#reply [type=submit]:not([name], [formaction])")
    assert words in window.inner_text("main")

    window.wait_for_timeout(1000)  # found within a second of writing
    window.goto(f"/search?q=registro+stagionale+{mark}")
    assert "Stagionali" in window.inner_text("main")

    window.goto("/cases/new")
    unfold(window)
    title = f"Registro stagionale {mark} colori e senza fogli"
    for name, value in as_sent(FILLED | {"title": title, "regions": "Veneto"}).items():
        fill(window, name, value)
    window.select_option("select[name=themes]", ["outreach"]) if window.locator(
        "select[name=themes]").count() else fill(window, "themes", ["outreach"])
    window.click("button[name=act][value=submit]")
    assert title in window.inner_text("h1")

    curator = sign_in(visit(javascript=javascript), PAOLO)
    curator.goto("/review")
    curator.click(f"a:has-text('{title}')")
    desk = curator.url
    fill(curator, "step", "in_review")
    for check in curator.locator("[name=checks]").all():
        check.check()
    _decide(curator, "Completa: la legge chi conosce l'argomento.")
    ask_to_review(curator, desk, "Marjatta Laine")
    curator.wait_for_url(desk)

    reviewer = sign_in(visit(javascript=javascript), MARJATTA)
    reviewer.goto(desk)
    for question in reviewer.locator("#score fieldset.group").all():
        question.locator("input[value='2']").check()
    reviewer.select_option("[name=review-evidence_level]", "E1")
    reviewer.fill("[name=review-opinion]", "Chiara e utile: i numeri hanno una fonte.")
    reviewer.check("[name=review-no_conflict]")
    reviewer.click("#score form >> nth=0 >> button[type=submit]")

    curator.goto(desk)
    fill(curator, "step", "published")
    _decide(curator, "Chi l'ha letta saprebbe cominciare domani.")
    curator.goto("/cases")
    assert title in curator.inner_text("main")

    manager = sign_in(visit(javascript=javascript), GIULIA)
    manager.goto("/digests")
    manager.fill("[name=regions]", "Veneto")
    manager.click("main form button")
    assert "Veneto" in manager.inner_text("h1")
    _look_at_documents(manager, tmp_path)


def test_an_administrator_finds_every_desk(visit):
    window = sign_in(visit(), ADMIN)
    for path in ("/admin/settings", "/admin/people", "/moderation/log", "/review", "/digests"):
        assert window.goto(path).status == 200, path


def _decide(curator, reason):
    curator.fill("[name=reason]", reason)
    curator.click("#decide form button")


def _look_at_documents(window, folder):
    """The DOCX opens in LibreOffice, the PDF is tagged and has a title and a language."""
    for name in ("docx", "pdf"):
        answer = window.context.request.get(f"{window.url}/export?format={name}")
        assert answer.ok
        (folder / f"digest.{name}").write_bytes(answer.body())
    if shutil.which("soffice"):
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office",
                        "--convert-to", "txt:Text", "--outdir", folder, folder / "digest.docx"],
                       check=True, capture_output=True, timeout=120)
        assert "Veneto" in (folder / "digest.txt").read_text(encoding="utf-8-sig")
    if shutil.which("pdfinfo"):
        facts = subprocess.run(["pdfinfo", folder / "digest.pdf"], check=True, text=True,
                               capture_output=True, timeout=60).stdout
        assert "Digest Veneto" in facts
        assert "Tagged:          yes" in facts
    assert b"/Lang(it)" in (folder / "digest.pdf").read_bytes().replace(b"/Lang (", b"/Lang(")
