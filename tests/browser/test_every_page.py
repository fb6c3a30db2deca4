"""Every address that is a page, as everybody who is let in sees it, and every page that says no:
axe finds nothing, the HTML is valid, nothing is wider than the window, nothing is asked elsewhere,
no script complains.

In the suite each page is seen by some in some looks; `make axe` shows all to all in all looks, and
every form that was sent with nothing in it. Pages that differ in their words alone are seen once.
"""
import os
from dataclasses import replace
from pathlib import Path

import pytest

from cop.base.db import db
from cop.cases.service import reviewing
from tests.browser.crawl import NARROW, WIDE, Crawl, Look, served
from tests.browser.stops import all_stops, empty_forms, refused, some_stops
from tests.law.walk import keys_of, nothing_stays
from tests.law.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("app", ["sqlite"], indirect=True)]

ALL = os.environ.get("COP_AXE") == "all"
#: Where the pages are kept for a checker that reads files.
KEPT = os.environ.get("COP_AXE_PAGES")
ALL_LOOKS = [
    Look(NARROW, "light"), Look(NARROW, "light", unfolded=True), Look(WIDE, "light", unfolded=True),
    *[Look(width, scheme, unfolded=True, colours=True) for width in (NARROW, WIDE)
      for scheme in ("dark", "contrast")]]
SOME_LOOKS = [[Look(width, scheme, unfolded=True)] for width, scheme in (
    (NARROW, "light"), (WIDE, "dark"), (WIDE, "light"), (NARROW, "dark"))]


@pytest.mark.timeout(4 * 3600 if ALL else 900)
def test_every_page_is_for_everybody(app, make, chromium):
    people, parts = make_world(make)
    withdrawn = make.case(status="published")
    reviewing.take_down_case(people["curator"], withdrawn, reason="It is no more.")
    parts["withdrawn"] = withdrawn.id
    keys = keys_of(app, people)
    db.session.commit()
    db.session.remove()
    with nothing_stays(write_pages=True), served(app) as server:
        crawl = Crawl(app, keys, chromium, server, kept=KEPT and Path(KEPT))
        (_see_all if ALL else _see_some)(crawl, app, parts)
        crawl.context.close()
    print(f"{len(crawl.seen)} pages of {len(crawl.routes)} addresses in {crawl.looks} looks")
    assert not crawl.wrong, "\n".join(
        f"{len(places)}× {what}\n    {places[0]}" for what, places in crawl.wrong.items())
    assert crawl.statuses >= {200, 400, 403, 404, 409, 410, 413, 421, 422, 429, 500, 503}


def _see_some(crawl, app, parts):
    for number, stop in enumerate(some_stops(app, parts)):
        crawl.go(stop, SOME_LOOKS[number // 2 % 4])
    for number, stop in enumerate(refused(app, parts)):
        crawl.go(stop, SOME_LOOKS[number % 4])


def _see_all(crawl, app, parts):
    """What is alike in English was seen in Italian, too; colours know no language."""
    for stops in (all_stops, empty_forms, refused):
        for stop in stops(app, parts):
            if crawl.go(stop, ALL_LOOKS):
                crawl.go(replace(stop, language="it"), ALL_LOOKS[:3])
