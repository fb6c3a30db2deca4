"""What the clock means for digests: on the first of a month the draft of the last one waits, and
what was planned to be sent is sent."""
from datetime import timedelta

from cop.base.jobs import every
from cop.digests.period import last_month
from cop.digests.queries.digests import list_managed
from cop.digests.service import planning
from cop.digests.service.making import draft_month
from cop.vocabulary.lists import REGIONS
from cop.vocabulary.zones import zone_of
from cop.web.links import language_of


@every(timedelta(minutes=30))
def draft_last_month() -> None:
    """For every region that somebody manages, by its own clocks; also for a quiet month."""
    for region, language in list_managed():
        if not region or region in REGIONS:
            draft_month(region, last_month(zone_of(region)), language_of(language))


@every(timedelta(minutes=1))
def send_planned() -> None:
    planning.send_planned()
