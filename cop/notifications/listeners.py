"""What the events of other features mean for the inbox: whom they concern, and as what."""
from cop.base.events import on
from cop.cases.events import CaseDecided, CaseSubmitted, ReviewerInvited
from cop.discussions.events import AnswerAccepted, PostWritten
from cop.notifications import queries, service


@on(PostWritten)
def tell_those_answered(event: PostWritten) -> None:
    """Who is answered hears it as an answer; others in the topic as something new."""
    post = queries.get_post(event.post_id)
    for person_id, kind in queries.list_those_concerned(post).items():
        service.tell(person_id, kind, post, key=f"post:{post.id}", actor_id=event.author_id)


@on(AnswerAccepted)
def tell_who_solved_it(event: AnswerAccepted) -> None:
    post = queries.get_post(event.post_id)
    service.tell(post.author_id, "accepted", post, key=f"accepted:{post.id}",
                 actor_id=event.accepted_by_id)


@on(CaseSubmitted)
def tell_curators(event: CaseSubmitted) -> None:
    case = queries.get_case(event.case_id)
    for person_id in queries.list_curators():
        service.tell(person_id, "case_submitted", case, actor_id=case.author_id,
                     key=f"submitted:{case.id}:{case.current_id}")


@on(CaseDecided)
def tell_the_author(event: CaseDecided) -> None:
    case, decision = queries.get_case(event.case_id), queries.get_decision(event.decision_id)
    service.tell(case.author_id, f"case_{decision.to_status}", case, key=f"decision:{decision.id}",
                 actor_id=decision.decided_by_id)


@on(ReviewerInvited)
def tell_the_reviewer(event: ReviewerInvited) -> None:
    case = queries.get_case(event.case_id)
    service.tell(event.reviewer_id, "review_invited", case,
                 key=f"review:{case.id}:{case.current_id}")
