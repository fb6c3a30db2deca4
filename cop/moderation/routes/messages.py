"""URL where a moderator reads what was reported of a private conversation."""
from flask import render_template

from cop.moderation.models.items import ReviewItem
from cop.moderation.queries import items
from cop.moderation.queries.decisions import get_decision
from cop.moderation.queries.messages import list_reported_words
from cop.moderation.routes.log import bp
from cop.moderation.service.messages import note_reading
from cop.web.session import me, signed_in
from cop.web.transaction import writes


@bp.get("/moderation/items/<int:item_id>/words")
@writes
@signed_in
def show_words(item_id: int) -> str:
    """Whoever reads it has looked at somebody's data: that is written down."""
    item = items.get_item(me(), item_id)
    subject = _subject_of(item)
    messages = list_reported_words(item, subject)
    note_reading(me(), item, messages)
    return render_template("moderation/words.html", item=item, messages=messages, subject=subject)


def _subject_of(item: ReviewItem) -> ReviewItem:
    return get_decision(item.target_id).item if item.kind == "appeal" else item
