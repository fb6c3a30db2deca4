"""The clockwork of cases: who keeps a published case is asked in time whether it is still true,
who uses one elsewhere how it went."""
from datetime import timedelta

from cop.base.jobs import every
from cop.cases.service import adoptions, keeping


@every(timedelta(hours=12))
def ask_to_confirm() -> None:
    keeping.ask_to_confirm()


@every(timedelta(hours=12))
def ask_for_results() -> None:
    adoptions.ask_for_results()
