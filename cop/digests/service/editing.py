"""What editors do to a draft: order, leave out, add, note, foreword, logo."""
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.base.audit import record
from cop.base.clock import now
from cop.base.errors import Conflict, Invalid, NotFound
from cop.base.text import clean
from cop.base.verdict import require
from cop.digests.arrangement import Arrangement
from cop.digests.contents import Contents, Item
from cop.digests.models import Digest
from cop.digests.policy import may_edit
from cop.digests.queries.contents import find_item, gather
from cop.files.models import File
from cop.people.models import Person

LONGEST_FOREWORD, LONGEST_NOTE = 4000, 600
LOGOS, LARGEST_LOGO = ("image/png", "image/jpeg"), 1024 * 1024
NO_LOGO = _l("A logo is a PNG or JPEG picture of at most 1 MB.")
STEPS = {"up": -1, "down": 1}
DEEDS = (*STEPS, "drop", "restore", "mark", "note")


def arrange(editor: Person, digest: Digest, key: str, deed: str, words: str = "") -> None:
    """One of DEEDS to the item of that key. Done to the draft as it is now, so that two editors
    do not undo each other. NotFound where the draft neither shows nor leaves out such an item."""
    require(may_edit(editor, digest))
    contents = gather(digest, editor)
    item = _item(contents, key, deed)
    by_hand = Arrangement.of(digest.arrangement)
    if deed in STEPS:
        by_hand = by_hand.moving(key, contents.part(item.part), STEPS[deed])
    elif deed == "note":
        by_hand = by_hand.noting(key, _tidy(words, LONGEST_NOTE, "note"))
    else:
        does = {"drop": by_hand.dropping, "restore": by_hand.restoring, "mark": by_hand.marking}
        by_hand = does[deed](key)
    _change(digest, by_hand)


def add_item(editor: Person, digest: Digest, kind: str, target_id: int) -> Item:
    """Take in a case, a topic or an event the rules did not choose, if all readers may see it."""
    require(may_edit(editor, digest))
    item = find_item(digest, kind, target_id)
    if item is None:
        raise NotFound(_("There is no such thing, or not all who will read this may see it."))
    by_hand = Arrangement.of(digest.arrangement)
    by_hand = replace(by_hand, dropped=[key for key in by_hand.dropped if key != item.key])
    if item.key not in {each.key for each in gather(digest).items}:
        by_hand = by_hand.restoring(item.key)
    _change(digest, by_hand)
    return item


def write_foreword(editor: Person, digest: Digest, foreword: str, *, before: str) -> None:
    """`before` is what it said when the editor began: Conflict when somebody else changed it."""
    require(may_edit(editor, digest))
    foreword = _tidy(foreword, LONGEST_FOREWORD, "foreword")
    if clean(before).strip() != digest.foreword != foreword:
        raise Conflict(_("Somebody else changed the foreword meanwhile. It says now: %(words)s",
                         words=digest.foreword))
    if foreword != digest.foreword:
        digest.foreword = foreword
        _touch(digest)


def choose_logo(editor: Person, digest: Digest, file: File | None) -> None:
    """Put the logo of an office on the papers, or take it off."""
    require(may_edit(editor, digest))
    if file and (file.media_type not in LOGOS or file.size > LARGEST_LOGO):
        raise Invalid({"logo": str(NO_LOGO)})
    digest.logo_id = file.id if file else None
    _touch(digest)
    record(editor.id, "digest.logo", digest)


def _item(contents: Contents, key: str, deed: str) -> Item:
    """Left out are those that may be taken back: not what its readers may not see."""
    items = list(contents.items)
    if deed == "restore":
        items = [item for item, why in contents.left_out if why != "audience"]
    found = next((item for item in items if item.key == key), None)
    if found is None or deed not in DEEDS:
        raise NotFound
    return found


def _tidy(words: str, longest: int, field: str) -> str:
    words = clean(words).strip()
    if len(words) > longest:
        raise Invalid({field: _("This has %(now)d characters; there is room for %(most)d.",
                                now=len(words), most=longest)})
    return words


def _change(digest: Digest, by_hand: Arrangement) -> None:
    if by_hand.kept() != Arrangement.of(digest.arrangement).kept():
        digest.arrangement = by_hand.kept()
        _touch(digest)


def _touch(digest: Digest) -> None:
    """What was approved is approved as it was: after a change it is asked for again."""
    digest.changed_at = now()
    digest.submitted_at = digest.submitted_by_id = None
    digest.approved_at = digest.approved_by_id = None
