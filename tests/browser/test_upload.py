"""Attaching files in a real browser, over lines that break, and without JavaScript."""
import re
from pathlib import Path

import pytest

from tests import papers

pytestmark = pytest.mark.browser
TOPIC = "Come trovate il tempo"


@pytest.fixture
def large(tmp_path) -> Path:
    """A table of three megabytes."""
    path = tmp_path / "tabella.csv"
    path.write_bytes(("a;b\n" + "città;1\n" * 500_000).encode()[:3_000_000])
    return path


@pytest.fixture
def picture(tmp_path) -> Path:
    path = tmp_path / "lavagna.png"
    path.write_bytes(papers.picture())
    return path


def sign_in(window):
    window.goto("/login")
    window.fill("[name=email]", "chiara.bellin@example.org")
    window.fill("[name=password]", "pratica-comune")
    window.locator("form", has=window.locator("[name=password]")).locator(
        "[type=submit]").first.click()
    window.goto("/topics")
    window.get_by_role("link", name=TOPIC).first.click()
    window.wait_for_load_state()


def test_three_megabytes_survive_a_dropped_line_and_a_closed_page(visit, large):
    window = visit()
    sign_in(window)
    sent = []

    def cut(route, request):
        """The first part arrives and its answer is lost; then the line is down for good."""
        sent.append(int(request.headers["upload-offset"]))
        if len(sent) == 1:
            route.fetch()
        route.abort()

    window.route("**/uploads/*", lambda r, q: cut(r, q) if q.method == "PATCH" else r.continue_())
    window.locator("[data-upload] [type=file]").set_input_files(large)
    window.locator(".attached .help", has_text="La connessione è caduta").wait_for()
    window.unroute("**/uploads/*")

    window.on("request", lambda q: q.method == "PATCH" and sent.append(
        int(q.headers["upload-offset"])))
    window.reload()
    sent.clear()
    window.locator("[data-upload] [type=file]").set_input_files(large)
    window.locator(".attached input[name^=attached-]").wait_for(state="attached")

    assert sent[0] == 256 * 1024  # what had arrived was not sent again
    assert len(sent) == 11
    assert "CSV, 3 MB" in window.locator(".attached").inner_text()


def test_a_picture_is_pasted_named_and_sent_with_the_answer(visit, picture):
    window = visit()
    sign_in(window)
    window.evaluate("""async (bytes) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "lavagna.png", { type: "image/png" }));
        document.querySelector("[name=source]").dispatchEvent(new ClipboardEvent(
            "paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }""", list(picture.read_bytes()))
    alt = window.locator(".attached input[name^=alt-]")
    alt.wait_for()
    assert alt.evaluate("field => field === document.activeElement")
    alt.fill("Una lavagna verde")
    window.fill("[name=source]", "Ecco la lavagna.")
    late = []
    window.route("**/pictures/**", lambda route: late.append(route))
    window.get_by_role("button", name="Rispondi").click()
    shown = window.locator(".pictures img[alt='Una lavagna verde']").first
    shown.scroll_into_view_if_needed()
    room = shown.bounding_box()
    assert room["height"] > 50, "there is room for it before it has arrived"
    while late:
        late.pop().continue_()
    window.wait_for_function("image => image.complete && image.naturalWidth > 0",
                             arg=shown.element_handle())
    assert abs(shown.bounding_box()["height"] - room["height"]) < 1


def test_without_javascript_files_go_with_the_form_and_none_is_lost(visit, picture):
    window = visit(javascript=False, width=375)
    sign_in(window)
    window.fill("[name=source]", "Ecco di nuovo la lavagna.")
    window.locator("[data-upload] [type=file]").set_input_files(picture)
    window.get_by_role("button", name="Rispondi").click()
    assert "scrivi che cosa mostra" in window.locator(".errors").inner_text()
    assert window.locator("[name=source]").input_value() == "Ecco di nuovo la lavagna."
    window.locator(".attached input[name^=alt-]").fill("Una lavagna ancora verde")
    window.get_by_role("button", name="Rispondi").click()
    window.locator(".pictures img[alt='Una lavagna ancora verde']").wait_for()
    assert re.search(r"/topics/\d+-", window.url)
