"""What cases say of somebody, given out and forgotten (see `base/personal_data.py`)."""
from typing import Any

from cop.cases.queries import personal
from cop.cases.service.forgetting import forget_person
from cop.people.models import Person

COLUMNS = (
    "cases.author_id", "cases.owner_id", "cases.deputy_id", "case_revisions.written_by_id",
    "case_writers.person_id",
    "case_decisions.decided_by_id", "case_comments.author_id", "case_reviews.reviewer_id",
    "case_reviews.invited_by_id", "case_translations.translator_id",
    "case_translations.decided_by_id", "adoptions.person_id", "adoptions.hidden_by_id",
    "case_quotations.person_id", "case_quotations.asked_by_id")


def export_of(person: Person) -> dict[str, Any]:
    return {
        "cases": [{"number": case.id, "status": case.status, "kept by": list(case.keeper_ids),
                   "versions": [{"number": text.number, "written": text.created_at.isoformat(),
                                 **text.values} for text in personal.list_texts_of(case)]}
                  for case in personal.list_cases_of(person)],
        "used elsewhere": [{
            "case": use.case_id, "region": use.region, "since": use.since, "changed": use.changed,
            "cost": use.cost, "result": use.result, "outcome": use.outcome,
            "named": use.names_person, "later": [
                {"months": told.months, "outcome": told.outcome, "words": told.words}
                for told in use.results]} for use in personal.list_uses_of(person)],
        "reviews": [{"case": review.case_id, "asked": review.created_at.isoformat(),
                     "scores": review.scores, "evidence": review.evidence_level,
                     "opinion": review.opinion} for review in personal.list_reviews_of(person)],
        "comments": [{"case": said.case_id, "field": said.field, "text": said.text}
                     for said in personal.list_comments_of(person)],
        "decisions": [{"case": step.case_id, "step": step.to_status, "reason": step.reason,
                       "at": step.created_at.isoformat()}
                      for step in personal.list_decisions_of(person)],
        "quotations": [{"case": said.case_id, "words": said.words, "answer": said.answer}
                       for said in personal.list_quotations_of(person)],
        "translations": [{"case": text.case_id, "language": text.language, **text.fields}
                         for text in personal.list_translations_of(person)],
    }


def erase(person: Person, *, keep_works: bool) -> None:
    forget_person(person, keep_works=keep_works)
