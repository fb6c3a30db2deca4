"""The issues that went out with a case in it, for who withdraws the case."""
from flask_babel import force_locale

from cop.cases.departures import Departure
from cop.cases.models.cases import Case
from cop.digests.queries.digests import list_issues_with
from cop.digests.words import title_of


def list_departures_with(case: Case) -> list[Departure]:
    found = []
    for digest in list_issues_with("case", case.id):
        with force_locale(digest.language):
            found.append(Departure(
                kind="digest", title=title_of(digest), language=digest.language,
                address=f"/digests/{digest.id}", day=f"{digest.frozen_there:%Y-%m-%d}"))
    return found
