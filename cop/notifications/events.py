"""What happens to the wishes of people about their notices."""
from dataclasses import dataclass

from cop.base.events import Event


@dataclass(frozen=True, kw_only=True)
class MailPlanned(Event):
    """Somebody decided when mail may come, or that none shall."""

    person_id: int
