"""A test client that looks at every page it fetches, as an auditor would."""
import re
from collections import Counter

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from cop.base.db import db

UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}


class Browser(FlaskClient):
    """Every request has its own context and database session, as in life.

    Forms are posted with the CSRF token of the page: `post` fetches one when none is given.
    """

    def open(self, *args, **kwargs):
        with self.application.app_context():
            response = super().open(*args, **kwargs)
            db.session.remove()
        if response.mimetype == "text/html" and response.text.lstrip()[:9] == "<!doctype":
            inspect(response.text, response.request.path)
        return response

    def post(self, *args, csrf=True, **kwargs):
        """`csrf=False` sends the form without its token, as a stranger's site would."""
        if csrf and "json" not in kwargs:
            data = dict(kwargs.pop("data", None) or {})
            kwargs["data"] = {"csrf_token": self.token()} | data
        return super().post(*args, **kwargs)

    def token(self) -> str:
        """A CSRF token of this browser's session."""
        page = self.get("/help").text
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


def inspect(html: str, path: str) -> None:
    """What every page owes everybody: raises AssertionError with the address."""
    page = BeautifulSoup(html, "lxml")
    assert len(page.find_all("h1")) == 1, f"{path}: a page has one h1"
    assert page.title and page.title.get_text(strip=True), f"{path}: a page has a title"
    assert page.html.get("lang"), f"{path}: a page says its language"
    twice = [i for i, n in Counter(e["id"] for e in page.find_all(id=True)).items() if n > 1]
    assert not twice, f"{path}: these ids stand twice: {twice}"
    for form in page.find_all("form"):
        if form.get("method", "get").lower() == "post":
            assert form.find("input", {"name": "csrf_token"}), f"{path}: a form without token"
    labelled = {label["for"] for label in page.find_all("label") if label.get("for")}
    for field in page.find_all(["input", "select", "textarea"]):
        assert _is_labelled(field, labelled), f"{path}: no label for {field}"
    assert not page.find(style=True), f"{path}: inline style"
    assert not [s for s in page.find_all("script") if not s.get("src")], f"{path}: inline script"


def _is_labelled(field, labelled: set[str]) -> bool:
    if field.name == "input" and field.get("type", "text") in UNLABELLED_TYPES:
        return True
    if field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label"):
        return True
    return field.get("id") in labelled
