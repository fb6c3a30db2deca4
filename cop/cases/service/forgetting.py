"""What becomes of cases when somebody wants to be forgotten. The account itself: `people/`.

Decisions stay with their reasons: who decides for others answers for it, without a name.
"""
from cop.base.clock import now
from cop.base.db import db
from cop.base.events import publish
from cop.cases.events import CaseHidden, CasePublished
from cop.cases.models.cases import Case
from cop.cases.queries import personal
from cop.cases.service.adoptions import forget_adoption
from cop.cases.service.quoting import answer_quotation
from cop.cases.service.writing import write_revision
from cop.people.models import Person


def forget_person(person: Person, *, keep_works: bool) -> None:
    """Published cases and what was told of their use stay without the name, or go."""
    for quotation in personal.list_quotations_of(person):
        kept = keep_works and quotation.is_given
        answer_quotation(person, quotation, "anonymous" if kept else "no")
    for case in personal.list_cases_of(person):
        _forget_in(case, person, keep_works=keep_works)
    for use in personal.list_uses_of(person):
        if keep_works:
            use.names_person, use.ask_on = False, None
        else:
            forget_adoption(use)
    _forget_reviews(person, keep_works=keep_works)
    for text in personal.list_translations_of(person):
        if text.state in ("draft", "proposed") or not keep_works:
            db.session.delete(text)


def leave_out_organisation(person: Person) -> None:
    """What stays of theirs does not say for whom they worked, either."""
    for case in personal.list_cases_of(person):
        if case.author_id == person.id:
            case.organisation = case.organisation_id = None
    for use in personal.list_uses_of(person):
        use.organisation = use.organisation_id = None


def _forget_in(case: Case, person: Person, *, keep_works: bool) -> None:
    if case.owner_id == person.id:
        case.owner = case.owner_id = None
    if case.deputy_id == person.id:
        case.deputy = case.deputy_id = None
    if case.author_id != person.id:
        return
    case.organisation_only = True
    if keep_works and case.published_id:
        _forget_contact(case, person)
        publish(CasePublished(case_id=case.id))
    else:
        _empty(case)


def _forget_contact(case: Case, person: Person) -> None:
    """Whom to ask is nobody of that name or address any more, in no version."""
    for text in personal.list_texts_of(case):
        contact = str(text.fields.get("contact", ""))
        if person.email in contact or person.name in contact:
            write_revision(text, {**text.values, "contact": {}})


def _empty(case: Case) -> None:
    """Nothing is left of what it said; nobody but curators finds it."""
    for text in personal.list_texts_of(case):
        write_revision(text, {})
        text.note = ""
    was_out, case.published, case.due_at = case.published_id is not None, None, None
    case.status, case.withdrawn_at, case.withdrawal_reason = "withdrawn", None, ""
    db.session.flush()
    if case.current:
        case.show(case.current)
    if was_out:
        publish(CaseHidden(case_id=case.id))


def _forget_reviews(person: Person, *, keep_works: bool) -> None:
    """What is still waited for is declined; scores stay, publication stands on them."""
    for review in personal.list_reviews_of(person):
        if review.is_open:
            review.declined_at = now()
        if not keep_works:
            review.opinion = ""
    for said in personal.list_comments_of(person) if not keep_works else ():
        db.session.delete(said)
