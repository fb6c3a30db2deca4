"""On the first of a month the draft of the last one waits, once, by the clocks of the region."""
from datetime import UTC, date, datetime

from sqlalchemy import select

from cop.base.clock import at
from cop.base.db import db
from cop.base.jobs import wind_clockwork
from cop.digests.listeners import draft_last_month
from cop.digests.models import Digest


def drafts():
    return [(d.regions[:], d.first_day, d.language, d.made_by_id)
            for d in db.session.scalars(select(Digest).order_by(Digest.id))]


def test_the_draft_of_a_quiet_month_waits_for_the_manager_once(app, make):
    make.granted("regional_manager", "region", "ITI1", interface_language="it")
    make.granted("regional_manager", "region", "ITI1", interface_language="en")
    with at(datetime(2026, 10, 31, 22, 30, tzinfo=UTC)):  # the 31st in Italy, too
        draft_last_month()
    assert drafts() == [(["ITI1"], date(2026, 9, 1), "it", None)]
    for moment in (datetime(2026, 10, 31, 23, 30, tzinfo=UTC),  # the first, in Italy
                   datetime(2026, 11, 20, 9, tzinfo=UTC)):
        with at(moment):
            draft_last_month()
    assert drafts()[1:] == [(["ITI1"], date(2026, 10, 1), "it", None)]


def test_who_manages_everything_has_a_draft_of_everything(app, make):
    make.granted("regional_manager", interface_language="en")
    make.granted("regional_manager", "region", "ITI1", active=False)
    draft_last_month()
    assert [regions for regions, *_ in drafts()] == [[]]


def test_the_clock_orders_it(app, make, run_jobs):
    make.granted("regional_manager", "region", "ITI1")
    db.session.commit()
    wind_clockwork()
    run_jobs()
    assert len(drafts()) == 1
