"""Reads outlines: a space's own, else those that come with the program."""
from sqlalchemy import select

from cop.base.db import db
from cop.discussions.models.outlines import Outline
from cop.discussions.outlines import OUTLINED, shipped_outline
from cop.spaces.models import Space


def find_outline(space: Space, kind: str) -> Outline | None:
    """The space's own outline; none where it uses the one that comes with the program."""
    return db.session.scalar(
        select(Outline).where(Outline.space_id == space.id, Outline.kind == kind))


def outlines_of(space: Space) -> dict[str, str]:
    """kind → the text its topics begin with in this space."""
    own = select(Outline.kind, Outline.source).where(Outline.space_id == space.id)
    shipped = {kind: shipped_outline(kind, space.language) for kind in OUTLINED}
    return shipped | dict(db.session.execute(own).all())
