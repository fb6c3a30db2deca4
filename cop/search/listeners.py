"""What the events of other features mean for the index. They run outside the database's lock."""
from datetime import timedelta

from cop.base.events import on
from cop.base.jobs import enqueue, every
from cop.cases.events import (
    AdoptionsCounted,
    CaseHidden,
    CasePublished,
    TranslationAccepted,
    TranslationDeclined,
)
from cop.discussions.events import (
    BranchSplit,
    PostChanged,
    PostWritten,
    SignsChanged,
    TopicChanged,
    TopicMoved,
    TopicOpened,
    TopicsMerged,
)
from cop.files.events import TextRead
from cop.meetings.events import MeetingCancelled, MeetingChanged
from cop.organisations.events import OrganisationRenamed
from cop.people.events import PersonJoined, ProfileChanged
from cop.search.queries import index as queries
from cop.search.service import alerts, keeping
from cop.search.service import index as service
from cop.search.service.words import forget_old_missed
from cop.spaces.events import SpaceChanged


@on(TopicOpened, outside=True)
def index_topic(event: TopicOpened) -> None:
    service.index({"topic": [event.topic_id]})


@on(PostWritten, outside=True)
def index_post(event: PostWritten) -> None:
    """Its topic too: it says how many answers there are."""
    service.index({"post": [event.post_id], "topic": [event.topic_id]})


@on(PostChanged, outside=True)
def index_changed_post(event: PostChanged) -> None:
    """It may be the opening post, which stands for its topic."""
    service.index({"post": [event.post_id], "topic": [event.topic_id]})


@on(SignsChanged, outside=True)
def index_helpful_post(event: SignsChanged) -> None:
    service.index({"post": [event.post_id], "topic": [event.topic_id]})


@on(TopicChanged, outside=True)
def index_changed_topic(event: TopicChanged) -> None:
    """Its answers too: they are found under its title, regions and themes."""
    posts = queries.list_post_ids(topic_id=event.topic_id)
    service.index({"topic": [event.topic_id], "post": posts})


@on(TopicMoved, outside=True)
def index_moved_topic(event: TopicMoved) -> None:
    """Its answers too: others may read them now."""
    posts = queries.list_post_ids(topic_id=event.topic_id)
    service.index({"topic": [event.topic_id], "post": posts})


@on(TopicsMerged, outside=True)
def index_merged_topics(event: TopicsMerged) -> None:
    """What opened the one is an answer in the other now; the one is found no more."""
    posts = queries.list_post_ids(topic_id=event.topic_id)
    service.index({"topic": [event.topic_id, event.merged_id], "post": posts})


@on(BranchSplit, outside=True)
def index_split_branch(event: BranchSplit) -> None:
    """The answer that opens a topic now is found as that topic."""
    posts = queries.list_post_ids(topic_id=event.topic_id)
    service.index({"topic": [event.topic_id, event.from_topic_id],
                   "post": [event.post_id, *posts]})


@on(TextRead, outside=True)
def index_post_with_document(event: TextRead) -> None:
    service.index(queries.list_posts_with(event.file_id))


@on(MeetingChanged, outside=True)
def index_changed_meeting(event: MeetingChanged) -> None:
    service.index({"event": [event.topic_id]})


@on(MeetingCancelled, outside=True)
def index_cancelled_meeting(event: MeetingCancelled) -> None:
    service.index({"event": [event.topic_id]})


@on(CasePublished, outside=True)
def index_case(event: CasePublished) -> None:
    service.index({"case": [event.case_id]})


@on(AdoptionsCounted, outside=True)
def index_adopted_case(event: AdoptionsCounted) -> None:
    service.index({"case": [event.case_id]})


@on(TranslationAccepted, outside=True)
def index_case_in_another_language(event: TranslationAccepted) -> None:
    service.index({"case": [event.case_id]})


@on(TranslationDeclined, outside=True)
def index_case_without_a_translation(event: TranslationDeclined) -> None:
    service.index({"case": [event.case_id]})


@on(CaseHidden, outside=True)
def index_hidden_case(event: CaseHidden) -> None:
    service.index({"case": [event.case_id]})


@on(PersonJoined, outside=True)
def index_person(event: PersonJoined) -> None:
    service.index({"person": [event.person_id]})


@on(ProfileChanged, outside=True)
def index_profile(event: ProfileChanged) -> None:
    service.index({"person": [event.person_id]})


@on(OrganisationRenamed, outside=True)
def index_who_works_there(event: OrganisationRenamed) -> None:
    service.index({"person": queries.list_person_ids(event.organisation_id)})


@on(SpaceChanged, outside=True)
def index_space(event: SpaceChanged) -> None:
    """All that is said in it too: who may read it may have changed."""
    service.index({
        "space": [event.space_id], "topic": queries.list_topic_ids(event.space_id),
        "post": queries.list_post_ids(space_id=event.space_id)})


@every(timedelta(minutes=1))
def look_after_the_index() -> None:
    keeping.look_after()


@every(timedelta(days=1))
def look_after_the_words() -> None:
    enqueue(keeping.RECOUNT)
    forget_old_missed()


@every(timedelta(minutes=1), outside=True, slow=True)
def alert_at_once() -> None:
    alerts.alert_at_once()


@every(timedelta(minutes=5), outside=True, slow=True)
def alert_in_the_morning() -> None:
    alerts.alert_due()
