"""What happens to cases. What it means is said by those who listen."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseSubmitted(Event):
    """Its author asks for publication; curators have a first answer to give."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseDecided(Event):
    """A curator took a step: `decision_id` says which, and why."""

    case_id: int
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewerInvited(Event):
    """Somebody is asked for their opinion on a case."""

    case_id: int
    reviewer_id: int


@dataclass(frozen=True, kw_only=True)
class OpinionGiven(Event):
    """An invited reviewer scored the case: `decision_id` holds what they think."""

    case_id: int
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class CasePublished(Event):
    """Readers see a new text now, or see the case in the library again."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseHidden(Event):
    """Readers no longer see the case: it was withdrawn."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewDeclined(Event):
    """Somebody who was asked for a review said no: curators look for another."""

    case_id: int
    review_id: int


@dataclass(frozen=True, kw_only=True)
class DecisionAnswered(Event):
    """The author of a case had a word on a decision: `decision_id` holds it."""

    case_id: int
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ConfirmationDue(Event):
    """It is long ago that somebody said a published case is true."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseHandedOver(Event):
    """Somebody became owner or deputy of a case."""

    case_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True, kw_only=True)
class CaseAdopted(Event):
    """Somebody uses a case elsewhere, and said so for the first time."""

    case_id: int
    adoption_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class AdoptionsCounted(Event):
    """In more or fewer places than before a case is used."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class AdoptionResultDue(Event):
    """So many months after the beginning somebody is asked how it went."""

    adoption_id: int
    months: int


@dataclass(frozen=True, kw_only=True)
class AdoptionResultTold(Event):
    """Somebody said how it went so many months after the beginning."""

    adoption_id: int
    months: int


@dataclass(frozen=True, kw_only=True)
class AdoptionHidden(Event):
    """A curator hid what somebody said of how they use a case."""

    adoption_id: int
    by_id: int


@dataclass(frozen=True, kw_only=True)
class TranslationProposed(Event):
    """Somebody translated a case: who keeps it, or a curator, decides."""

    case_id: int
    translation_id: int


@dataclass(frozen=True, kw_only=True)
class TranslationAccepted(Event):
    """Readers are offered a case in another language, or in better words."""

    case_id: int
    translation_id: int


@dataclass(frozen=True, kw_only=True)
class TranslationDeclined(Event):
    """A translation went back to its translator, and away from readers."""

    case_id: int
    translation_id: int


@dataclass(frozen=True, kw_only=True)
class MachineAsked(Event):
    """Somebody has a case translated by a machine."""

    case_id: int
    person_id: int
    language: str


@dataclass(frozen=True, kw_only=True)
class QuotationAsked(Event):
    """A case would like to quote somebody's post."""

    quotation_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class QuotationAnswered(Event):
    """Somebody said how they may be quoted, or that they may not."""

    case_id: int
    quotation_id: int
