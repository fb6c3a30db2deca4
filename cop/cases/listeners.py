"""The clockwork of cases: who keeps a published case is asked in time whether it is still true."""
from datetime import timedelta

from cop.base.jobs import every
from cop.cases.service import keeping


@every(timedelta(hours=12))
def ask_to_confirm() -> None:
    keeping.ask_to_confirm()
