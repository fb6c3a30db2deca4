"""The clock of what is forgotten, and the letters of lists that have their turn."""
from datetime import timedelta

from cop.base.clock import now
from cop.base.jobs import every, job
from cop.joining import inviting
from cop.joining.service import forget_invitations, forget_refused
from cop.web.links import public_url

#: So long who decides sees that somebody asked before.
REFUSED_KEPT = timedelta(days=90)
#: So long after its end who invites sees what became of an invitation.
INVITATIONS_KEPT = timedelta(days=180)


@every(timedelta(days=1))
def forget_who_was_refused() -> None:
    forget_refused(before=now() - REFUSED_KEPT)


@every(timedelta(days=1))
def forget_who_was_invited() -> None:
    forget_invitations(before=now() - INVITATIONS_KEPT)


@job(inviting.JOB)
def write_invitations(ids: list[int]) -> None:
    inviting.write_some(ids, lambda token: public_url(f"/invitations/{token}"))
