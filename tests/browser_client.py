"""A test client that looks at every page it fetches, as an auditor would."""
import secrets
import time
from collections import Counter
from datetime import timedelta

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from lxml import html as markup

from cop.base.clock import now
from cop.base.db import begin_writing, db, insert_missing
from cop.people.queries import digest_of
from cop.people.security.tables import SignIn

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

    def sign_in(self, person) -> None:
        """Be signed in as somebody, on a device where they stay so."""
        sign_in(self, person)

    def let_time_pass(self) -> None:
        """It is a while since they proved who they are."""
        with self.session_transaction() as session:
            session["fs_paa"] = 0
            session.pop("fs_gexp", None)

    def token(self) -> str:
        """A CSRF token of this browser's session, made as Flask-WTF makes it for a page."""
        with self.session_transaction() as session:
            kept = session.setdefault("csrf_token", secrets.token_hex(20))
        return URLSafeTimedSerializer(
            self.application.secret_key, salt="wtf-csrf-token").dumps(kept)


#: Tests tell of years; who is signed in stays so.
FOR_EVER = timedelta(days=36500)


def sign_in(client, person, token="") -> None:
    """Put into any client's cookie what it holds when this person is signed in. With a `token`
    twice, it is the same sign-in."""
    person_id, token = person.id, token or secrets.token_hex(8)
    db.session.commit()
    begin_writing()
    insert_missing(SignIn, [{"person_id": person_id, "digest": digest_of(token),
                             "is_remembered": True, "last_seen_at": now() + FOR_EVER,
                             "created_at": now() + FOR_EVER}])
    db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
        session["fs_paa"] = time.time()


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
    told = dict.fromkeys(link[1:] for link in page.xpath("//*[@class='errors']//a/@href"))
    stand = [i for i in page.xpath("//@id") if i in told]
    nowhere = [i for i in told if i not in stand]
    assert not nowhere, f"{path}: what is wrong leads to nothing on the page: {nowhere}"
    assert list(told) == stand, f"{path}: what is wrong is told in another order"
    assert not page.xpath("//@style"), f"{path}: inline style"
    data = "@type='application/ld+json'"  # nothing a browser runs
    assert not page.xpath(f"//script[not(@src or {data})]"), f"{path}: inline script"


def _is_labelled(field: markup.HtmlElement, labelled: set[str]) -> bool:
    if field.tag == "input" and field.get("type", "text") in UNLABELLED_TYPES:
        return True
    if field.get("aria-label") or field.get("aria-labelledby"):
        return True
    return next(field.iterancestors("label"), None) is not None or field.get("id") in labelled
