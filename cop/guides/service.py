"""Everything that changes guides: writing, ordering, publishing."""
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Conflict, Invalid
from cop.base.events import publish
from cop.base.text import clean, slug
from cop.base.verdict import require
from cop.cases.models.cases import Case
from cop.guides.events import GuidePublished
from cop.guides.models import Guide, GuideEdition, GuideItem
from cop.guides.policy import may_be_editor, may_make_guides, may_publish
from cop.people.models import Person
from cop.vocabulary.lists import LANGUAGES

SHORTEST_TITLE, LONGEST_TITLE = 5, 150
LONGEST_SUBTITLE, LONGEST_TEXT = 200, 20_000
MOST_ITEMS = 500


def make_guide(editor: Person, *, title: str, language: str, subtitle: str = "",
               foreword: str = "") -> Guide:
    """Begin a guide. Its address is made from the title and stays."""
    require(may_make_guides(editor))
    described = _described(title, subtitle, foreword, language)
    guide = add(Guide(slug=_free_slug(described["title"]), editor_id=editor.id,
                      changed_at=now(), **described))
    record(editor.id, "guide.made", guide)
    return guide


def describe_guide(editor: Person, guide: Guide, *, title: str, language: str,
                   subtitle: str = "", foreword: str = "",
                   opened_with: int | None = None) -> None:
    """Change title, language and foreword. Conflict when somebody saved after the form was
    opened (`opened_with`: its save_count then)."""
    require(may_make_guides(editor))
    _hold(guide)
    if opened_with is not None and opened_with != guide.save_count:
        raise Conflict(_("This guide was saved in another window after you opened it here."))
    for name, value in _described(title, subtitle, foreword, language).items():
        setattr(guide, name, value)
    guide.save_count += 1
    guide.changed_at = now()


def name_editor(actor: Person | None, guide: Guide, successor: Person) -> None:
    """From now on it is somebody else's to go on with. Who published its editions stays known.
    `actor` is None where its editor asked the successor, who said yes."""
    if actor is not None:
        require(may_make_guides(actor))
    if not (verdict := may_be_editor(successor)):
        raise Invalid({"successor": verdict.reason})
    guide.editor_id = successor.id
    record(actor.id if actor else None, "guide.editor_named", guide, editor=successor.id)


def add_text(editor: Person, guide: Guide, kind: str, text: str) -> GuideItem:
    """A chapter or a note, at the end."""
    require(may_make_guides(editor))
    if kind not in ("chapter", "note"):
        raise Invalid({"kind": _("Please choose a chapter or a note.")})
    return _append(guide, GuideItem(kind=kind, text=_text(kind, text)))


def add_case(editor: Person, guide: Guide, case: Case) -> GuideItem:
    """A published case, at the end."""
    require(may_make_guides(editor))
    if case.published_id is None:
        raise Invalid({"case": _("Only published cases stand in a guide.")})
    _hold(guide)
    if any(item.case_id == case.id for item in guide.items):
        raise Invalid({"case": _("This case is in the guide already.")})
    return _append(guide, GuideItem(kind="case", case=case))


def change_text(editor: Person, guide: Guide, item: GuideItem, text: str) -> None:
    require(may_make_guides(editor))
    item.text = _text(item.kind, text)
    guide.changed_at = now()


def move_item(editor: Person, guide: Guide, item: GuideItem, steps: int) -> None:
    """Up by so many places (down when negative), as far as there are places."""
    require(may_make_guides(editor))
    _hold(guide)
    order = list(guide.items)
    here = order.index(item)
    there = min(max(here - steps, 0), len(order) - 1)
    order.insert(there, order.pop(here))
    _number(guide, order)


def remove_item(editor: Person, guide: Guide, item: GuideItem) -> None:
    require(may_make_guides(editor))
    _hold(guide)
    guide.items.remove(item)
    _number(guide, list(guide.items))


