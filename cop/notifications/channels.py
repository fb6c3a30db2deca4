"""Where somebody hears of something: the four ways, and which of several wishes counts."""
from collections.abc import Iterable
from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Channel(StrEnum):
    """From not at all to loud. All but the first stand in the inbox, too."""

    NOTHING = "nothing"
    INBOX = "inbox"
    DIGEST = "digest"
    AT_ONCE = "at_once"


NAMES = {
    Channel.NOTHING: _l("Not at all"),
    Channel.INBOX: _l("Here only"),
    Channel.DIGEST: _l("Here, and in my digest"),
    Channel.AT_ONCE: _l("Here, and by e-mail at once"),
}
#: What was wished for a topic counts before its space, that before its themes, that before what
#: is wished of the subject.
ORDER = ("topic", "space", "theme", "")


def channel_of(wishes: Iterable[tuple[str, str]], usual: Channel) -> Channel:
    """`wishes`: (kind of place, or nothing for the subject; channel). Of several themes the
    loudest counts."""
    found = sorted(wishes, key=lambda wish: (ORDER.index(wish[0]), -_loudness(wish[1])))
    return Channel(found[0][1]) if found else usual


def _loudness(channel: str) -> int:
    return list(Channel).index(Channel(channel))
