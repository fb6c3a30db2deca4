"""Who hears of what is new in the library, and of what is asked about a case."""
from datetime import UTC, datetime, timedelta

import pytest

from cop.base.clock import at, now
from cop.base.db import db
from cop.base.events import publish
from cop.cases.events import CasePublished
from cop.guides import service as guides
from cop.notifications.listeners.mailing import order_digests
from cop.notifications.models import Notice
from cop.notifications.queries.digest import list_contents
from cop.spaces import following
from cop.spaces.levels import Level

THEME = "outreach"


@pytest.fixture
def watcher(make):
    person = make.person("Walda Kern")
    following.choose_level(person, "theme", code=THEME, level=Level.WATCHING)
    return person


def test_who_watches_a_theme_hears_of_a_new_case_once(make, heard, watcher):
    tracker = make.person("Tim")
    following.choose_level(tracker, "theme", code=THEME, level=Level.TRACKING)
    case = make.case(status="published", themes=[THEME])
    make.case(status="published", themes=["activation"])
    assert heard(watcher) == ["new_case"]
    publish(CasePublished(case_id=db.session.merge(case).id))
    assert heard(watcher) == ["new_case"]
    assert heard(tracker) == []
    assert "new_case" not in heard(case.author)


def test_a_new_text_is_no_new_case(make, heard):
    case = make.case(status="published", themes=[THEME])
    heard(case.author)
    late = make.person("Lara")
    following.choose_level(late, "theme", code=THEME, level=Level.WATCHING)
    case = db.session.merge(case)
    case.published.published_at = case.updated_at = case.published_at + timedelta(days=9)
    publish(CasePublished(case_id=case.id))
    assert heard(late) == []


def test_a_new_case_stands_in_a_digest_once(make, watcher, run_jobs):
    with at(now() - timedelta(days=2)):
        order_digests()
    with at(now() - timedelta(days=1)):
        case = make.case(status="published", title="Calling back in Treviso", themes=[THEME])
        run_jobs()
    (contents,) = list_contents([watcher.id], now() + timedelta(hours=1))
    assert [each.title for each in contents.cases] == ["Calling back in Treviso"]
    assert not contents.lines
    Notice.query.filter_by(kind="new_case").one().mailed_at = now()
    db.session.flush()
    assert not any(each.cases for each in list_contents([watcher.id], now() + timedelta(hours=1)))
    assert case.id


def test_who_watches_a_theme_hears_of_a_guide_and_finds_it(make, heard, watcher, browse):
    paolo = make.granted("curator", name="Paolo Curti")
    case = make.case(status="published", themes=[THEME])
    guide = guides.make_guide(paolo, title="Reaching the young", language="en")
    guides.add_case(paolo, guide, db.session.merge(case))
    guides.publish_guide(paolo, guide)
    assert heard(watcher) == ["new_case", "new_edition"]
    assert "new_edition" not in heard(paolo)
    page = browse(watcher).get("/inbox").text
    assert 'href="/guides/reaching-the-young"' in page
    assert "Reaching the young" in page and "has a new edition" in page


def test_who_keeps_a_case_hears_of_a_topic_about_it(make, browse, heard, letters):
    case = make.case(status="published", themes=[THEME])
    space = make.space()
    mikko = make.member(space, "Mikko Saarela")
    watching = make.member(space, "Wim")
    following.choose_level(watching, "space", space.id, level=Level.WATCHING)
    following.choose_level(case.author, "space", space.id, level=Level.WATCHING)
    with at(datetime(2027, 3, 2, 10, tzinfo=UTC)):  # at night letters wait
        browse(mikko).post(f"/spaces/{space.slug}/topics", data={
            "title": "How long before the first instalment?", "source": "Tell us.",
            "kind": "question", "about": f"case-{case.id}", "language": "en"})
        assert heard(case.author)[-1] == "case_asked_about"
        assert "new_topic" not in heard(case.author)
        assert heard(watching) == ["new_topic"]
        assert heard(mikko) == []
        assert any("opened a topic about a case in your care" in str(letter)
                   for letter in letters())


def test_who_may_not_see_the_topic_hears_nothing(make, browse, heard):
    case = make.case(status="published")
    space = make.space(visibility="private")
    browse(make.member(space, "Mikko")).post(f"/spaces/{space.slug}/topics", data={
        "title": "What do we make of it?", "source": "Among us.", "kind": "question",
        "about": f"case-{case.id}", "language": "en"})
    assert "case_asked_about" not in heard(case.author)
