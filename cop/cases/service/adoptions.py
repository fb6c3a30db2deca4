"""Telling that a case is used elsewhere, and how it went. Who may: `policy/adoptions.py`."""
from dataclasses import asdict, dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.events import publish
from cop.base.text import clean
from cop.base.verdict import require
from cop.cases.deadlines import last_step, next_step
from cop.cases.events import (
    AdoptionHidden,
    AdoptionResultDue,
    AdoptionResultTold,
    AdoptionsCounted,
    CaseAdopted,
)
from cop.cases.models.adoptions import ASKED_AFTER, OUTCOMES, Adoption, AdoptionResult
from cop.cases.models.cases import Case
from cop.cases.policy.adoptions import (
    may_adopt,
    may_hide_adoption,
    may_remove_adoption,
    may_tell_result,
)
from cop.cases.queries.adoptions import find_adoption, list_results_due, places_in_use
from cop.cases.service.steps import clean_reason, refuse_problems
from cop.cases.template import MONTH
from cop.people.models import Person
from cop.vocabulary.lists import REGIONS

LONGEST_WORDS = 1000
LONGEST_COST = 200


@dataclass(frozen=True, kw_only=True)
class Use:
    """What somebody tells of how they use a case; `outcome` is one of OUTCOMES or empty."""

    region: str
    since: str
    changed: str = ""
    cost: str = ""
    result: str = ""
    outcome: str = ""
    names_person: bool = False

    def tidied(self) -> dict[str, str | bool]:
        return {name: clean(said).strip() if isinstance(said, str) else said
                for name, said in asdict(self).items()}


def adopt_case(person: Person, case: Case, use: Use) -> Adoption:
    """Say that one uses a case, or say it anew. Who keeps it hears of it the first time."""
    require(may_adopt(person, case))
    told = use.tidied()
    refuse_problems(adoption_problems(Use(**told)))
    _hold(case)
    adoption = find_adoption(person, case)
    if is_new := adoption is None:
        adoption = add(Adoption(case_id=case.id, person_id=person.id,
                                organisation_id=person.organisation_id, **told))
    for name, value in told.items():
        setattr(adoption, name, value)
    _plan_asking(adoption)
    _count(case)
    if is_new:
        publish(CaseAdopted(case_id=case.id, adoption_id=adoption.id, person_id=person.id))
    return adoption


def tell_result(person: Person, adoption: Adoption, *, outcome: str,
                words: str) -> AdoptionResult:
    """Say how it went by now: it stands for the last number of months that is over."""
    require(may_tell_result(person, adoption))
    refuse_problems(result_problems(outcome, words))
    _hold(adoption.case)
    months = last_step(adoption.since, ASKED_AFTER, now().date())
    result = next((told for told in adoption.results if told.months == months), None)
    if result is None:
        result = AdoptionResult(months=months)
        adoption.results.append(result)
    result.outcome = adoption.outcome = outcome
    result.words = clean(words).strip()
    _plan_asking(adoption)
    _count(adoption.case)
    publish(AdoptionResultTold(adoption_id=adoption.id, months=months))
    return result


def remove_adoption(person: Person, adoption: Adoption) -> None:
    """Take one's own entry away, with all that was told."""
    require(may_remove_adoption(person, adoption))
    forget_adoption(adoption)


def forget_adoption(adoption: Adoption) -> None:
    """Delete an entry and count anew, whoever wants it gone."""
    _hold(adoption.case)
    db.session.delete(adoption)
    _count(adoption.case)


def hide_adoption(curator: Person, adoption: Adoption, reason: str) -> None:
    """Nobody but its author sees the entry any more, who reads why."""
    require(may_hide_adoption(curator, adoption))
    _hold(adoption.case)
    adoption.hidden_reason, adoption.hidden_at = clean_reason(reason), now()
    adoption.hidden_by_id = curator.id
    _count(adoption.case)
    record(curator.id, "adoption.hidden", adoption)
    publish(AdoptionHidden(adoption_id=adoption.id, by_id=curator.id))


def show_adoption(curator: Person, adoption: Adoption) -> None:
    """Let readers see again what was hidden."""
    require(may_hide_adoption(curator, adoption))
    _hold(adoption.case)
    adoption.hidden_at, adoption.hidden_by_id, adoption.hidden_reason = None, None, ""
    _count(adoption.case)
    record(curator.id, "adoption.shown", adoption)


def ask_for_results() -> int:
    """Ask those whose day has come how it went, once for each. How many that are."""
    today = now().date()
    due = list_results_due(today)
    for adoption in due:
        months = last_step(adoption.since, ASKED_AFTER, today)
        publish(AdoptionResultDue(adoption_id=adoption.id, months=months))
        _plan_asking(adoption)
    return len(due)


def adoption_problems(use: Use) -> dict[str, str]:
    """field → why it cannot be taken; empty when all can."""
    problems = {
        "region": "" if use.region in REGIONS else _("Please name the region or the country."),
        "since": _since_problem(use.since), "changed": _too_long(use.changed, LONGEST_WORDS),
        "cost": _too_long(use.cost, LONGEST_COST), "result": _too_long(use.result, LONGEST_WORDS),
        "outcome": "" if use.outcome in ("", *OUTCOMES) else _("Choose one of the list."),
    }
    return {field: sentence for field, sentence in problems.items() if sentence}


def result_problems(outcome: str, words: str) -> dict[str, str]:
    problems = {"outcome": "" if outcome in OUTCOMES else _("Please say what became of it."),
                "words": _too_long(words, LONGEST_WORDS)}
    return {field: sentence for field, sentence in problems.items() if sentence}


def _since_problem(since: str) -> str:
    if not MONTH.fullmatch(since):
        return _("Please write a year and a month, as 2026-03.")
    return _("This month has not come yet.") if since > now().strftime("%Y-%m") else ""


def _too_long(words: str, most: int) -> str:
    return _("There is room for %(most)d characters.", most=most) if len(words) > most else ""


def _plan_asking(adoption: Adoption) -> None:
    """The next day to ask how it went; never again once it stopped."""
    adoption.ask_on = None if adoption.outcome == "stopped" else next_step(
        adoption.since, ASKED_AFTER, now().date())


def _hold(case: Case) -> None:
    """Let two who tell of one case at once do so one after the other."""
    db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())


def _count(case: Case) -> None:
    """In how many places the case is used."""
    db.session.flush()
    places = places_in_use().where(Adoption.case_id == case.id).subquery()
    before = case.adoption_count
    db.session.execute(
        update(Case).where(Case.id == case.id)
        .values(adoption_count=select(func.count()).select_from(places).scalar_subquery())
        .execution_options(synchronize_session=False))
    db.session.refresh(case, ["adoption_count"])
    if case.adoption_count != before:
        publish(AdoptionsCounted(case_id=case.id))
