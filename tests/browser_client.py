"""A test client that looks at every page it fetches, as an auditor would."""
import secrets
from collections import Counter

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from lxml import html as markup

from cop.base.db import db

UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}


class Browser(FlaskClient):
    """Every request has its own context and database session, as in life.

    Forms are posted with the CSRF token of the session, as every page of it has one.
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
        """A CSRF token of this browser's session, made as Flask-WTF makes it for a page."""
        with self.session_transaction() as session:
            kept = session.setdefault("csrf_token", secrets.token_hex(20))
        return URLSafeTimedSerializer(
            self.application.secret_key, salt="wtf-csrf-token").dumps(kept)


def inspect(text: str, path: str) -> None:
    """What every page owes everybody: raises AssertionError with the address."""
    page = markup.document_fromstring(text)
    assert len(page.findall(".//h1")) == 1, f"{path}: a page has one h1"
    assert page.findtext(".//title", "").strip(), f"{path}: a page has a title"
    assert page.get("lang"), f"{path}: a page says its language"
    twice = [i for i, n in Counter(page.xpath("//@id")).items() if n > 1]
    assert not twice, f"{path}: these ids stand twice: {twice}"
    for form in page.iterfind(".//form[@method='post']"):
        assert form.find(".//input[@name='csrf_token']") is not None, f"{path}: no token in a form"
    labelled = set(page.xpath("//label/@for"))
    for field in page.iter("input", "select", "textarea"):
        assert _is_labelled(field, labelled), f"{path}: no label for {markup.tostring(field)}"
    assert not page.xpath("//@style"), f"{path}: inline style"
    data = "@type='application/ld+json'"  # nothing a browser runs
    assert not page.xpath(f"//script[not(@src or {data})]"), f"{path}: inline script"


def _is_labelled(field: markup.HtmlElement, labelled: set[str]) -> bool:
    if field.tag == "input" and field.get("type", "text") in UNLABELLED_TYPES:
        return True
    if field.get("aria-label") or field.get("aria-labelledby"):
        return True
    return next(field.iterancestors("label"), None) is not None or field.get("id") in labelled
