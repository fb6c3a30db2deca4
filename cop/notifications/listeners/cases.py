"""What happens to cases, and whom it concerns: authors, keepers, curators, reviewers."""
from cop.base.clock import now
from cop.base.events import on
from cop.cases.events import (
    AdoptionHidden,
    AdoptionResultDue,
    AdoptionResultTold,
    CaseAdopted,
    CaseDecided,
    CaseHandedOver,
    CasePublished,
    CaseSubmitted,
    ConfirmationDue,
    DecisionAnswered,
    OpinionGiven,
    QuotationAnswered,
    QuotationAsked,
    ReviewDeclined,
    ReviewerInvited,
    TranslationAccepted,
    TranslationDeclined,
    TranslationProposed,
)
from cop.cases.models.adoptions import Adoption
from cop.cases.queries.translations import list_out_of_date
from cop.discussions.events import TopicOpened
from cop.notifications.kinds import KINDS
from cop.notifications.queries import whom
from cop.notifications.service import telling as service


@on(CaseSubmitted)
def tell_curators(event: CaseSubmitted) -> None:
    case = whom.get_case(event.case_id)
    service.tell(whom.list_curators(case), "case_submitted", case, actor_id=case.author_id,
                 key=f"submitted:{case.id}:{case.current_id}")


@on(CaseDecided)
def tell_the_author(event: CaseDecided) -> None:
    case, decision = whom.get_case(event.case_id), whom.get_decision(event.decision_id)
    restored = (decision.from_status, decision.to_status) == ("archived", "published")
    kind = f"case_{'restored' if restored else decision.to_status}"
    if case.author.active:
        service.tell([case.author_id], kind if kind in KINDS else "case_changed", case,
                     key=f"decision:{decision.id}", actor_id=decision.decided_by_id)


@on(CaseAdopted)
def tell_whose_case_is_used(event: CaseAdopted) -> None:
    """Its author and who keeps it; by whom it is used only if they want to be named."""
    if adoption := whom.find_adoption(event.adoption_id):
        _tell_of_adoption(adoption, "case_adopted", f"adopted:{adoption.id}")


@on(AdoptionResultTold)
def tell_how_it_went_elsewhere(event: AdoptionResultTold) -> None:
    if adoption := whom.find_adoption(event.adoption_id):
        _tell_of_adoption(adoption, "adoption_told", f"adopted:{adoption.id}:{event.months}")


@on(AdoptionResultDue)
def ask_who_uses_it(event: AdoptionResultDue) -> None:
    if adoption := whom.find_adoption(event.adoption_id):
        service.tell([adoption.person_id], "adoption_due", adoption.case,
                     key=f"adoption:{adoption.id}:{event.months}")


@on(AdoptionHidden)
def tell_whose_entry_is_hidden(event: AdoptionHidden) -> None:
    if adoption := whom.find_adoption(event.adoption_id):
        service.tell(whom.list_active([adoption.person_id]), "adoption_hidden", adoption.case,
                     key=f"adoption:{adoption.id}:hidden:{now():%Y-%m-%d}")


@on(ReviewerInvited)
def tell_the_reviewer(event: ReviewerInvited) -> None:
    """Only who is still the one asked, should the curators have thought again meanwhile."""
    case = whom.get_case(event.case_id)
    asked = [review.reviewer_id for review in case.round
             if review.reviewer_id == event.reviewer_id and review.reviewer.active]
    service.tell(asked, "review_invited", case, key=f"review:{case.id}:{case.current_id}")


@on(OpinionGiven)
def tell_of_the_opinion(event: OpinionGiven) -> None:
    """Its author hears it of their own case, the curators of one in their care."""
    case, decision = whom.get_case(event.case_id), whom.get_decision(event.decision_id)
    key, actor_id = f"decision:{decision.id}", decision.decided_by_id
    if case.author.active:
        service.tell([case.author_id], "case_opinion", case, key=key, actor_id=actor_id)
    service.tell(whom.list_curators(case), "opinion_given", case, key=key, actor_id=actor_id)


@on(ReviewDeclined)
def tell_who_looks_for_reviewers(event: ReviewDeclined) -> None:
    case = whom.get_case(event.case_id)
    service.tell(whom.list_curators(case), "review_declined", case,
                 key=f"declined:{event.review_id}")


