"""What goes into a digest: computed from period, regions and audience by published rules.

The rules are the docstrings here and in `items.py`; docs/digests.md and the page say them in the
same words. An issue says what it said when it was frozen.
"""
from collections.abc import Sequence
from dataclasses import replace

from cop.cases.policy.cases import visible_cases
from cop.digests.arrangement import Arrangement
from cop.digests.contents import Contents, Item, thawed, without_what_is_gone
from cop.digests.models import Digest
from cop.digests.period import Period
from cop.digests.queries.items import (
    MOST_FROM_ELSEWHERE,
    Found,
    list_found,
    wanted_by_hand,
    wanted_by_rule,
)
from cop.digests.queries.numbers import count
from cop.discussions.policy import visible_topics
from cop.people.models import Person


def gather(digest: Digest, editor: Person | None = None) -> Contents:
    """The contents of a digest as its audience may see them now. For an editor also what is left
    out: by hand, by a limit, or because the audience may not see what the editor may."""
    period = period_of(digest)
    if digest.frozen:
        kept = thawed(digest.frozen, period)
        return without_what_is_gone(kept, _still_seen(digest, kept.items))
    return _gather_anew(digest, period, editor)


def find_item(digest: Digest, kind: str, target_id: int) -> Item | None:
    """One thing, in the part it would stand in, if all readers of the digest may see it."""
    found = _by_hand(digest, [target_id] if kind == "case" else [],
                     [target_id] if kind == "topic" else [])
    return next((each.item for each in found if each.shown), None)


def period_of(digest: Digest) -> Period:
    return Period(digest.first_day, digest.last_day, digest.zone)


def _gather_anew(digest: Digest, period: Period, editor: Person | None) -> Contents:
    counted, by_hand = count(digest, period), Arrangement.of(digest.arrangement)
    rules = wanted_by_rule(digest, period, counted.themes)
    hand = wanted_by_hand(digest, by_hand.added_ids("case"), by_hand.added_ids("topic"))
    also = (visible_cases(editor), visible_topics(editor)) if editor else None
    found = list_found(digest, also=also,
                       **{kind: [*rules[kind], *hand[kind]] for kind in rules})
    chosen, left_out = _sort(digest, found, by_hand, counted.themes)
    dropped = [(item, "dropped") for item in chosen if item.key in by_hand.dropped]
    return Contents(
        period=period, themes=counted.themes, numbers=counted.numbers, signs=counted.signs,
        foreword=digest.foreword, items=by_hand.arranged(chosen), left_out=[*dropped, *left_out])


def _sort(digest: Digest, found: Sequence[Found], by_hand: Arrangement,
          themes: Sequence[str]) -> tuple[list[Item], list[tuple[Item, str]]]:
    """What goes in, each once and with the reasons why, and what does not."""
    chosen: dict[str, Item] = {}
    left_out: dict[str, tuple[Item, str]] = {}
    room: dict[str, int] = {}
    for each in found:
        item = replace(each.item, why=_reasons(digest, each, by_hand, themes))
        limit = MOST_FROM_ELSEWHERE if item.part == "cases_elsewhere" else digest.most
        taken = room.get(item.part, 0)
        if item.key in chosen:
            continue
        if not each.shown:
            left_out.setdefault(item.key, (item, "audience"))
        elif taken < limit or item.key in by_hand.added:
            chosen[item.key] = item
            room[item.part] = taken + 1
        else:
            left_out.setdefault(item.key, (item, "limit"))
    return list(chosen.values()), [pair for key, pair in left_out.items() if key not in chosen]


def _reasons(digest: Digest, each: Found, by_hand: Arrangement,
             themes: Sequence[str]) -> tuple[str, ...]:
    item = each.item
    if item.key in by_hand.added:
        return ("added",)
    if item.part == "cases_elsewhere":
        return tuple(f"theme:{code}" for code in themes if code in each.themes)
    within = not digest.regions or any(
        code.startswith(region) for code in item.regions for region in digest.regions)
    return ("region",) if within else ("everywhere",)


def _by_hand(digest: Digest, case_ids: list[int], topic_ids: list[int]) -> list[Found]:
    wanted = wanted_by_hand(digest, case_ids, topic_ids)
    return list_found(digest, **wanted) if any(wanted.values()) else []


def _still_seen(digest: Digest, items: Sequence[Item]) -> dict[str, str]:
    """Key → the name that may be told now, of what all its readers may see now."""
    ids = {kind: [item.id for item in items if item.kind == kind] for kind in ("case", "topic")}
    return {each.item.key: each.item.by
            for each in _by_hand(digest, ids["case"], ids["topic"]) if each.shown}
