"""Writing in a real browser: without JavaScript all but the comfort, with it the comfort too; and
nothing that was typed is lost when the server is killed."""
import os
import signal
import subprocess
import sys

import pytest
from flask_security.utils import hash_password

from config import Config
from cop import create_app
from cop.base.db import db
from cop.base.schema import upgrade
from cop.cli.root import MIGRATIONS
from cop.demo.service import PASSWORD
from cop.discussions.models.drafts import Draft
from tests.browser.acts import CHIARA, PAOLO, sign_in
from tests.browser.conftest import ROOT, _free_port, _wait
from tests.make import Make
from tests.templates import share_templates

pytestmark = pytest.mark.browser

SEND = "#reply [type=submit]:not([name], [formaction])"


@pytest.fixture
def question(server, visit):
    """The address of a topic that was opened without JavaScript."""
    window = sign_in(visit(javascript=False), CHIARA)
    window.goto("/spaces")
    space = window.locator("main h2 a, main h3 a").first.get_attribute("href")
    window.goto(f"{space}/topics/new")
    window.fill("[name=title]", "Chi ha provato i colloqui di gruppo?")
    window.fill("[name=source]", "Noi cominciamo adesso, e cerchiamo esperienze di altri uffici.")
    window.click("main form [type=submit]:has-text('Pubblica')")
    assert "Chi ha provato i colloqui di gruppo?" in window.inner_text("h1")
    return window.url


def test_without_javascript_one_writes_previews_keeps_edits_deletes_and_brings_back(
        visit, question):
    chiara, paolo = (sign_in(visit(javascript=False), who) for who in (CHIARA, PAOLO))
    paolo.goto(question)
    assert not paolo.locator(".toolbar").is_visible()
    paolo.fill("#reply [name=source]", "Una **prova** con @Chiara Bellin")
    paolo.click("#reply [name=preview]")
    assert paolo.inner_text("#reply .preview strong") == "prova"
    assert paolo.inner_text("#reply .preview .mention") == "@Chiara Bellin"

    paolo.click("#reply [formaction='/drafts']")
    paolo.click("#drafts a:has-text('colloqui di gruppo')")
    assert "@Chiara Bellin" in paolo.input_value("#reply [name=source]")

    chiara.goto(question)
    chiara.fill("#reply [name=source]", "Intanto aggiungo un dato.")
    chiara.click(SEND)
    paolo.click("#reply [name=preview]")
    paolo.click(SEND)
    if paolo.locator(".between").count():  # the page was opened before Chiara wrote
        assert "Intanto aggiungo un dato." in paolo.inner_text(".between")
        paolo.click(SEND)
    post = paolo.locator(".post", has_text="Una prova con").last
    assert post.locator(".mention").inner_text() == "@Chiara Bellin"
    paolo.goto("/me")
    assert not paolo.locator("#drafts").count()

    paolo.goto(question)
    paolo.locator(".post", has_text="Una prova con").last.locator("a[href$='/edit']").click()
    paolo.fill("[name=source]", "Una *seconda* prova")
    paolo.check("[name=is_wiki]")
    paolo.click("main form [type=submit]:not([name], [formaction])")
    post = paolo.locator(".post", has_text="Una seconda prova").last
    post.locator(".menu > summary").click()
    post.locator("form[action$='/delete'] button").click()
    paolo.click("form[action$='/undo-delete'] button")
    paolo.locator(".post", has_text="Una seconda prova").last.wait_for()


