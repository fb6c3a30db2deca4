"""The clock of what administrators look after, who are told of it each week."""
from datetime import timedelta

from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.jobs import every
from cop.base.site import read_site
from cop.pages import statement
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


@every(timedelta(days=7))
def remind_of_the_statement() -> None:
    today = now().date()
    if not statement.is_due(read_site(), today):
        return
    for administrator in list_administrators():
        tell(administrator, lambda: (_("The accessibility statement is to be reviewed"), [
            _("By 23 September it has to be looked over, as every year: is what it says still so, "
              "and is what was mended taken out? Read it:"), public_url("/accessibility"),
            _("Then decide what is known, and the day of the review:"),
            public_url("/admin/settings/accessibility")]),
             kind="statement_due", key=f"statement_due:{today:%Y%m%d}")
