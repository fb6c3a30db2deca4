"""What a page is about, for machines: JSON-LD in a block of data that no browser runs.

The content policy forbids inline scripts and says nothing of blocks of data. What a thing is is
said by its feature (`linked_data.py` there), in the words of schema.org.
"""
import json
from collections.abc import Mapping
from typing import Any

from flask import Flask
from markupsafe import Markup

#: Signs that could end the block, or be taken for a beginning, as JSON may write them.
_SIGNS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def init_app(app: Flask) -> None:
    app.jinja_env.globals["linked_data"] = linked_data


def linked_data(told: Mapping[str, Any]) -> Markup:
    """The block for a page; what is empty is left out."""
    said = {"@context": "https://schema.org"} | {
        name: value for name, value in told.items() if value not in ("", None, [])}
    written = json.dumps(said, ensure_ascii=False).translate(_SIGNS)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(written))
