"""What notices of lower features are about that has no place of its own in `policy.py`."""
from sqlalchemy import select

from cop.guides.models import Guide
from cop.guides.policy import visible_guides
from cop.messages.models import Conversation
from cop.messages.policy import visible_conversations
from cop.notifications.policy import Target
from cop.organisations.models import ConfirmationRequest
from cop.organisations.policy import decidable_requests
from cop.people.models import Organisation

TARGETS = (
    Target("confirmation", ConfirmationRequest,
           lambda reader: decidable_requests(reader) | (
               (ConfirmationRequest.person_id == reader.id)
               & ConfirmationRequest.answered_at.is_not(None)),
           select(Organisation.name).where(
               Organisation.id == ConfirmationRequest.organisation_id
           ).correlate(ConfirmationRequest).scalar_subquery(),
           "/organisations/requests/{0}"),
    Target("conversation", Conversation, visible_conversations, Conversation.subject,
           "/conversations/{0}"),
    Target("guide", Guide, visible_guides, Guide.title, "/guides/{1}", Guide.slug),
)
