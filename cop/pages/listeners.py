"""The clock of what nobody looks after: administrators are told of it each week."""
from datetime import timedelta

from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.jobs import every
from cop.pages.queries.admin import list_administrators
from cop.people.letters import tell
from cop.succession.queries import list_left_alone
from cop.web.links import public_url


@every(timedelta(days=7))
def remind_of_what_is_left_alone() -> None:
    for administrator in list_administrators():
        if not (left := list_left_alone(administrator)):
            return
        tell(administrator, lambda left=left: (_("Something here is looked after by nobody"), [
            _("Spaces, practices, guides, events or digests have nobody any more who looks after "
              "them: %(count)d. Name a successor for each:", count=len(left)),
            public_url("/admin/left-alone")]),
             kind="left_alone", key=f"left_alone:{now():%Y%m%d}")
