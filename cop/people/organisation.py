"""What an organisation says of itself, and what is wrong with it.

Where it is stored is the matter of `service/organisations.py`.
"""
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.vocabulary.lists import BODY_TYPES, COUNTRIES, REGIONS, SCOPES, TARGET_GROUPS, THEMES
from cop.vocabulary.terms import Vocabulary

#: How many people work there.
STAFF = {"1-9": _l("1 to 9 people"), "10-49": _l("10 to 49 people"),
         "50-249": _l("50 to 249 people"), "250-999": _l("250 to 999 people"),
         "1000": _l("1,000 people and more")}
LONGEST_BUDGET = 200


@dataclass(frozen=True, kw_only=True)
class Description:
    """A whole organisation as its members want it to be. Lists hold codes of the vocabulary;
    `budget` is in their own words."""

    country: str = ""
    region: str = ""
    body_type: str = ""
    reach: str = ""
    staff: str = ""
    budget: str = ""
    target_groups: Sequence[str] = ()
    themes: Sequence[str] = ()


def problems(said: Description) -> dict[str, str]:
    """Field → sentence, for everything that cannot be taken."""
    found = {
        "country": _unknown([said.country], COUNTRIES), "region": _unknown([said.region], REGIONS),
        "body_type": _unknown([said.body_type], BODY_TYPES),
        "reach": _unknown([said.reach], SCOPES),
        "staff": "" if said.staff in ("", *STAFF) else _("Choose one of the list."),
        "budget": "" if len(said.budget) <= LONGEST_BUDGET else _(
            "There is room for %(most)d characters.", most=LONGEST_BUDGET),
        "target_groups": _unknown(said.target_groups, TARGET_GROUPS),
        "themes": _unknown(said.themes, THEMES),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def _unknown(codes: Sequence[str], vocabulary: Vocabulary) -> str:
    wrong = [code for code in codes if code and code not in vocabulary]
    return _("We do not know “%(code)s”.", code=", ".join(wrong)) if wrong else ""