def publish_guide(editor: Person, guide: Guide, note: str = "") -> GuideEdition:
    """Let readers see it as it is now: a numbered edition that never changes."""
    _hold(guide)
    require(may_publish(editor, guide))
    last = db.session.scalar(select(func.max(GuideEdition.number)).where(
        GuideEdition.guide_id == guide.id)) or 0
    edition = add(GuideEdition(
        guide_id=guide.id, number=last + 1, published_by_id=editor.id,
        note=clean(note).strip()[:LONGEST_SUBTITLE], content=content_of(guide)))
    guide.edition, guide.changed_at = edition, edition.created_at
    publish(GuidePublished(guide_id=guide.id, number=edition.number, published_by_id=editor.id))
    record(editor.id, "guide.published", guide, edition=edition.number)
    return edition


def retire_guide(editor: Person, guide: Guide) -> None:
    """Take a guide out of readers' sight; it is a draft again, its editions are kept."""
    require(may_make_guides(editor))
    guide.edition, guide.changed_at = None, now()
    record(editor.id, "guide.retired", guide)


def content_of(guide: Guide) -> dict[str, Any]:
    """What an edition holds; of cases the text that is published now. Those out of sight are
    left out."""
    names = ("title", "subtitle", "foreword", "language")
    items = [{"kind": item.kind, "text": item.text} if item.kind != "case" else
             {"kind": "case", "case_id": item.case_id, "revision_id": item.case.published_id}
             for item in guide.items if item.kind != "case" or item.case.published_id]
    return {name: getattr(guide, name) for name in names} | {"items": items}


def _append(guide: Guide, item: GuideItem) -> GuideItem:
    _hold(guide)
    if len(guide.items) >= MOST_ITEMS:
        raise Invalid({"text": _("A guide has at most %(most)s parts.", most=MOST_ITEMS)})
    item.position = len(guide.items)
    guide.items.append(item)
    guide.changed_at = now()
    db.session.flush()
    return item


def _number(guide: Guide, order: list[GuideItem]) -> None:
    for position, item in enumerate(order):
        item.position = position
    guide.changed_at = now()
    db.session.flush()
    db.session.expire(guide, ["items"])


def _hold(guide: Guide) -> None:
    """Of two who change the order at once, the second waits for the first."""
    db.session.flush()
    db.session.execute(select(Guide.id).where(Guide.id == guide.id).with_for_update())
    db.session.refresh(guide)


def _described(title: str, subtitle: str, foreword: str, language: str) -> dict[str, str]:
    title, subtitle = " ".join(clean(title).split()), " ".join(clean(subtitle).split())
    foreword = clean(foreword).strip()
    problems = {
        "title": "" if SHORTEST_TITLE <= len(title) <= LONGEST_TITLE else _(
            "A title has %(least)s to %(most)s characters.", least=SHORTEST_TITLE,
            most=LONGEST_TITLE),
        "subtitle": _too_long(subtitle, LONGEST_SUBTITLE),
        "foreword": _too_long(foreword, LONGEST_TEXT),
        "language": "" if language in LANGUAGES else _("Please choose a language."),
    }
    if any(problems.values()):
        raise Invalid({name: sentence for name, sentence in problems.items() if sentence})
    return {"title": title, "subtitle": subtitle, "foreword": foreword, "language": language}


def _text(kind: str, text: str) -> str:
    text = clean(text).strip()
    text = " ".join(text.split()) if kind == "chapter" else text
    most = LONGEST_TITLE if kind == "chapter" else LONGEST_TEXT
    if problem := _("Please write something.") if not text else _too_long(text, most):
        raise Invalid({"text": problem})
    return text


def _too_long(text: str, most: int) -> str:
    return _("There is room for %(most)s characters.", most=most) if len(text) > most else ""


def _free_slug(title: str) -> str:
    wanted, number = slug(title), 1
    while db.session.scalar(select(Guide.id).where(Guide.slug == _numbered(wanted, number))):
        number += 1
    return _numbered(wanted, number)


def _numbered(words: str, number: int) -> str:
    return words if number == 1 else f"{words}-{number}"
