"""Which language a text is in, as far as it can be told from the text.

Which languages there are to choose from is said in `vocabulary/`.
"""
import re
from collections.abc import Collection, Sequence

import gcld3

#: Code, quotations, addresses and mentions are not in the language of the text around them.
FOREIGN = re.compile(r"^(`{3}|~{3}).*?^\1|`[^`\n]*`|^>.*?$|https?://\S+|@\[\d+\]", re.M | re.S)
#: What somebody never wrote before is believed of longer texts only.
ENOUGH = 60  # characters
LONGEST = 1000  # bytes looked at
#: Codes that the detector spells in the old way.
OLD_CODES = {"iw": "he", "nb": "no"}


def guess_language(text: str, *, likely: Sequence[str], known: Collection[str]) -> str:
    """The language of a text, one of `known`. A short text is in one of the `likely` languages,
    the first of them where there is no telling."""
    words = " ".join(FOREIGN.sub(" ", text).split())
    found = gcld3.NNetLanguageIdentifier(0, LONGEST).FindLanguage(words)
    code = found.language.partition("-")[0]
    code = OLD_CODES.get(code, code)
    sure = found.is_reliable and len(words) >= ENOUGH
    if code in known and (code in likely or sure):
        return code
    return next(iter(likely), "")
