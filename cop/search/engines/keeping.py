"""What an index keeps of an entry beside its terms, and how a hit is made of it again."""
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from cop.search.engines.analysis import GAP
from cop.search.engines.leaves import Marks
from cop.search.engines.marking import marked_passage, marked_title, matches
from cop.search.engines.protocol import FACETS, Entry, Hit


def kept_of(entry: Entry, codes: Mapping[str, list[str]]) -> dict[str, Any]:
    """Plain values, for JSON; `codes` are those of the entry."""
    return {"kind": entry.kind, "id": entry.id, "digest": entry.digest,
            "language": entry.language, "title": entry.title,
            "text": " · ".join(filter(None, [entry.summary, entry.body])),
            "at": entry.at.timestamp(), "moment": entry.moment, "topic": entry.topic,
            "shown": dict(entry.shown), "versions": [asdict(each) for each in entry.versions],
            "codes": {name: codes[name] for name in FACETS}}


def hit_of(kept: Mapping[str, Any], marks: Marks) -> Hit:
    """With marks around what was looked for, in the language in which most of it was found."""
    said = _most_fitting(kept, marks)
    language, text = said["language"], said["text"] if kept["text"] else ""
    shown = kept["shown"] if said is kept else {
        **kept["shown"], "in": language, "machine": said["machine"]}
    return Hit(kind=kept["kind"], id=kept["id"], language=language,
               title=marked_title(said["title"], language, marks),
               snippet=marked_passage(text, language, marks),
               at=datetime.fromtimestamp(kept["at"], UTC), shown=shown,
               codes=kept["codes"], topic=kept["topic"], more=kept.get("more", 0))


def _most_fitting(kept: Mapping[str, Any], marks: Marks) -> Mapping[str, Any]:
    """The thing as it was written, or the version of it with more of the words; of equals the
    first."""
    if not kept["versions"]:
        return kept
    return max((kept, *kept["versions"]), key=lambda said: _found_in(said, marks))


def _found_in(said: Mapping[str, Any], marks: Marks) -> tuple[int, int]:
    """How many different words of the title and the text, and how many places."""
    text = f"{said['title']} {GAP} {said['text']}"
    found = matches(text, said["language"], marks)
    return len({text[start:end].lower() for start, end in found}), len(found)