def test_with_javascript_signs_people_quotes_and_the_look_come_while_one_types(visit, question):
    window = sign_in(visit(), PAOLO)
    window.goto(question)
    text = window.locator("#reply [name=source]")
    text.click()
    window.keyboard.type("ciao ")
    window.keyboard.press("Control+b")
    window.keyboard.type("forte")
    assert text.input_value() == "ciao **forte**"
    window.wait_for_selector("[data-live] strong:has-text('forte')", state="attached")

    window.locator(".toolbar button").first.focus()
    for key in ("ArrowRight", "End", "ArrowRight", "ArrowLeft"):
        window.keyboard.press(key)
    assert window.evaluate("document.activeElement.dataset.mark") == "`"
    assert window.locator(".toolbar [tabindex='0']").count() == 1

    text.fill("Grazie ")
    text.press("End")
    window.keyboard.type("@chiara")
    window.wait_for_selector("[role=option][aria-selected=true]:has-text('Chiara Bellin')")
    assert text.get_attribute("aria-activedescendant") == "mention-0"
    window.keyboard.press("Enter")
    assert text.input_value() == "Grazie @Chiara Bellin "

    window.locator(".opening .prose p").first.select_text()
    window.click("[data-quote]")
    assert "> Noi cominciamo adesso" in text.input_value()
    assert "> — @Chiara Bellin [#](/posts/" in text.input_value()
    text.press("Control+Enter")
    window.wait_for_selector(".post blockquote:has-text('Noi cominciamo adesso')")
    assert text.input_value() == ""
    assert window.evaluate("Object.keys(localStorage).filter(k => k.startsWith('draft-'))") == []


@pytest.fixture
def community(tmp_path):
    """The database of a small community, and how to start and kill its server."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COP_")}
    environment |= {"COP_DATA_DIR": str(tmp_path), "COP_SECRET_KEY": "for tests only"}
    share_templates(tmp_path)
    app = create_app(Config.from_environment(
        {}, data_dir=tmp_path, secret_key="for tests only", testing=True, log_level="ERROR"))
    with app.app_context():
        upgrade(MIGRATIONS)
        topic = Make().topic()
        topic.author.email = CHIARA
        topic.author.password = hash_password(PASSWORD)
        address = f"/topics/{topic.id}-{topic.slug}"
        db.session.commit()
        db.session.remove()
    port, processes = _free_port(), []

    def serve():
        output = tmp_path / "output.txt"
        with output.open("w") as out:
            processes.append(subprocess.Popen(
                [sys.executable, "-m", "wsgi", "serve", "--port", str(port)], cwd=ROOT,
                env=environment, stdout=out, stderr=out, start_new_session=True))
        _wait(f"http://127.0.0.1:{port}/readyz", processes[-1], output)

    def kill():
        os.killpg(processes[-1].pid, signal.SIGKILL)
        processes[-1].wait(timeout=10)

    yield app, f"http://127.0.0.1:{port}", address, serve, kill
    if processes[-1].poll() is None:
        kill()


def test_killing_the_server_between_a_key_and_sending_loses_no_writing(chromium, community):
    app, server, address, serve, kill = community
    serve()
    here = chromium.new_context(base_url=server)
    window = sign_in(here.new_page(), CHIARA)
    window.goto(address)
    window.locator("#reply [name=source]").press_sequentially("Before five seconds. ", delay=5)
    window.wait_for_timeout(5000)
    window.locator("#reply [name=source]").press_sequentially("The last words.", delay=5)
    kill()
    with app.app_context():
        assert [draft.source for draft in db.session.query(Draft)] == ["Before five seconds. "]
    window.wait_for_selector(".state:has-text('No connection')")
    window.close()  # else it may send the last words before the next one is open

    serve()
    window = here.new_page()
    window.goto(address)
    assert window.input_value("#reply [name=source]") == "Before five seconds. The last words."
    window.wait_for_selector(".state:has-text('Draft kept')")

    elsewhere = chromium.new_context(base_url=server)
    other = sign_in(elsewhere.new_page(), CHIARA)
    other.goto(address)
    assert other.input_value("#reply [name=source]") == "Before five seconds. The last words."
    for context in (here, elsewhere):
        context.close()


def test_who_is_signed_out_while_writing_finds_every_word_again(visit, question):
    window = sign_in(visit(), PAOLO)
    window.goto(question)
    long = "Una risposta lunga che nessun cookie potrebbe tenere. " * 120
    window.fill("#reply [name=source]", long)
    window.context.clear_cookies()
    window.wait_for_selector(".state:has-text('accesso')")
    window.click(SEND)
    sign_in(window, PAOLO)
    window.goto(question)
    assert window.input_value("#reply [name=source]").strip() == long.strip()
