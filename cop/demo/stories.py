"""The demo's texts as they lie in `data/`: read and put in order. Telling them is the service's."""
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cop.base.clock import now
from cop.meetings.times import Plan

DATA = Path(__file__).parent / "data"
#: How long after the last answer a question is declared solved.
TO_ACCEPT = timedelta(hours=3)
#: What a curator says when a review begins, in the language of the case.
FIRST_ANSWER = {
    "it": "Grazie, la scheda è completa. La legge ora una persona di un'altra organizzazione.",
    "en": "Thank you, the case is complete. Somebody of another organisation reads it now.",
    "fr": "Merci, la fiche est complète. Une personne d'une autre organisation la lit maintenant.",
    "es": "Gracias, el caso está completo. Ahora lo lee una persona de otra organización.",
    "de": "Danke, der Fall ist vollständig. Jetzt liest ihn jemand aus einer anderen Organisation.",
    "fi": "Kiitos, kuvaus on täydellinen. Nyt sen lukee joku toisesta organisaatiosta.",
}
#: How long after a topic was opened its poll has its votes.
TO_VOTE = timedelta(days=3)


@dataclass
class Deed:
    """Something that happened: when, and what the texts say about it."""

    at: datetime
    kind: str
    told: dict[str, Any]
    of: dict[str, Any] = field(default_factory=dict)


def people() -> list[dict[str, Any]]:
    """Those with the longest membership first."""
    found = _read(DATA / "people.toml")["people"]
    return sorted(found, key=lambda person: -person["joined_days_ago"])


def spaces() -> list[dict[str, Any]]:
    return _read(DATA / "spaces.toml")["spaces"]


def cases() -> list[dict[str, Any]]:
    found = [_read(path) for path in sorted((DATA / "cases").glob("*.toml"))]
    return sorted(found, key=lambda case: -case["created_days_ago"])


def guides() -> list[dict[str, Any]]:
    return _read(DATA / "guides.toml")["guides"]


def reports() -> list[dict[str, Any]]:
    return _read(DATA / "reports.toml")["reports"]


def discussion_deeds() -> list[Deed]:
    """Every topic, post, sign, poll, acceptance and lock, in the order of time."""
    deeds = [deed for path in sorted((DATA / "topics").glob("*.toml"))
             for topic in _read(path)["topics"] for deed in _of_topic(topic, path.stem)]
    return sorted(deeds, key=lambda deed: deed.at)


def plan_of(held: dict[str, Any], began: datetime) -> Plan:
    """When and where a meeting is held, so many days after the story was `began`."""
    day = (began + timedelta(days=held["in_days"])).astimezone(ZoneInfo(held["zone"])).date()
    return Plan(starts_on=day, starts_at=held["from"], ends_on=day, ends_at=held["to"],
                zone=held["zone"], place=held.get("place", ""), link=held.get("link", ""),
                seats=held.get("seats"))


def days_ago(days: float) -> datetime:
    return now() - timedelta(days=days)


def _of_topic(topic: dict[str, Any], space: str) -> Iterator[Deed]:
    topic["space"] = space
    opened = days_ago(topic["days_ago"])
    yield Deed(opened, "meeting" if "meeting" in topic else "topic", topic)
    if "poll" in topic:
        yield Deed(opened, "poll", topic)
        yield Deed(min(opened + TO_VOTE, now()), "votes", topic)
    last = opened
    for post in topic.get("posts", ()):
        last = opened + timedelta(hours=post["hours_after"])
        yield Deed(last, "post", post, of=topic)
        if "helpful" in post:
            yield Deed(min(last + TO_ACCEPT, now()), "helpful", post, of=topic)
        for remark in post.get("tried", ()):
            tried = opened + timedelta(hours=remark["hours_after"])
            yield Deed(tried, "tried", remark | {"post": post["key"]}, of=topic)
    end = min(last + TO_ACCEPT, now())
    if topic.get("accepted"):
        yield Deed(end, "accept", topic)
    if topic.get("locked"):
        yield Deed(end, "lock", topic)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text())
