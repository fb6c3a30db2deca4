"""Numbers in addresses: none larger than the id of a row can be, so that no database stumbles.

What stands at an address is said by each feature's `routes.py`.
"""
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST_ID = 2**31 - 1


class RowId(IntegerConverter):
    """`<int:…>` in a rule. A larger number is an address where nothing is."""

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **({"max": LARGEST_ID} | more))


def init_app(app: Flask) -> None:
    """Call before any address is added."""
    app.url_map.converters["int"] = RowId
