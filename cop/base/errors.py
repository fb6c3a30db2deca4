"""Everything that may go wrong on purpose. `web/errors.py` gives each its status and page."""
from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _


class CopError(Exception):
    """A refusal with a sentence for the person."""


class NotFound(CopError):
    """There is no such thing, or the reader may not know that there is."""

    def __init__(self, sentence: str = ""):
        super().__init__(sentence or _("There is nothing here, or it is not open to you."))


class Forbidden(CopError):
    """The person may see the thing but not do this with it."""


class Invalid(CopError):
    """What was given cannot be taken. `fields` says per field why."""

    def __init__(self, fields: Mapping[str, str]):
        self.fields = dict(fields)
        super().__init__(" ".join(self.fields.values()))


class Conflict(CopError):
    """Somebody else was there first."""


class ReadOnly(CopError):
    """Nothing can be written now, whoever wants to."""


class TooMany(CopError):
    """Too often. `until` is when it may be tried again."""

    def __init__(self, sentence: str, until: datetime):
        self.until = until
        super().__init__(sentence)
