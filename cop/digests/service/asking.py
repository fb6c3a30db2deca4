"""Asking people to answer a question, fairly: seldom, and they may decline."""
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.digests.events import ExpertAsked
from cop.digests.models import ExpertAsk
from cop.digests.policy import may_ask
from cop.digests.queries import experts as queries
from cop.discussions.models.topics import Topic
from cop.people.models import Person


def ask_expert(manager: Person, topic: Topic, expert: Person) -> ExpertAsk:
    """Once for a question, and at most MOST_ASKS times within thirty days, whoever asks."""
    require(may_ask(manager, asks=queries.count_asks(expert),
                    asked_before=queries.was_asked(expert, topic)))
    if topic.kind != "question" or topic.solved_at or topic.locked_at or topic.archived_at:
        raise Invalid({"topic": _("This question does not wait for an answer.")})
    if not queries.may_be_asked(expert, topic):
        raise Invalid({"person": _("They cannot be asked: they may not read it, or wrote in it.")})
    ask = add(ExpertAsk(topic_id=topic.id, person_id=expert.id, asked_by_id=manager.id))
    record(manager.id, "expert.asked", ask, topic=topic.id, person=expert.id)
    publish(ExpertAsked(ask_id=ask.id, topic_id=topic.id, person_id=expert.id,
                        asked_by_id=manager.id))
    return ask


def decline(expert: Person, ask: ExpertAsk) -> None:
    """Without a reason. Whose it is was asked when it was found."""
    ask.declined_at = ask.declined_at or now()
