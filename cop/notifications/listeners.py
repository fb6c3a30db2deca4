"""What the events of other features mean for the inbox: whom they concern, and as what."""
from collections.abc import Collection, Mapping
from datetime import timedelta

from cop.base.clock import now
from cop.base.events import on
from cop.base.jobs import every
from cop.bookmarks.events import ReminderDue
from cop.cases.events import (
    CaseAdopted,
    CaseDecided,
    CaseHandedOver,
    CaseSubmitted,
    ConfirmationDue,
    DecisionAnswered,
    OpinionGiven,
    ReviewDeclined,
    ReviewerInvited,
)
from cop.discussions.events import (
    AnswerAccepted,
    BranchSplit,
    PersonMentioned,
    PostTried,
    PostWritten,
    TopicMoved,
    TopicOpened,
    TopicsMerged,
)
from cop.meetings.events import MeetingCancelled, MeetingChanged, SeatFreed
from cop.meetings.models import Meeting
from cop.meetings.queries import list_beginning, list_people_of
from cop.notifications import letters, queries, service
from cop.search.events import SavedSearchesMatched
from cop.spaces.levels import Level

#: So long before it begins, who comes to a meeting is reminded.
REMINDED = timedelta(days=1)


@on(TopicOpened)
def tell_watchers_of_the_topic(event: TopicOpened) -> None:
    """Those who watch its space or a theme of it."""
    opening = queries.get_opening(event.topic_id)
    service.tell(_watchers(queries.levels_around(opening)), "new_topic", opening,
                 key=f"post:{opening.id}", actor_id=opening.author_id)


@on(PostWritten)
def tell_those_answered(event: PostWritten) -> None:
    """Who is answered hears it as an answer, unless they muted it; watchers as something new."""
    post, key = queries.get_post(event.post_id), f"post:{event.post_id}"
    levels = queries.levels_around(post)
    answered = post.parent.author_id if post.parent else None
    if answered and levels.get(answered) != Level.MUTED and queries.hears_of(answered, post):
        service.tell([answered], "answered", post, key=key, actor_id=event.author_id)
    service.tell(_watchers(levels), "new_post", post, key=key, actor_id=event.author_id)


@on(PersonMentioned)
def tell_who_is_mentioned(event: PersonMentioned) -> None:
    """One notice for a post, whatever else it is to them: this one is ordered first."""
    post = queries.get_post(event.post_id)
    if queries.hears_of(event.person_id, post):
        service.tell([event.person_id], "mentioned", post, key=f"post:{post.id}",
                     actor_id=event.mentioned_by_id)


@on(AnswerAccepted)
def tell_who_solved_it(event: AnswerAccepted) -> None:
    post = queries.get_post(event.post_id)
    if queries.hears_of(post.author_id, post):
        service.tell([post.author_id], "accepted", post, key=f"accepted:{post.id}",
                     actor_id=event.accepted_by_id)


@on(PostTried)
def tell_whose_advice_was_tried(event: PostTried) -> None:
    post = queries.get_post(event.post_id)
    if queries.hears_of(post.author_id, post):
        service.tell([post.author_id], "tried", post, key=f"tried:{post.id}:{event.person_id}",
                     actor_id=event.person_id)


@on(TopicMoved)
def tell_who_opened_it(event: TopicMoved) -> None:
    """Where it is, if they may read it there; else that it left the space they knew it in."""
    opening, key = queries.get_opening(event.topic_id), queries.key_of_move(event.topic_id)
    if queries.hears_of(opening.author_id, opening):
        service.tell([opening.author_id], "topic_moved", opening, key=key,
                     actor_id=event.moved_by_id)
    elif opening.author.active:
        service.tell([opening.author_id], "topic_moved_away", key=key,
                     target=queries.get_space(event.from_space_id), actor_id=event.moved_by_id)


@on(TopicsMerged)
def tell_whose_topic_was_merged(event: TopicsMerged) -> None:
    _tell_its_author(event.post_id, "topic_merged", f"merged:{event.merged_id}",
                     event.merged_by_id)


@on(BranchSplit)
def tell_who_opens_the_new_topic(event: BranchSplit) -> None:
    _tell_its_author(event.post_id, "branch_split", f"split:{event.topic_id}", event.split_by_id)


@on(MeetingChanged)
def tell_who_signed_up(event: MeetingChanged) -> None:
    meeting = queries.get_meeting(event.meeting_id)
    _tell_of_meeting(meeting, list_people_of(meeting), "meeting_changed",
                     f"meeting:{meeting.id}:{meeting.sequence}", event.changed_by_id)


@on(MeetingCancelled)
def tell_that_it_is_cancelled(event: MeetingCancelled) -> None:
    meeting = queries.get_meeting(event.meeting_id)
    _tell_of_meeting(meeting, list_people_of(meeting), "meeting_cancelled",
                     f"meeting:{meeting.id}:cancelled", event.cancelled_by_id)


@on(SeatFreed)
def tell_who_has_a_seat_now(event: SeatFreed) -> None:
    """Unless they signed off or it was cancelled meanwhile."""
    meeting = queries.get_meeting(event.meeting_id)
    if not meeting.cancelled_at and event.person_id in list_people_of(meeting, seated=True):
        _tell_of_meeting(meeting, [event.person_id], "seat_freed", f"seat:{meeting.id}")


