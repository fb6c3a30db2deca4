"""Pictures of twenty pages, light, dark and in Arabic, into docs/screens: `make screens`.

They are of the demo community, as a person sees it at a desk; whoever changes how pages look makes
them anew and looks at each. Nothing is compared: what must hold is asked by tests.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers import free_port, wait_until

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "screens"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WIDTH, HEIGHT = 1280, 960
#: What is kept: pixels across, and how closely (0-100).
KEPT, QUALITY = 800, 60
START_WITHIN = 180  # seconds
PAGE_WITHIN = 120_000  # milliseconds: a machine may be busy
PASSWORD = "pratica-comune"
VISITOR, CHIARA, PAOLO = "", "chiara.bellin", "paolo.ferrante"
GIULIA, ADMIN = "giulia.nencini", "admin"
#: name → (who looks, page, the words of a link to follow there)
PAGES = {
    "home": (VISITOR, "/", ""),
    "topic": (VISITOR, "/topics?state=solved", "richiamare chi salta"),
    "case": (VISITOR, "/cases?q=", "assistente automatico"),
    "library": (VISITOR, "/cases", ""),
    "map": (VISITOR, "/cases?view=map", ""),
    "search": (VISITOR, "/search?q=giovani", ""),
    "spaces": (VISITOR, "/spaces", ""),
    "join": (VISITOR, "/register", ""),
    "display": (VISITOR, "/display", ""),
    "not-found": (VISITOR, "/nothing-here", ""),
    "for-me": (CHIARA, "/", ""),
    "space": (CHIARA, "/spaces/veneto", ""),
    "new-topic": (CHIARA, "/spaces/veneto/topics/new", ""),
    "notices": (CHIARA, "/inbox", ""),
    "profile": (CHIARA, "/me", ""),
    "settings": (CHIARA, "/me/settings", ""),
    "dates": (CHIARA, "/dates", ""),
    "review": (PAOLO, "/review", ""),
    "digests": (GIULIA, "/digests", ""),
    "administration": (ADMIN, "/admin/settings", ""),
}
#: look → what the browser is told
LOOKS = {"light": {"color_scheme": "light", "locale": "en-GB"},
         "dark": {"color_scheme": "dark", "locale": "it-IT"},
         "arabic": {"color_scheme": "light", "locale": "ar"}}


def main() -> None:
    if not CHROMIUM:
        sys.exit("The pictures are taken with Chromium, which is not installed.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as runner:
        address, server = _serve(Path(folder))
        try:
            browser = runner.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for look in LOOKS:
                _take_all(browser, address, look)
        finally:
            os.killpg(server.pid, signal.SIGINT)
            server.wait(timeout=30)
    pictures = list(FOLDER.glob("*.webp"))
    size = sum(picture.stat().st_size for picture in pictures)
    print(f"{len(pictures)} pictures, {size // 1000} kB, in {FOLDER.relative_to(ROOT)}")


def _serve(folder: Path) -> tuple[str, subprocess.Popen]:
    port = int(os.environ.get("PORT") or 0) or free_port()
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("COP_")}
    environment |= {"COP_DATA_DIR": str(folder), "COP_LANGUAGES": "en,it,fr,es,ar"}
    server = subprocess.Popen(
        [sys.executable, "-m", "wsgi", "demo", "--port", str(port)], cwd=ROOT, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    wait_until(lambda: _is_ready(address), seconds=START_WITHIN, every=0.5, what="the demo")
    return address, server


def _is_ready(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{address}/readyz", timeout=5):
        return True
    return False


def _take_all(browser: Browser, address: str, look: str) -> None:
    for who in (VISITOR, CHIARA, PAOLO, GIULIA, ADMIN):
        context = browser.new_context(base_url=address, reduced_motion="reduce",
                                      viewport={"width": WIDTH, "height": HEIGHT}, **LOOKS[look])
        window = context.new_page()
        window.set_default_timeout(PAGE_WITHIN)
        if who:
            _sign_in(window, who)
        for name, (reader, path, words) in PAGES.items():
            if reader == who:
                _open(window, path, words, LOOKS[look]["locale"][:2])
                _keep(window.screenshot(), FOLDER / f"{name}-{look}.webp")
        context.close()


def _sign_in(window: Page, who: str) -> None:
    window.goto("/login")
    window.fill("input[name=email]", f"{who}@example.org")
    window.fill("input[name=password]", PASSWORD)
    window.click("main form button[type=submit]")
    window.wait_for_url("**/")


def _open(window: Page, path: str, words: str, language: str) -> None:
    """In that language, whatever the person's profile says."""
    window.goto(path)
    if words:
        path = window.locator("main a", has_text=words).first.get_attribute("href")
    window.goto(f"{path}{'&' if '?' in path else '?'}ui={language}")
    window.wait_for_load_state("networkidle")


def _keep(picture: bytes, place: Path) -> None:
    with Image.open(BytesIO(picture)) as image:
        small = image.convert("RGB").resize((KEPT, KEPT * image.height // image.width),
                                            Image.Resampling.LANCZOS)
    small.save(place, "WEBP", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
