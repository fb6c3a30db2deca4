"""What happens to cases later: who keeps one is asked in time whether it is still true, who uses
one elsewhere how it went; a machine translates, where there is one, while nobody waits; and drafts
that nobody touches are forgotten."""
from collections.abc import Callable
from datetime import timedelta

from cop.base.events import on
from cop.base.jobs import every
from cop.cases.events import MachineAsked
from cop.cases.service import adoptions, drafts, keeping, machines, quoting
from cop.discussions.events import PostChanged, TopicsMerged


@every(timedelta(hours=12))
def ask_to_confirm() -> None:
    keeping.ask_to_confirm()


@every(timedelta(days=1))
def forget_old_drafts() -> None:
    drafts.forget_old_drafts()


@every(timedelta(hours=12))
def ask_for_results() -> None:
    adoptions.ask_for_results()


@on(MachineAsked, outside=True, slow=True)
def translate_by_machine(event: MachineAsked) -> Callable[[], None]:
    return machines.translate(event.case_id, event.person_id, event.language)


@on(PostChanged)
def take_out_deleted_words(event: PostChanged) -> None:
    """What was deleted in a discussion is quoted in no case any more."""
    quoting.take_out_words_of(event.post_id)


@on(TopicsMerged)
def follow_merged_topics(event: TopicsMerged) -> None:
    quoting.follow_merged(event.topic_id, event.merged_id)
