"""What notices of moderation are about: own reports, decisions about oneself, items in one's care.
"""
from sqlalchemy import String, cast, literal

from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.models.items import Report, ReviewItem
from cop.moderation.policy import visible_items
from cop.notifications.policy import Target

TARGETS = (
    Target("report", Report, lambda reader: Report.reporter_id == reader.id,
           literal("R-").concat(cast(Report.id, String)), "/me/reports"),
    Target("decision", ModerationDecision, lambda reader: ModerationDecision.person_id == reader.id,
           literal("D-").concat(cast(ModerationDecision.id, String)), "/me/decisions/{0}"),
    Target("review", ReviewItem, visible_items, literal("M-").concat(cast(ReviewItem.id, String)),
           "/moderation/items/{0}"),
)
