"""What makes one thing rank above another: the one place to tune.

The score of a hit is its relevance (BM25 of each field, boosted) times the weight of its entry.
Weights are gentle: together they move a hit past others that fit the words about as well, never
past one that fits much better. `python -m bench.ranking` shows what each of them does.
"""
from datetime import UTC, datetime
from math import log10

from cop.search.engines.protocol import Entry

#: How much a word counts in a field: `body` holds the whole text, the others add to it. `plain`
#: and `heading`: as it stands, beside its stem; `root`: its first letters, where any word will do.
FIELD_BOOSTS = {"body": 1.0, "title": 0.5, "summary": 0.25, "tags": 0.5, "plain": 0.1,
                "heading": 0.3, "root": 0.3}
#: In a text that is searched as any of its words, how much those count that stand in it often.
K3 = 8.0

ACCEPTED = 1.15  # an answer its asker accepted
SOLVED = 1.05  # a question that has one
CASE = 1.10  # a published case
EVIDENCE = 1.04  # each step of its evidence, E0 to E5
TENFOLD = 1.10  # each tenfold number of people who adopted it or found it helpful
YEAR = 1.02  # each year something is younger
_ANY_DAY = datetime(2020, 1, 1, tzinfo=UTC)
_SECONDS_A_YEAR = 365.25 * 86400


def weight_of(entry: Entry) -> float:
    """What the relevance of an entry is multiplied with. Time does not change it: a year between
    two entries counts the same today and in ten years."""
    years = (entry.at - _ANY_DAY).total_seconds() / _SECONDS_A_YEAR
    weight = YEAR ** years * TENFOLD ** log10(1 + entry.adopted + entry.helpful)
    weight *= EVIDENCE ** _level(entry.evidence) * (CASE if entry.kind == "case" else 1.0)
    return weight * (ACCEPTED if "accepted" in entry.states else 1.0) * (
        SOLVED if "solved" in entry.states else 1.0)


def _level(evidence: str) -> int:
    digits = evidence.removeprefix("E")
    return int(digits) if digits.isdecimal() else 0
