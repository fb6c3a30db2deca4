"""Everything that changes digests. What goes into one is not chosen here."""
from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.db import add
from cop.base.errors import Invalid
from cop.base.verdict import require
from cop.digests.models import AUDIENCES, Digest
from cop.digests.policy import may_make_digest
from cop.people.models import Person
from cop.vocabulary.lists import REGIONS

LONGEST = timedelta(days=366)


def make_digest(maker: Person, *, regions: Sequence[str], first_day: date, last_day: date,
                language: str, audience: str = "members") -> Digest:
    """A digest of these regions and days. Invalid names the field that cannot be taken."""
    _check(regions, first_day, last_day, audience)
    require(may_make_digest(maker, regions))
    digest = Digest(first_day=first_day, last_day=last_day, language=language, audience=audience,
                    made_by=maker)
    digest.regions = sorted(set(regions))
    add(digest)
    record(maker.id, "digest.made", digest, regions=digest.regions[:])
    return digest


def _check(regions: Sequence[str], first_day: date, last_day: date, audience: str) -> None:
    unknown = [code for code in regions if code not in REGIONS]
    if unknown or not regions:
        raise Invalid({"regions": _("Please choose a region; «%(code)s» is not one.",
                                    code=", ".join(unknown))})
    if last_day < first_day:
        raise Invalid({"last_day": _("The last day lies before the first.")})
    if last_day - first_day > LONGEST:
        raise Invalid({"last_day": _("A digest covers a year at most.")})
    if audience not in AUDIENCES:
        raise Invalid({"audience": _("A digest is for members or for the public.")})
