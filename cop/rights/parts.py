"""What the parts of somebody's data are called on the page that people read: the features whose
`personal_data.py` they come from."""
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l

NAMES: Mapping[str, Any] = MappingProxyType({
    "people": _l("Account"), "organisations": _l("Organisations"), "spaces": _l("Spaces"),
    "joining": _l("Invitations"), "files": _l("Files"), "discussions": _l("Discussions"),
    "meetings": _l("Events"), "cases": _l("Good practices"), "guides": _l("Guides"),
    "bookmarks": _l("Bookmarks"), "messages": _l("Private messages"), "search": _l("Searches"),
    "digests": _l("Digests"), "notifications": _l("Notices"), "mailbox": _l("Letters"),
    "succession": _l("What you look after"), "rights": _l("My data"),
    "moderation": _l("Moderation")})
