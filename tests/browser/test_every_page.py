"""Every address that is a page, as everybody who is let in sees it: axe finds nothing, the HTML is
valid, nothing is wider than the window, nothing is asked elsewhere, no script complains.

In the suite each page is seen by some in some looks; `make axe` shows all to all in all looks.
"""
import os
from pathlib import Path

import pytest

from cop.base.db import db
from tests.browser.crawl import (
    NARROW,
    WIDE,
    Crawl,
    Look,
    all_stops,
    served,
    some_stops,
)
from tests.law.walk import keys_of, nothing_stays
from tests.law.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("app", ["sqlite"], indirect=True)]

ALL = os.environ.get("COP_AXE") == "all"
#: Where the pages are kept for a checker that reads files.
KEPT = os.environ.get("COP_AXE_PAGES")
ALL_LOOKS = [Look(width, scheme) for width in (NARROW, WIDE)
             for scheme in ("light", "dark", "contrast")] + [Look(NARROW, "light", unfolded=True)]
SOME_LOOKS = [[Look(NARROW, "light")], [Look(WIDE, "dark", unfolded=True)],
              [Look(WIDE, "light", unfolded=True)], [Look(NARROW, "dark")]]


@pytest.mark.timeout(4 * 3600 if ALL else 900)
def test_every_page_is_for_everybody(app, make, chromium):
    people, parts = make_world(make)
    keys = keys_of(app, people)
    db.session.commit()
    db.session.remove()
    stops = (all_stops if ALL else some_stops)(app, parts)
    with nothing_stays(write_pages=True), served(app) as address:
        crawl = Crawl(app, keys, chromium, address, kept=KEPT and Path(KEPT))
        for number, stop in enumerate(stops):
            crawl.go(stop, ALL_LOOKS if ALL else SOME_LOOKS[number // 2 % 4])
        crawl.context.close()
    print(f"{len(crawl.seen)} pages of {len(crawl.routes)} addresses in {crawl.looks} looks")
    assert not crawl.wrong, "\n".join(
        f"{len(places)}× {what}\n    {places[0]}" for what, places in crawl.wrong.items())