@on(DecisionAnswered)
def tell_of_the_answer(event: DecisionAnswered) -> None:
    case, decision = whom.get_case(event.case_id), whom.get_decision(event.decision_id)
    service.tell(whom.list_curators(case), "decision_answered", case,
                 key=f"decision:{decision.id}", actor_id=decision.decided_by_id)


@on(ConfirmationDue)
def ask_who_keeps_it(event: ConfirmationDue) -> None:
    """Where nobody keeps it any more, the curators hear."""
    case = whom.get_case(event.case_id)
    keepers = whom.list_active(case.keeper_ids)
    service.tell(keepers or whom.list_curators(case), "confirmation_due", case,
                 key=f"confirm:{case.id}:{case.confirm_by:%Y-%m-%d}")


@on(CaseHandedOver)
def tell_the_new_keeper(event: CaseHandedOver) -> None:
    case = whom.get_case(event.case_id)
    service.tell([event.person_id], "case_handed_over", case, actor_id=event.by_id,
                 key=f"handed:{case.id}:{event.by_id}:{event.person_id}")


@on(TopicOpened)
def tell_who_keeps_the_case(event: TopicOpened) -> None:
    """A question about a case reaches who wrote and who keeps it; by this one, whatever else the
    topic is to them: it is ordered before what `discussions.py` orders."""
    opening = whom.get_opening(event.topic_id)
    if opening.topic.subject_kind == "case":
        case = whom.get_case(opening.topic.subject_id)
        people = whom.who_hears_of([case.author_id, *case.keeper_ids], opening)
        service.tell(people, "case_asked_about", opening, key=f"post:{opening.id}",
                     actor_id=opening.author_id)


@on(QuotationAsked)
def ask_whose_words_they_are(event: QuotationAsked) -> None:
    quotation = whom.get_quotation(event.quotation_id)
    if quotation and not quotation.answer and quotation.person.active:
        service.tell([event.person_id], "quotation_asked", quotation,
                     key=f"quotation:{quotation.id}", actor_id=quotation.asked_by_id)


@on(QuotationAnswered)
def tell_who_asked_for_words(event: QuotationAnswered) -> None:
    """Who keeps the case, whoever asked."""
    case, quotation = whom.get_case(event.case_id), whom.get_quotation(event.quotation_id)
    if quotation:
        service.tell(whom.list_active(case.keeper_ids), "quotation_answered", case,
                     key=f"answered:{quotation.id}:{quotation.answer}:"
                         f"{quotation.answered_at.isoformat()}")


@on(TranslationProposed)
def tell_who_decides_about_it(event: TranslationProposed) -> None:
    """Who keeps the case; where nobody does any more, the curators."""
    translation = whom.get_translation(event.translation_id)
    case = translation.case
    keepers = whom.list_active(case.keeper_ids)
    service.tell(keepers or whom.list_curators(case), "translation_proposed", case,
                 key=f"proposed:{translation.id}:{translation.save_count}",
                 actor_id=translation.translator_id)


@on(TranslationAccepted)
def tell_whose_translation_is_read(event: TranslationAccepted) -> None:
    _tell_translator(event.translation_id, "translation_accepted")


@on(TranslationDeclined)
def tell_whose_translation_came_back(event: TranslationDeclined) -> None:
    _tell_translator(event.translation_id, "translation_declined")


@on(CasePublished)
def tell_whose_translation_is_behind(event: CasePublished) -> None:
    """Of each text once, whoever translated what readers are offered."""
    case = whom.get_case(event.case_id)
    for translation in list_out_of_date(case):
        service.tell(whom.list_active([translation.translator_id]), "translation_behind", case,
                     key=f"behind:{translation.id}:{case.published_id}")


def _tell_of_adoption(adoption: Adoption, kind: str, key: str) -> None:
    case = adoption.case
    told = set(whom.list_active([case.author_id, *case.keeper_ids])) - {adoption.person_id}
    service.tell(told, kind, case, key=key,
                 actor_id=adoption.person_id if adoption.names_person else None)


def _tell_translator(translation_id: int, kind: str) -> None:
    translation = whom.get_translation(translation_id)
    service.tell(whom.list_active([translation.translator_id]), kind, translation.case,
                 key=f"{kind}:{translation.id}:{translation.save_count}",
                 actor_id=translation.decided_by_id)
