"""Digests begun: by a manager, by the command line, and by the clock on the first of a month."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.db import add
from cop.base.errors import Invalid
from cop.base.verdict import require
from cop.digests.models import AUDIENCES, Digest
from cop.digests.period import Period
from cop.digests.policy import may_make_digest
from cop.digests.queries import digests as queries
from cop.people.models import Person
from cop.spaces.models import Space
from cop.vocabulary.lists import REGIONS

LONGEST = timedelta(days=366)
MOST_ITEMS = 500


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Where, when, in which language, for whom; `text_languages` and `themes` narrow what goes in,
    `most` is how many of each part. Without regions: the whole system."""

    regions: Sequence[str]
    first_day: date
    last_day: date
    language: str
    audience: str = "members"
    space: Space | None = None
    text_languages: Sequence[str] = ()
    themes: Sequence[str] = ()
    most: int = 40


def make_digest(maker: Person, plan: Plan) -> Digest:
    """A draft. Invalid names the field that cannot be taken."""
    require(may_make_digest(maker, plan.regions, plan.space))
    digest = as_planned(plan)
    digest.made_by = maker
    if last := queries.find_last_issue(digest):
        digest.logo_id = last.logo_id
    add(digest)
    record(maker.id, "digest.made", digest, regions=digest.regions[:])
    return digest


def make_in_language(maker: Person, digest: Digest, language: str) -> Digest:
    """A draft of the same in another language, arranged alike. Its foreword and notes are those of
    the first: its editors translate them."""
    copy = make_digest(maker, Plan(
        regions=digest.regions[:], first_day=digest.first_day, last_day=digest.last_day,
        language=language, audience=digest.audience, space=digest.space, most=digest.most,
        text_languages=digest.text_languages, themes=digest.themes))
    copy.arrangement, copy.foreword = dict(digest.arrangement), digest.foreword
    copy.logo_id = digest.logo_id
    return copy


def as_planned(plan: Plan) -> Digest:
    """A digest that nobody keeps, for whoever only wants its paper."""
    _check(plan)
    digest = Digest(
        first_day=plan.first_day, last_day=plan.last_day, language=plan.language,
        audience=plan.audience, space=plan.space, text_languages=list(plan.text_languages),
        themes=list(plan.themes), most=plan.most, arrangement={}, foreword="")
    digest.regions = sorted(set(plan.regions))
    return digest


def draft_month(region: str, month: Period, language: str) -> Digest | None:
    """The draft of a month of a region (of the whole system: empty), once whatever happens."""
    name = f"{region or '*'}:{month.first:%Y-%m}"
    if queries.is_drafted(name):
        return None
    digest = as_planned(Plan(
        regions=[region] if region else [], first_day=month.first, last_day=month.last,
        language=language))
    digest.month_of = name
    if last := queries.find_last_issue(digest):
        digest.logo_id = last.logo_id
    add(digest)
    record(None, "digest.drafted", digest, regions=digest.regions[:])
    return digest


def _check(plan: Plan) -> None:
    unknown = [code for code in plan.regions if code not in REGIONS]
    if unknown:
        raise Invalid({"regions": _("Please choose a region; “%(code)s” is not one.",
                                    code=", ".join(unknown))})
    if plan.last_day < plan.first_day:
        raise Invalid({"last_day": _("The last day lies before the first.")})
    if plan.last_day - plan.first_day > LONGEST:
        raise Invalid({"last_day": _("A digest covers a year at most.")})
    if plan.audience not in AUDIENCES or (plan.audience == "space") != (plan.space is not None):
        raise Invalid({"audience": _("A digest is for the public, for members, for the members of "
                                     "a space or for managers.")})
    if not 1 <= plan.most <= MOST_ITEMS:
        raise Invalid({"most": _("Between 1 and %(most)s.", most=MOST_ITEMS)})
