"""What reviewers score, and what their scores allow. Who reviews is said in `policy/`.

A case may be published when at least one reviewer has scored it, none of the scores that count is
0 in relevance, ethics or clarity, and their mean is at least 1.5. Where two reviewers differ by two
points or more on a criterion, the score of a third counts there alone.
"""
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask_babel import format_decimal
from flask_babel import gettext as _

from cop.base.verdict import ALLOW, Verdict, deny
from cop.cases.template import our_language

FOLDER = Path(__file__).parent / "rubrics"
NEWEST = "1"
SCORES = (0, 1, 2, 3)
#: Criteria on which nothing may be scored 0.
VITAL = ("relevance", "ethics", "clarity")
LEAST_MEAN = 1.5
#: From this mean and this level of evidence on, a case is called inspiring.
INSPIRING_MEAN, INSPIRING_EVIDENCE = 2.5, "E2"
#: Two reviewers who differ by so many points need a third.
DISPUTE = 2

Scores = Mapping[str, int]


@dataclass(frozen=True)
class Criterion:
    """One thing that is scored, with what each score means, in the languages of the interface."""

    name: str
    label_in: Mapping[str, str]
    question_in: Mapping[str, str]
    anchors_in: Mapping[str, Sequence[str]]

    @property
    def label(self) -> str:
        return self.label_in.get(our_language()) or self.label_in["en"]

    @property
    def question(self) -> str:
        return self.question_in.get(our_language()) or self.question_in["en"]

    @property
    def anchors(self) -> Sequence[str]:
        """What 0, 1, 2 and 3 mean."""
        return self.anchors_in.get(our_language()) or self.anchors_in["en"]


@lru_cache(maxsize=8)
def get_rubric(version: str = NEWEST) -> tuple[Criterion, ...]:
    """The criteria of that version, in the order of the form."""
    data = tomllib.loads((FOLDER / f"{version}.toml").read_text(encoding="utf-8"))
    return tuple(Criterion(each["name"], each["label"], each["question"], each["anchors"])
                 for each in data["criteria"])


def disputed(reviews: Sequence[Scores]) -> tuple[str, ...]:
    """The criteria on which the first two reviewers differ so far that a third must decide."""
    if len(reviews) < 2:
        return ()
    first, second = reviews[:2]
    return tuple(name for name in first
                 if name in second and abs(first[name] - second[name]) >= DISPUTE)


def counting(reviews: Sequence[Scores]) -> dict[str, list[int]]:
    """The scores that count for each criterion, reviewers in the order in which they scored."""
    torn, third = disputed(reviews), reviews[2:3]
    return {name: [scores[name] for scores in (third if name in torn and third else reviews)]
            for name in (reviews[0] if reviews else ())}


def mean(reviews: Sequence[Scores]) -> float:
    """The mean over the criteria of their mean scores, 0.0 to 3.0; 0.0 without reviews."""
    means = [sum(scores) / len(scores) for scores in counting(reviews).values()]
    return sum(means) / len(means) if means else 0.0


def allows_publishing(reviews: Sequence[Scores]) -> Verdict:
    """Do these scores, in the order in which they were given, allow publication?"""
    if not reviews:
        return deny(_("Nobody has reviewed this text yet."))
    labels = {criterion.name: criterion.label for criterion in get_rubric()}
    torn = disputed(reviews)
    if torn and len(reviews) < 3:
        return deny(_("The reviewers differ by two points or more: a third must decide on "
                      "%(criteria)s.", criteria=", ".join(labels[name] for name in torn)))
    failed = [labels[name] for name, scores in counting(reviews).items()
              if name in VITAL and 0 in scores]
    if failed:
        return deny(_("It was scored 0 on: %(criteria)s.", criteria=", ".join(failed)))
    if mean(reviews) < LEAST_MEAN:
        return deny(_("The mean of the scores is %(mean)s: at least %(least)s is needed.",
                      mean=format_decimal(round(mean(reviews), 2)),
                      least=format_decimal(LEAST_MEAN)))
    return ALLOW


def is_inspiring(reviews: Sequence[Scores], evidence_level: str) -> bool:
    return mean(reviews) >= INSPIRING_MEAN and evidence_level >= INSPIRING_EVIDENCE


def evidence_of(levels: Sequence[str]) -> str:
    """The level the reviewers set: the third's where there is one, else the more careful one."""
    return levels[2] if len(levels) > 2 else min(levels, default="")
