"""What somebody looks for in the library of cases."""
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from cop.cases.template import our_language
from cop.people.territory import unknown_region
from cop.vocabulary.lists import EVIDENCE_LEVELS, LANGUAGES, OUTCOMES, THEMES
from cop.vocabulary.regions import find_region


class LibraryForm(FlaskForm):
    """What somebody looks for in the library. Wrong choices find everything."""

    class Meta:
        csrf = False

    region = StringField(_l("Region or country"))
    theme = SelectField(_l("Theme"))
    language = SelectField(_l("Language"), name="lang")
    outcome = SelectField(_l("How it went"))
    evidence = SelectField(_l("Evidence"))
    archived = SelectMultipleField(_l("Archive"), choices=[("1", _l("with archived cases"))],
                                   widget=ListWidget(prefix_label=False),
                                   option_widget=CheckboxInput())

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = our_language()
        self.theme.choices = [("", _l("Any theme")), *THEMES.choices(here)]
        self.language.choices = [("", _l("Any language")), *LANGUAGES.choices(here)]
        self.outcome.choices = [("", _l("Any outcome")), *OUTCOMES.choices(here)]
        self.evidence.choices = [("", _l("Any")), *(
            (code, _l("%(level)s or stronger", level=f"{code} {label}"))
            for code, label in EVIDENCE_LEVELS.choices(here) if code > "E0")]

    @property
    def unknown_region(self) -> str:
        """The sentence for a region that is not known; nothing when all is well."""
        typed = (self.region.data or "").strip()
        return unknown_region(typed, our_language()) if typed and not find_region(typed) else ""

    @property
    def query(self) -> dict[str, Any]:
        """What was asked for, as in the address: for the links to further pages."""
        return {field.name: field.data for field in self if field.data}

    @property
    def filters(self) -> dict[str, Any]:
        """What is asked for, under the names of `queries.list_cases`."""
        region = find_region(self.region.data) or "" if self.region.data else ""
        chosen = {name: dict(self[name].choices).get(self[name].data) and self[name].data
                  for name in ("theme", "language", "outcome", "evidence")}
        chosen["evidence_min"] = chosen.pop("evidence")
        wanted = {"region": region, **chosen, "archived": bool(self.archived.data)}
        return {name: value for name, value in wanted.items() if value}
