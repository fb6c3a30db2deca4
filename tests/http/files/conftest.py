"""Sending files as browsers do: in parts, or with a form."""
import hashlib
import json
from io import BytesIO

import pytest


@pytest.fixture
def send():
    """`send(browser, "a.pdf", content)` sends a file in parts; the answer to the last step."""

    def in_parts(browser, name, content, *, part=200_000):
        token = {"X-CSRFToken": browser.token(), "Accept": "application/problem+json"}
        begun = browser.post("/uploads", csrf=False, headers=token, data={
            "name": name, "size": len(content), "digest": hashlib.sha256(content).hexdigest()})
        if begun.status_code != 201:
            return begun
        offset = int(begun.headers["Upload-Offset"])
        while offset < len(content):
            answer = browser.patch(
                begun.headers["Location"], data=content[offset:offset + part],
                headers=token | {"Upload-Offset": str(offset)})
            assert answer.status_code == 204, answer.text
            offset = int(answer.headers["Upload-Offset"])
        return browser.post(begun.headers["Location"] + "/finish", csrf=False, headers=token)

    return in_parts


def of_form(name, content):
    """A file as a form sends it."""
    return BytesIO(content), name


def problem(answer) -> str:
    """The sentence of a refusal that a program got."""
    assert answer.mimetype == "application/problem+json"
    return json.loads(answer.text)["detail"]
