"""No page asks the database much, however much there is for who reads it (HOUSE: at most 8)."""
from datetime import timedelta

import pytest

from cop.base.clock import at, now
from cop.base.db import add
from cop.bookmarks.service import keep_bookmark
from cop.cases.service.adoptions import Use, adopt_case
from cop.discussions.places import Place
from cop.discussions.service import drafts, polls, signs
from cop.discussions.subjects import Subject
from cop.guides import service as guides
from cop.meetings import service as meetings
from cop.notifications.service.telling import tell
from cop.people.models import Grant
from cop.people.service.addresses import make_address
from cop.search.service import index, keeping
from cop.search.service.saved import save_search
from cop.spaces.following import choose_level
from cop.spaces.levels import Level
from cop.spaces.service import add_member
from tests.make_guides import make_guide

PAGES = (
    "/", "/topics", "/topics?state=new", "/topics?state=mine", "/topics?theme=outreach", "/spaces",
    "/spaces/room-1", "/spaces/room-1/topics", "/spaces/room-1/members", "/search?q=vouchers",
    "/cases", "/guides", "/guides/calling-back", "/dates", "/spaces/room-1/dates", "/inbox", "/me",
    "/people", "/me/following", "/me/bookmarks", "/me/searches", "/me/feeds", "/me/settings",
)


@pytest.fixture
def world(make):
    """Rooms, topics, practices, a guide and dates. Answers with a topic and a case."""
    index.engine().clear()
    rooms = [make.space(f"Room {n}", slug=f"room-{n}", themes=["outreach"], regions=["ITH3"],
                        visibility="private" if n % 2 else "public") for n in range(2)]
    cases = [make.case(status="published", title=f"Vouchers in practice {n}",
                       themes=["outreach"], regions=["ITH3"]) for n in range(2)]
    curator = make.granted("curator", name="Paolo Curti")
    guides.publish_guide(curator, make_guide(make, curator, cases, title="Calling back"), "First.")
    return rooms, cases


@pytest.fixture
def reader(make, world):
    """Somebody with a bit of everything: rooms, drafts, notices, bookmarks, searches, feeds."""
    rooms, cases = world
    rita = make.person("Rita Lenzi", regions=["ITH3", "ITI1"], themes=["outreach", "neet"],
                       organisation="Ufficio", languages=["it", "en"])
    with at(now() - timedelta(days=2)):
        for room in rooms:
            add_member(room, rita)
        choose_level(rita, "theme", code="outreach", level=Level.WATCHING)
        choose_level(rita, "theme", code="neet", level=Level.MUTED)
    for number, room in enumerate(rooms):
        _fill(make, room, rita, number)
    adopt_case(rita, cases[0], Use(region="ITH3", since="2024-03"))
    make.case(rita, title="Her own practice")
    for case in cases:
        keep_bookmark(rita, "case", case.id, note="Mind the telephone numbers")
        tell([rita.id], "case_published", case, key=f"case:{case.id}")
        save_search(rita, f"?q=vouchers+{case.id}", name="Vouchers", frequency="daily")
        make_address(rita, "feed", "topics")
    return rita


def _fill(make, room, rita, number):
    """Topics of others and of the reader; in the first of each room is something of hers."""
    author = make.member(room, f"Author {number}", organisation=f"Office {number}")
    choose_level(rita, "space", room.id, level=Level.TRACKING)
    for n in range(2):
        topic = make.topic(room, author, title=f"Vouchers {number} {n}", themes=["outreach"])
        post = make.post(topic, source="Ask @Rita Lenzi about vouchers.")
        signs.mark_helpful(rita, post)
        keep_bookmark(rita, "post", post.id)
        tell([rita.id], "answered", post, key=f"reply:{post.id}", actor_id=author.id)
        drafts.keep_draft(rita, Place("answer", topic.id), {"source": ["Not yet"]})
    make.topic(room, rita, title="Her own topic")
    meetings.sign_up(rita, make.meeting(room, author, title="Vouchers explained"))


@pytest.fixture
def windows(reader, world, browse, run_jobs):
    """The browsers of who reads, and of the same person once they look after the rooms."""
    run_jobs()
    keeping.reindex()

    def look_after():
        yield "reads", browse(reader)
        for room in world[0]:
            add(Grant(person_id=reader.id, role="moderator", scope_kind="space",
                      scope_code=str(room.id)))
        yield "looks after", browse(reader)

    return look_after


@pytest.fixture
def too_much(windows, count_queries):
    """Which of these pages ask more than they may, and how much."""

    def measure(pages):
        asked = {}
        for who, window in windows():
            for page in pages:
                with count_queries(at_most=99) as queries:
                    assert window.get(page).status_code == 200, page
                asked[who, page] = len(queries)
        return {page: number for page, number in asked.items() if number > 8}

    return measure


def test_pages_ask_little_of_the_database(world, too_much):
    case = world[1][0]
    assert too_much([*PAGES, f"/cases/{case.id}-{case.slug}", f"/people/{case.author_id}"]) == {}


def test_topics_ask_little_even_when_everything_stands_on_their_page(
        make, reader, world, too_much):
    (room, *_), cases = world
    author, about = make.member(room, "Anna Conti"), Subject("case", cases[0].id, "", "en", "")
    named, event = make.topic(room, author), make.meeting(room, author).topic
    asked, used = make.topic(room, author), make.topic(room, author, about=about)
    everything = make.topic(room, author, about=about)
    for topic in (named, event, everything):
        signs.mark_helpful(reader, make.post(topic, author, source="Ask @Rita Lenzi about it."))
    for topic in (asked, everything):
        polls.set_poll(author, topic, polls.PollPlan(question="When?", options=["Now", "Later"]))
    topics = (named, event, asked, used, everything)
    pages = [f"/topics/{topic.id}-{topic.slug}" for topic in topics]
    assert too_much(pages) == {}
