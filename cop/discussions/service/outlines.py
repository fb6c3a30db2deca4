"""Everything that changes outlines. What they look like at first is said in `outlines.py`."""
from collections.abc import Mapping

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.verdict import require
from cop.discussions.models.outlines import Outline
from cop.discussions.outlines import LONGEST_OUTLINE, OUTLINED, shipped_outline
from cop.discussions.policy import may_write_outlines
from cop.discussions.queries.outlines import find_outline
from cop.discussions.texts import tidy_post
from cop.people.models import Person
from cop.spaces.models import Space


def write_outlines(moderator: Person, space: Space, sources: Mapping[str, str]) -> None:
    """Say how topics of these kinds begin here; an empty text brings the usual one back."""
    require(may_write_outlines(moderator, space))
    texts = {kind: tidy_post(source) for kind, source in sources.items() if kind in OUTLINED}
    problems = {kind: outline_problem(text) for kind, text in texts.items()}
    if any(problems.values()):
        raise Invalid({kind: sentence for kind, sentence in problems.items() if sentence})
    for kind, text in texts.items():
        _write(space, kind, text)
    record(moderator.id, "space.outlines_changed", space)


def outline_problem(text: str) -> str:
    """Why this tidy text cannot be an outline; nothing when it can."""
    if len(text) > LONGEST_OUTLINE:
        return _("An outline has at most %(most)s characters.", most=LONGEST_OUTLINE)
    return ""


def _write(space: Space, kind: str, text: str) -> None:
    outline = find_outline(space, kind)
    if text in ("", shipped_outline(kind, space.language)):
        if outline:
            db.session.delete(outline)
    elif outline:
        outline.source = text
    else:
        add(Outline(space_id=space.id, kind=kind, source=text))
