"""What happens to cases later: who keeps one is asked in time whether it is still true, who uses
one elsewhere how it went; and a machine translates, where there is one, while nobody waits."""
from collections.abc import Callable
from datetime import timedelta

from cop.base.events import on
from cop.base.jobs import every
from cop.cases.events import MachineAsked
from cop.cases.service import adoptions, keeping, machines


@every(timedelta(hours=12))
def ask_to_confirm() -> None:
    keeping.ask_to_confirm()


@every(timedelta(hours=12))
def ask_for_results() -> None:
    adoptions.ask_for_results()


@on(MachineAsked, outside=True, slow=True)
def translate_by_machine(event: MachineAsked) -> Callable[[], None]:
    return machines.translate(event.case_id, event.person_id, event.language)
