"""Which passwords are refused: short ones, common ones, and those made of what everybody knows.

Nothing is asked of the network. The lists of common passwords, words and names, and the estimate
of how many guesses a password takes, are those of zxcvbn (MIT licence). How a password is hashed
is said in `security/settings.py`.
"""
import re
from collections.abc import Iterable

from flask_babel import gettext as _

from cop.base.lazy_import import late

zxcvbn = late("zxcvbn")

SHORTEST = 12
#: Without the words everybody knows of its owner, so many characters must remain.
LEAST_OF_ONES_OWN = 8
#: Guesses, as a power of ten, that a password must withstand where tries are not counted.
LEAST_GUESSES = 8
#: The estimate looks no further: what is longer is good enough by then, and it takes long.
LOOKED_AT = 60


def problem_with(password: str, known_words: Iterable[str] = ()) -> str:
    """Why this password cannot be taken; empty when it can. `known_words`: name, address, site."""
    if len(password) < SHORTEST:
        return _("A password has at least %(least)d characters.", least=SHORTEST)
    words = _parts(known_words)
    if len(_without(words, password)) < LEAST_OF_ONES_OWN:
        return _("This is little more than a name that everybody knows. Take words that have "
                 "nothing to do with you or with this place.")
    if zxcvbn.zxcvbn(password[:LOOKED_AT], user_inputs=words)["guesses_log10"] < LEAST_GUESSES:
        return _("This password is on every list of common ones, or nearly. Take a few words that "
                 "do not belong together.")
    return ""


def _parts(known_words: Iterable[str]) -> list[str]:
    """The longest first, so that parts of them are not taken out before."""
    parts = {part for words in known_words for part in re.findall(r"\w{3,}", words.lower())}
    return sorted(parts, key=len, reverse=True)


def _without(words: list[str], password: str) -> str:
    rest = password.lower()
    for word in words:
        rest = rest.replace(word, "")
    return rest
