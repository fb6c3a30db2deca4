"""The part of an organisation's page with its published practices."""
from flask import render_template

from cop.cases.queries.library import list_of_organisation
from cop.people.models import Organisation
from cop.web.session import me


def cases_of(organisation: Organisation) -> str:
    """Fills the page of an organisation (slot organisation)."""
    cases = list_of_organisation(me(), organisation)
    return render_template("cases/_of_organisation.html", cases=cases) if cases else ""
