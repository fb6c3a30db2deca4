"""What people changed by hand in what the rules chose: pure values, no database.

An item is named by its key: `case-12`, `topic-7`.
"""
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from cop.digests.contents import PARTS, Item


@dataclass(frozen=True)
class Arrangement:
    """`order` holds the keys of a part in the order wanted; `added` what the rules had not chosen;
    `dropped` what they had; `notes` what the editors say about an item."""

    order: dict[str, list[str]] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    standing_out: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Arrangement":
        return cls(**kept)

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    def added_ids(self, kind: str) -> list[int]:
        return [int(key.removeprefix(f"{kind}-")) for key in self.added
                if key.startswith(f"{kind}-")]

    def dropping(self, key: str) -> "Arrangement":
        if key in self.added:
            return replace(self, added=[k for k in self.added if k != key])
        return replace(self, dropped=_with(self.dropped, key))

    def restoring(self, key: str) -> "Arrangement":
        """Also what a limit had left out: it counts as added."""
        if key in self.dropped:
            return replace(self, dropped=[k for k in self.dropped if k != key])
        return replace(self, added=_with(self.added, key))

    def moving(self, key: str, part: Sequence[Item], step: int) -> "Arrangement":
        """The order of a part with one item moved; at the ends it stays."""
        keys = [item.key for item in part]
        place = keys.index(key)
        keys.insert(max(place + step, 0), keys.pop(place))
        return replace(self, order=self.order | {part[0].part: keys})

    def marking(self, key: str) -> "Arrangement":
        """Let it stand out, or no more."""
        if key in self.standing_out:
            return replace(self, standing_out=[k for k in self.standing_out if k != key])
        return replace(self, standing_out=_with(self.standing_out, key))

    def noting(self, key: str, words: str) -> "Arrangement":
        rest = {k: note for k, note in self.notes.items() if k != key}
        return replace(self, notes=rest | ({key: words} if words else {}))

    def arranged(self, chosen: Sequence[Item]) -> list[Item]:
        """These items as the editors want them: sorted by part, with their notes."""
        def place(item: Item) -> tuple[int, int]:
            order = self.order.get(item.part, [])
            at = order.index(item.key) if item.key in order else len(order)
            return PARTS.index(item.part), at

        shown = [item for item in chosen if item.key not in self.dropped]
        return [replace(item, note=self.notes.get(item.key, ""),
                        stands_out=item.key in self.standing_out)
                for item in sorted(shown, key=place)]


def _with(keys: list[str], key: str) -> list[str]:
    return [*keys, key] if key not in keys else keys
