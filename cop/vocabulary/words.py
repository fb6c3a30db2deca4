"""How names are compared and sorted. Which names a place has is said in `gazetteer.py`."""
import re

from cop.base.text import fold

#: Letters that Unicode does not take apart but a keyboard often lacks.
_STROKES = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ə": "e",
})


def comparable(words: str) -> str:
    """Words as one would type them in a hurry: «Łódź», «lodz» and «LODZ » are the same.

    Punctuation counts as a space: «Valle d'Aosta» and «valle d’aosta» are the same too.
    """
    return re.sub(r"[\W_]+", " ", fold(words).translate(_STROKES)).strip()


def alphabetical(words: str, language: str = "") -> tuple[str, str]:
    """The key by which a list of names is sorted for readers of a language: accents and capitals
    do not count («Écosse» stands among the E), but Spanish has Ñ after N."""
    told = words.casefold().replace("ñ", "nzz") if language == "es" else words
    return comparable(told), words
