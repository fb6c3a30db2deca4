"""Numbers and words in addresses: none that a database stumbles over.

What stands at an address is said by each feature's `routes.py`.
"""
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

LARGEST_ID = 2**31 - 1


class RowId(IntegerConverter):
    """`<int:…>` in a rule. A larger number is an address where nothing is."""

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **({"max": LARGEST_ID} | more))


class Word(UnicodeConverter):
    """`<…>` in a rule. A null character is in no address of ours."""

    def to_python(self, value: str) -> str:
        if "\0" in value:
            raise ValidationError
        return super().to_python(value)


def init_app(app: Flask) -> None:
    """Call before any address is added."""
    app.url_map.converters |= {"int": RowId, "default": Word, "string": Word}
