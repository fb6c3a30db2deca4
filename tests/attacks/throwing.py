"""Throwing strings at every address: which fields there are, and what may not happen."""
import re
import time
from functools import cache
from html import escape
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote, urljoin

from flask_wtf import FlaskForm
from lxml import html as markup
from werkzeug.routing import BuildError
from wtforms.fields.core import UnboundField

from cop import HERE
from tests.attacks.conftest import EVALUATED

#: Processor time of one answer.
LONGEST = 2.0  # seconds
#: What stands in no answer: of errors, of statements, of files, of headers.
LEAKS = re.compile(
    r"Traceback \(most recent|sqlalchemy[.:]|psycopg\.|sqlite3\.|\(Background on this error|"
    r"site-packages|root:x:0:|\[boot loader\]|werkzeug\.debug|OperationalError|"
    r"near \".{1,40}\": syntax error")
#: Signing in and out is thrown at as a visitor, in a file of its own.
APART = ("security.",)


def names_of_fields() -> list[str]:
    """Of every form there is, and what routes read besides."""
    names = {"csrf_token"}
    for form in _all(FlaskForm):
        names |= {name for name in dir(form) if isinstance(getattr(form, name), UnboundField)}
    for file in Path(HERE).rglob("*.py"):
        names |= set(re.findall(
            r"(?:args|form|values)\.get(?:list)?\(\"(\w+)\"", file.read_text()))
    return sorted(names - {"csrf_token", "ui"})


def _all(form):
    for each in form.__subclasses__():
        yield each
        yield from _all(each)


class Pool:
    """Gives the strings in turn, again and again."""

    def __init__(self, strings):
        self.strings = [_sendable(each) for each in strings]
        self._turn = cycle(self.strings)

    def next(self, most=0):
        return next(self._turn)[:most or None]

    def several(self, many):
        return list(islice(self._turn, many))


def _sendable(text):
    """As UTF-8, which is what a browser sends."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def rules(app, method):
    return [rule for rule in app.url_map.iter_rules()
            if method in rule.methods and not rule.endpoint.startswith(APART)]


def address(app, there, rule):
    """Where it leads in this community; none where a variable has no such value."""
    values = {name: there.value(rule.endpoint, name) for name in rule.arguments}
    try:
        return rule.build(values)[1]
    except (BuildError, ValueError):
        return None


def addresses_with(app, there, rule, pool):
    """Its address with a hostile string in the place of each variable in turn."""
    values = {name: str(there.value(rule.endpoint, name)) for name in rule.arguments}
    for hostile in sorted(rule.arguments):
        told = values | {hostile: quote(pool.next(300), safe="")}
        yield re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda found, told=told: told[found[1]], rule.rule)


class Thrower:
    """Sends, and looks at what comes back."""

    def __init__(self, client):
        self.client, self.sent, self.problems, self.slowest = client, 0, [], (0.0, "")

    def __call__(self, method, path, given=(), **more):
        began = time.process_time()
        answer = self.client.open(path, method=method, **more)
        took = time.process_time() - began
        self.sent += 1
        self.slowest = max(self.slowest, (took, f"{method} {path[:80]}"))
        if answer.status_code >= 500:
            self._note(method, path, f"answers {answer.status_code}", given)
        if took > LONGEST:
            self._note(method, path, f"takes {took:.1f} s", given)
        if leak := leaked(answer, [path, *given]):
            self._note(method, path, f"leaks {leak}", given)
        answer.close()
        return answer

    def _note(self, method, path, what, given):
        self.problems.append(f"{method} {path[:150]} {what}: {str(given)[:300]}")


def leaked(answer, given) -> str:
    """What an answer says that it must not, and that nobody gave it."""
    if any("crlf" in f"{name}{value.split(';')[0]}".lower() and name == "Set-Cookie"
           for name, value in answer.headers):
        return "a header"
    if not answer.mimetype.startswith(("text/", "application/json", "application/problem")):
        return ""
    body = answer.get_data().decode("utf-8", "replace")
    found = LEAKS.search(body)
    if found and not any(_stands_in(found[0], each) for each in given):
        return found[0]
    return next((each for each in EVALUATED if each in body and not any(
        each in part for part in given)), "")


@cache
def _stands_in(words, given):
    return words in given or words in escape(given)


#: What a form holds that is typed: the rest is chosen, or nobody types it.
TYPED = ("text", "search", "url", "email", "number", "date", "time", "month", "tel")


def forms_on(page: str, path: str) -> list[tuple[str, list[tuple[str, str]], list[str]]]:
    """Of each form that is posted: its address, what it holds, and the names that are typed."""
    found = []
    for form in markup.document_fromstring(page).iterfind(".//form[@method='post']"):
        typed = [each.get("name") for each in form.iter("input", "textarea")
                 if each.get("name") and (each.tag == "textarea"
                                          or each.get("type", "text") in TYPED)]
        held = [(name, value) for name, value in form.form_values() if name != "csrf_token"]
        if typed:
            found.append((urljoin(path, form.get("action") or path), held, typed))
    return found