@every(timedelta(minutes=15))
def remind_of_meetings() -> None:
    """A day before; nobody twice, unless it is held at another time."""
    for meeting in list_beginning(now(), now() + REMINDED):
        _tell_of_meeting(meeting, list_people_of(meeting, seated=True), "meeting_soon",
                         f"soon:{meeting.id}:{meeting.starts_at.timestamp():.0f}")


@on(CaseSubmitted)
def tell_curators(event: CaseSubmitted) -> None:
    case = queries.get_case(event.case_id)
    service.tell(queries.list_curators(case), "case_submitted", case, actor_id=case.author_id,
                 key=f"submitted:{case.id}:{case.current_id}")


@on(CaseDecided)
def tell_the_author(event: CaseDecided) -> None:
    case, decision = queries.get_case(event.case_id), queries.get_decision(event.decision_id)
    restored = (decision.from_status, decision.to_status) == ("archived", "published")
    if case.author.active:
        service.tell([case.author_id], f"case_{'restored' if restored else decision.to_status}",
                     case, key=f"decision:{decision.id}", actor_id=decision.decided_by_id)


@on(CaseAdopted)
def tell_whose_case_is_used(event: CaseAdopted) -> None:
    case = queries.get_case(event.case_id)
    if case.author.active:
        service.tell([case.author_id], "case_adopted", case, key=f"adopted:{event.adoption_id}",
                     actor_id=event.person_id)


@on(ReviewerInvited)
def tell_the_reviewer(event: ReviewerInvited) -> None:
    """Only who is still the one asked, should the curators have thought again meanwhile."""
    case = queries.get_case(event.case_id)
    asked = [review.reviewer_id for review in case.round
             if review.reviewer_id == event.reviewer_id and review.reviewer.active]
    service.tell(asked, "review_invited", case, key=f"review:{case.id}:{case.current_id}")


@on(OpinionGiven)
def tell_of_the_opinion(event: OpinionGiven) -> None:
    """Its author hears it of their own case, the curators of one in their care."""
    case, decision = queries.get_case(event.case_id), queries.get_decision(event.decision_id)
    key, actor_id = f"decision:{decision.id}", decision.decided_by_id
    if case.author.active:
        service.tell([case.author_id], "case_opinion", case, key=key, actor_id=actor_id)
    service.tell(queries.list_curators(case), "opinion_given", case, key=key, actor_id=actor_id)


@on(ReviewDeclined)
def tell_who_looks_for_reviewers(event: ReviewDeclined) -> None:
    case = queries.get_case(event.case_id)
    service.tell(queries.list_curators(case), "review_declined", case,
                 key=f"declined:{event.review_id}")


@on(DecisionAnswered)
def tell_of_the_answer(event: DecisionAnswered) -> None:
    case, decision = queries.get_case(event.case_id), queries.get_decision(event.decision_id)
    service.tell(queries.list_curators(case), "decision_answered", case,
                 key=f"decision:{decision.id}", actor_id=decision.decided_by_id)


@on(ConfirmationDue)
def ask_who_keeps_it(event: ConfirmationDue) -> None:
    """Where nobody keeps it any more, the curators hear."""
    case = queries.get_case(event.case_id)
    keepers = queries.list_active(case.keeper_ids)
    service.tell(keepers or queries.list_curators(case), "confirmation_due", case,
                 key=f"confirm:{case.id}:{case.confirm_by:%Y-%m-%d}")


@on(CaseHandedOver)
def tell_the_new_keeper(event: CaseHandedOver) -> None:
    case = queries.get_case(event.case_id)
    service.tell([event.person_id], "case_handed_over", case, actor_id=event.by_id,
                 key=f"handed:{case.id}:{event.by_id}:{event.person_id}")


@on(SavedSearchesMatched)
def tell_of_searches(event: SavedSearchesMatched) -> None:
    """A line in the inbox for each search and, for those who want it, one letter for all."""
    reader = queries.find_reader(event.person_id)
    found = letters.read_finds(reader, event.matches) if reader else []
    for find in found:
        service.tell_of_search(find.saved)
    if wanted := [find for find in found if find.saved.by_mail]:
        letters.write_of_searches(reader, wanted)


def _watchers(levels: Mapping[int, Level]) -> list[int]:
    return [person_id for person_id, level in levels.items() if level == Level.WATCHING]


def _tell_its_author(post_id: int, kind: str, key: str, actor_id: int) -> None:
    post = queries.get_post(post_id)
    if queries.hears_of(post.author_id, post):
        service.tell([post.author_id], kind, post, key=key, actor_id=actor_id)


@on(ReminderDue)
def remind(event: ReminderDue) -> None:
    """Of a topic, with the post that opened it."""
    find = {"post": queries.get_post, "topic": queries.get_opening, "case": queries.get_case}
    service.tell([event.person_id], "reminder", find[event.kind](event.target_id),
                 key=f"reminder:{event.bookmark_id}:{event.day}")


def _tell_of_meeting(meeting: Meeting, people: Collection[int], kind: str, key: str,
                     actor_id: int | None = None) -> None:
    opening = queries.get_opening(meeting.topic_id)
    service.tell(queries.who_hears_of(people, opening), kind, opening, key=key,
                 actor_id=actor_id)
