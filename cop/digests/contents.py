"""What a digest holds, as plain values: they can be frozen, thawed, compared and written down.

How it is gathered is said in `queries/`, in which order it stands in `arrangement.py`.
"""
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from cop.base.clock import now
from cop.base.small_numbers import FEWEST
from cop.base.text import slug
from cop.digests.period import Period

#: In the order in which they stand.
PARTS = ("cases", "cases_elsewhere", "solved", "open_questions", "discussions", "dates")
#: So many things to know; a question is one of them when it waits for so many days.
THINGS_TO_KNOW, LONG_WAIT = 3, 7
#: What an issue keeps instead of a name.
SOMEBODY = "*"
PATHS = {"case": "/cases", "topic": "/topics"}


@dataclass(frozen=True)
class Number:
    """One figure of a period and of the one before. `hidden`: too few people to be told."""

    name: str
    value: int
    before: int
    hidden: bool = False

    @property
    def counts_people(self) -> bool:
        return self.name == "people"

    @property
    def hidden_before(self) -> bool:
        return self.counts_people and self.before < FEWEST


@dataclass(frozen=True)
class Item:
    """One thing a digest shows. `moment` is when a case was published, a question solved or asked,
    an event begins; `text` the summary or the accepted answer; `by` whoever agreed to be named.

    `why` are the reasons for which the rules chose it: `region`, `added`, `theme:outreach` …
    """

    kind: str
    id: int
    part: str
    title: str
    language: str
    moment: datetime
    regions: tuple[str, ...] = ()
    text: str = ""
    text_language: str = ""
    by: str = ""
    organisation: str = ""
    evidence: str = ""
    outcome: str = ""
    replies: int = 0
    ends_at: datetime | None = None
    closes_on: date | None = None
    place: str = ""
    uid: str = ""
    changed_at: datetime | None = None
    why: tuple[str, ...] = ()
    note: str = ""
    stands_out: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.id}"

    @property
    def path(self) -> str:
        return f"{PATHS[self.kind]}/{self.id}-{slug(self.title)}"


@dataclass(frozen=True)
class Contents:
    """Everything a digest shows, in its order, and what it leaves out with the reason.

    `signs` are counts that suggest what to do: see `actions`.
    """

    period: Period
    themes: Sequence[str]
    numbers: Sequence[Number]
    items: Sequence[Item]
    foreword: str = ""
    left_out: Sequence[tuple[Item, str]] = ()
    signs: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_quiet(self) -> bool:
        return not any(item.part != "dates" for item in self.items)

    def part(self, name: str) -> list[Item]:
        return [item for item in self.items if item.part == name]

    def days_open(self, item: Item) -> int:
        """For how long a question waited when the period ended; today, where it has not."""
        return max((min(self.period.end, now()) - item.moment).days, 1)

    @property
    def three_things(self) -> list[Item]:
        """What the editors chose; else the question that waits longest, the new practice with the
        best evidence, the next date, the last solved question and a practice from elsewhere."""
        waiting = [i for i in self.part("open_questions") if self.days_open(i) >= LONG_WAIT]
        ranked = sorted(self.part("cases"), key=lambda i: (i.evidence, i.moment), reverse=True)
        by_rule = [waiting, ranked, self.part("dates"), self.part("solved"),
                   self.part("cases_elsewhere")]
        chosen = [item for item in self.items if item.stands_out]
        rest = [part[0] for part in by_rule if part and not part[0].stands_out]
        return (chosen + rest)[:max(THINGS_TO_KNOW, len(chosen))]

    @property
    def thanks(self) -> list[str]:
        """Who stands behind what is shown and agreed to be named, by the alphabet."""
        return sorted({item.by for item in self.items if item.by}, key=str.casefold)

    @property
    def actions(self) -> list[tuple[str, int]]:
        """What the manager may do, with the number that says why: published thresholds."""
        waiting = [item for item in self.part("open_questions")
                   if not item.replies and self.days_open(item) >= LONG_WAIT]
        asked, silent = self.signs.get("asked", 0), self.signs.get("silent", 0)
        people = next((n.value for n in self.numbers if n.counts_people), 0)
        found = {
            "ask_experts": len(waiting),
            "unanswered": round(100 * silent / asked) if asked and silent / asked > 0.15 else 0,
            "confirm": self.signs.get("due", 0),
            "invite": int(not people),
            "write_case": int(not self.part("cases")),
            "plan_date": int(not self.part("dates")),
        }
        return [(name, number) for name, number in found.items() if number]


def frozen(contents: Contents) -> dict[str, Any]:
    """As JSON keeps it. The period is the digest's own, and is not repeated."""
    return {
        "themes": list(contents.themes), "foreword": contents.foreword,
        "numbers": [asdict(number) for number in contents.numbers],
        "items": [_frozen_item(item) for item in contents.items],
        "signs": dict(contents.signs),
    }


def thawed(kept: Mapping[str, Any], period: Period) -> Contents:
    return Contents(
        period=period, themes=kept["themes"], foreword=kept["foreword"], signs=kept["signs"],
        numbers=[Number(**number) for number in kept["numbers"]],
        items=[_thawed_item(item) for item in kept["items"]])


def without_what_is_gone(contents: Contents, names: Mapping[str, str]) -> Contents:
    """Only what its readers may still see, by key; and only the names that may still be told."""
    return replace(contents, items=[
        replace(item, by=item.by and names[item.key])
        for item in contents.items if item.key in names])


def _frozen_item(item: Item) -> dict[str, Any]:
    """Without names: whether somebody may be named, and how, is looked up when it is shown."""
    values = asdict(replace(item, by=SOMEBODY if item.by else ""))
    return {name: _plain(value) for name, value in values.items() if value}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _thawed_item(kept: dict[str, Any]) -> Item:
    values = dict(kept)
    for name in ("moment", "ends_at", "changed_at"):
        values[name] = datetime.fromisoformat(values[name]) if values.get(name) else None
    if values.get("closes_on"):
        values["closes_on"] = date.fromisoformat(values["closes_on"])
    for name in ("regions", "why"):
        values[name] = tuple(values.get(name, ()))
    return Item(**{f.name: values[f.name] for f in fields(Item) if f.name in values})
