"""Telling in the demo where else a case is used, and how it went there."""
from collections.abc import Iterable, Mapping
from typing import Any

from cop.base.clock import at
from cop.cases.models.cases import Case
from cop.cases.service.adoptions import Use, adopt_case, tell_result
from cop.demo.stories import days_ago
from cop.people.models import Person

SAID = ("region", "changed", "cost", "result", "names_person")


def tell_adoptions(case: Case, told: Iterable[dict[str, Any]],
                   people: Mapping[str, Person]) -> None:
    """Each was begun `since_days_ago`, or on the day it was told."""
    for used in told:
        person = people[used["author"]]
        since = days_ago(used.get("since_days_ago", used["days_ago"]))
        with at(days_ago(used["days_ago"])):
            adoption = adopt_case(person, case, Use(since=f"{since:%Y-%m}", **{
                name: used[name] for name in SAID if name in used}))
        for result in used.get("results", ()):
            with at(days_ago(result["days_ago"])):
                tell_result(person, adoption, outcome=result["outcome"], words=result["words"])
