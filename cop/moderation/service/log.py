"""What is written down of the audit log itself."""
from cop.base.audit import record
from cop.base.verdict import require
from cop.people.models import Person, Visitor
from cop.people.policy import may_administer


def note_log_taken(administrator: Person | Visitor, count: int) -> None:
    """Somebody took entries away as a file; how many."""
    require(may_administer(administrator))
    record(administrator.id, "log.taken", entries=count)
