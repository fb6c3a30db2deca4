"""What an index keeps of an entry beside its terms, and how a hit is made of it again."""
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cop.search.engines.leaves import Marks
from cop.search.engines.marking import marked_passage, marked_title
from cop.search.engines.protocol import FACETS, Entry, Hit


def kept_of(entry: Entry, codes: Mapping[str, list[str]]) -> dict[str, Any]:
    """Plain values, for JSON; `codes` are those of the entry."""
    return {"kind": entry.kind, "id": entry.id, "digest": entry.digest,
            "language": entry.language, "title": entry.title,
            "text": " · ".join(filter(None, [entry.summary, entry.body])),
            "at": entry.at.timestamp(), "moment": entry.moment, "topic": entry.topic,
            "shown": dict(entry.shown),
            "codes": {name: codes[name] for name in FACETS}}


def hit_of(kept: Mapping[str, Any], marks: Marks) -> Hit:
    """With marks around what was looked for."""
    language = kept["language"]
    return Hit(kind=kept["kind"], id=kept["id"], language=language,
               title=marked_title(kept["title"], language, marks),
               snippet=marked_passage(kept["text"], language, marks),
               at=datetime.fromtimestamp(kept["at"], UTC), shown=kept["shown"],
               codes=kept["codes"], topic=kept["topic"], more=kept.get("more", 0))
