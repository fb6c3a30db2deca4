"""People in the API: who wrote something. Whose names a reader may see, `queries.py` says."""
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from cop.web.api import Schema


class AuthorSchema(Schema):
    """Who wrote something."""

    id = fields.Int()
    name = fields.Str(allow_none=True, metadata={"description": _l(
        "Empty where the reader may not see the profile")})


def author_json(person_id: int, names: Mapping[int, str]) -> dict[str, Any]:
    """`names`: those of `queries.names_of`."""
    return {"id": person_id, "name": names.get(person_id)}
