"""The clock of what is sealed and of what is not kept any longer."""
from datetime import timedelta

from cop.base import audit_chain
from cop.base.clock import now
from cop.base.jobs import every
from cop.base.site import read_site

MONTH = timedelta(days=30.44)


@every(timedelta(minutes=1))
def seal_the_audit_log() -> None:
    audit_chain.seal_entries()


@every(timedelta(days=1))
def forget_old_entries() -> None:
    audit_chain.forget_entries(before=now() - read_site().audit_kept * MONTH)
