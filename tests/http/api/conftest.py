"""Programs: they bring a key, or none, and no cookies."""
import pytest

from cop.base.db import db
from cop.people.service.keys import make_api_key


@pytest.fixture
def key(app):
    """`key(person)` is the secret of a new key; `key(person, "read")` one with that scope only."""

    def make_key(person, *scopes, days=30, hourly_limit=1000):
        _key, secret = make_api_key(person, name="Test", scopes=list(scopes or ("read", "write")),
                                    days=days, hourly_limit=hourly_limit)
        db.session.commit()
        return secret

    return make_key


@pytest.fixture
def get(browse):
    """`get(path, secret)`: what a program gets."""

    def ask(path, secret="", **more):
        return browse().get(path, headers=_headers(secret), **more)

    return ask


@pytest.fixture
def send(browse):
    """`send(path, secret, source="…")`: what a program that writes gets."""

    def post(path, secret="", once="", **given):
        headers = _headers(secret) | ({"Idempotency-Key": once} if once else {})
        return browse().post(path, json=given, headers=headers)

    return post


def _headers(secret):
    return {"Authorization": f"Bearer {secret}"} if secret else {}
