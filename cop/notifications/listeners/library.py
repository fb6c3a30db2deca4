"""What is new in the library: told to who watches its themes."""
from cop.base.events import on
from cop.cases.events import CasePublished
from cop.guides.events import GuidePublished
from cop.guides.queries import get_any_guide, get_edition, list_themes_of
from cop.notifications.policy import may_hear_of_case
from cop.notifications.queries import whom
from cop.notifications.service import telling as service


@on(CasePublished)
def tell_watchers_of_the_case(event: CasePublished) -> None:
    """Once: a new text of it, or that it is back, is no new case. Some name no author."""
    case = whom.get_case(event.case_id)
    if case.published_at == case.published.published_at:
        people = whom.list_watchers_of_themes(case.themes, may_hear_of_case(case))
        service.tell(set(people) - {case.author_id, *case.keeper_ids}, "new_case", case,
                     key=f"new_case:{case.id}")


@on(GuidePublished)
def tell_watchers_of_the_guide(event: GuidePublished) -> None:
    """Those who watch a theme of one of its cases."""
    guide = get_any_guide(event.guide_id)
    themes = list_themes_of(get_edition(guide, event.number))
    service.tell(whom.list_watchers_of_themes(themes), "new_edition", guide,
                 key=f"edition:{guide.id}:{event.number}", actor_id=event.published_by_id)
