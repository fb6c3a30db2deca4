"""The inbox as its owner sees it, and as others do not."""
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from cop.base.clock import at
from cop.base.db import db
from cop.base.jobs import wind_clockwork
from cop.discussions.service.deletions import delete_post
from cop.notifications.models import Notice
from cop.notifications.service.telling import tell as tell_people
from cop.spaces.models import Membership

NEWS = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def reader(make):
    return make.person("Rosa Lini")


@pytest.fixture
def tell(make, reader):
    """`tell(n)`: n answers in as many topics (or in this one, by these people), told to the reader
    a minute apart; the posts."""

    def told(count=1, topic=None, names=("Bruno Conti",)):
        space = topic.space if topic else make.space()
        answerers = [make.member(space, name) for name in names]
        posts = []
        for number in range(count):
            answerer = answerers[number % len(answerers)]
            about = topic or make.topic(space, title="Vouchers in small offices")
            posts.append(make.post(about, answerer))
            with at(NEWS + timedelta(minutes=number)):
                tell_people([reader.id], "answered", posts[-1], key=f"post:{posts[-1].id}",
                             actor_id=answerer.id)
        db.session.commit()
        return posts

    return told


def unread(page):
    """The number at the bell."""
    found = re.search(r'class="count">(\d+)<', page.text)
    return int(found[1]) if found else 0


def notices():
    db.session.rollback()
    return Notice.query.order_by(Notice.id).all()


def test_the_bell_counts_what_is_unread_on_every_page(browse, reader, tell):
    tell(3)
    window = browse(reader)
    assert [unread(window.get(path)) for path in ("/", "/help", "/inbox")] == [3, 3, 3]


def test_looking_at_the_inbox_marks_nothing(browse, reader, tell):
    tell(2)
    window = browse(reader)
    page = window.get("/inbox")
    assert page.text.count('class="unread"') == 2
    assert "Bruno Conti answered you" in page.text
    assert unread(window.get("/inbox")) == 2
    assert [notice.read_at for notice in notices()] == [None, None]


def test_one_notice_is_marked_as_read_and_the_others_stay(browse, reader, tell):
    tell(2)
    first, second = notices()
    window = browse(reader)
    page = window.post(f"/inbox/{first.id}/read", follow_redirects=True)
    assert page.request.path == "/inbox"
    assert unread(page) == 1
    assert page.text.count('class="unread"') == 1
    assert f"/inbox/{first.id}/read" not in page.text
    assert f"/inbox/{second.id}/read" in page.text
    moment = notices()[0].read_at
    window.post(f"/inbox/{first.id}/read")
    assert notices()[0].read_at == moment


def test_marking_on_a_later_page_comes_back_to_that_page(browse, reader, tell):
    tell(25)
    window = browse(reader)
    cursor = re.search(r'href="/inbox\?after=([^"]+)"', window.get("/inbox").text)[1]
    oldest = notices()[0].id
    page = window.post(f"/inbox/{oldest}/read", data={"after": cursor}, follow_redirects=True)
    assert page.request.args["after"] == cursor
    assert page.text.count('class="item-title"') == 5


def test_all_are_marked_as_read_at_once(browse, reader, tell):
    tell(3)
    page = browse(reader).post("/inbox/read", follow_redirects=True)
    assert "All notices are marked as read." in page.text
    assert unread(page) == 0
    assert all(notice.read_at for notice in notices())


def test_the_notices_of_others_are_neither_seen_nor_marked(make, browse, tell):
    tell(1)
    (notice,) = notices()
    window = browse(make.person("Nosy"))
    page = window.get("/inbox")
    assert "Vouchers in small offices" not in page.text
    assert unread(page) == 0
    assert window.post(f"/inbox/{notice.id}/read").status_code == 404
    window.post("/inbox/read")
    assert notices()[0].read_at is None


def test_a_notice_that_does_not_exist_is_not_found(browse, reader):
    assert browse(reader).post("/inbox/99999/read").status_code == 404
    assert browse(reader).post(f"/inbox/{2**40}/read").status_code == 404


def test_a_visitor_is_sent_to_sign_in(browse, reader, tell):
    tell(1)
    (notice,) = notices()
    answer = browse().get("/inbox")
    assert answer.status_code == 302
    assert answer.location == "/login?next=/inbox"
    for path in ("/inbox/read", f"/inbox/{notice.id}/read"):
        assert browse().post(path).status_code == 302
    assert notices()[0].read_at is None


def test_a_form_without_its_token_marks_nothing(browse, reader, tell):
    tell(1)
    (notice,) = notices()
    assert browse(reader).post(f"/inbox/{notice.id}/read", csrf=False).status_code >= 400
    assert browse(reader).post("/inbox/read", csrf=False).status_code >= 400
    assert notices()[0].read_at is None


def test_an_empty_inbox_says_what_will_be_there(browse, reader):
    page = browse(reader).get("/inbox").text
    assert "Nothing new." in page
    assert "Mark all as read" not in page


def test_a_deleted_post_is_neither_shown_nor_counted(browse, reader, tell):
    kept, gone = tell(2)
    delete_post(gone.author, gone)
    page = browse(reader).get("/inbox")
    assert unread(page) == 1
    assert page.text.count('class="item-title"') == 1
    assert f"/posts/{kept.id}" in page.text
    assert f"/posts/{gone.id}" not in page.text


def test_what_may_not_be_seen_any_more_is_hidden_and_can_be_marked(make, browse, reader, tell):
    topic = make.topic(make.space(visibility="private"), title="Behind the door")
    db.session.add(Membership(space_id=topic.space_id, person_id=reader.id))
    tell(1, topic)
    window = browse(reader)
    assert unread(window.get("/inbox")) == 1
    db.session.execute(delete(Membership).where(Membership.person_id == reader.id))
    db.session.commit()
    page = window.get("/inbox")
    assert unread(page) == 0
    assert "Behind the door" not in page.text
    (notice,) = notices()
    assert window.post(f"/inbox/{notice.id}/read").status_code == 404
    window.post("/inbox/read")
    assert notices()[0].read_at


def test_hidden_notices_leave_no_gaps_in_a_page(make, browse, reader, tell):
    tell(1)
    for post in tell(25):
        delete_post(post.author, post)
    page = browse(reader).get("/inbox")
    assert page.text.count('class="item-title"') == 1
    assert "/inbox?after=" not in page.text


def test_pages_follow_one_another_newest_first(browse, reader, tell):
    posts = tell(30)
    window = browse(reader)
    seen, path = [], "/inbox"
    while path:
        page = window.get(path).text
        seen += [int(number) for number in re.findall(r'href="/posts/(\d+)"', page)]
        more = re.search(r'rel="next" href="([^"]+)"', page)
        path = more and more[1]
    assert seen == [post.id for post in reversed(posts)]


def test_the_inbox_needs_few_queries_however_much_is_in_it(make, browse, reader, tell,
                                                           count_queries):
    tell(15)
    case = make.case(reader, status="published")
    for number in range(15):
        tell_people([reader.id], "case_published", case, key=f"decision:{number}",
                     actor_id=make.person(f"Paolo {number}").id)
    window = browse(reader)
    with count_queries(at_most=8):
        page = window.get("/inbox")
    assert unread(page) == 30
    assert page.text.count('class="item-title"') == 20


def test_a_title_says_its_language_and_markup_in_it_stays_text(make, browse, reader, tell):
    tell(1, make.topic(title="<b>Perché no?</b>", language="it"))
    page = browse(reader).get("/inbox").text
    assert 'lang="it" dir="auto">&lt;b&gt;Perché no?' in page


def test_a_made_up_cursor_shows_the_first_page(browse, reader, tell):
    tell(1)
    assert browse(reader).get("/inbox?after=nonsense").text.count('class="item-title"') == 1


def test_several_of_the_same_are_one_line_until_it_is_read(make, browse, reader, tell):
    topic = make.topic(title="Vouchers in small offices")
    first, *_ = tell(4, topic, names=("Bruno Conti", "Carla Pace", "Dora Egli"))
    window = browse(reader)
    page = window.get("/inbox")
    assert unread(page) == 1 and page.text.count('class="item-title"') == 1
    assert "3 people answered you" in page.text and "4 times" in page.text
    assert f'href="/posts/{first.id}"' in page.text
    page = window.post(f"/inbox/{notices()[3].id}/read", follow_redirects=True)
    assert unread(page) == 0 and all(notice.read_at for notice in notices())
    tell(1, topic)
    page = window.get("/inbox")
    assert unread(page) == 1 and page.text.count('class="item-title"') == 2
    assert "Bruno Conti answered you" in page.text


def test_who_writes_three_times_is_one_person(make, browse, reader, tell):
    tell(3, make.topic())
    page = browse(reader).get("/inbox").text
    assert "Bruno Conti answered you" in page and "3 times" in page


def test_a_line_can_be_marked_as_unread_again(browse, reader, tell):
    tell(2)
    window, (first, _) = browse(reader), notices()
    window.post("/inbox/read")
    page = window.post(f"/inbox/{first.id}/unread", follow_redirects=True)
    assert unread(page) == 1 and [bool(n.read_at) for n in notices()] == [False, True]


def test_marking_all_can_be_undone_and_what_was_read_before_stays_read(browse, reader, tell):
    tell(3)
    window, (first, *_) = browse(reader), notices()
    window.post(f"/inbox/{first.id}/read")
    page = window.post("/inbox/read", follow_redirects=True)
    moment = re.search(r'name="moment" value="([^"]+)"', page.text)[1]
    page = window.post("/inbox/undo", data={"moment": moment}, follow_redirects=True)
    assert "They are unread again." in page.text
    assert [bool(n.read_at) for n in notices()] == [True, False, False]


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-03-01T00:00:00"])
def test_a_made_up_moment_undoes_nothing(browse, reader, tell, moment):
    tell(1)
    window = browse(reader)
    window.post("/inbox/read")
    assert window.post("/inbox/undo", data={"moment": moment}).status_code == 404
    assert notices()[0].read_at


def test_the_inbox_is_narrowed_by_kind_and_to_what_is_unread(make, browse, reader, tell):
    tell(2)
    case = make.case(reader, title="Own case in the library")
    tell_people([reader.id], "case_published", case, key="decision:1")
    window = browse(reader)
    window.post(f"/inbox/{notices()[0].id}/read")
    titles = {query: window.get(f"/inbox?{query}").text.count('class="item-title"')
              for query in ("", "unread=1", "kind=answers", "kind=answers&unread=1", "kind=cases")}
    assert list(titles.values()) == [3, 2, 2, 1, 1]
    page = window.get("/inbox?kind=reminders").text
    assert "Nothing of this kind." in page and 'href="/inbox"' in page
    assert window.get("/inbox?kind=nonsense").status_code == 200


def test_marking_keeps_what_the_inbox_is_narrowed_to(browse, reader, tell):
    tell(1)
    answer = browse(reader).post(f"/inbox/{notices()[0].id}/read",
                                 data={"kind": "answers", "unread": "1"})
    assert answer.location == "/inbox?kind=answers&unread=1"


def test_what_was_read_half_a_year_ago_is_forgotten_and_nothing_else(reader, tell, run_jobs):
    tell(3)
    read, fresh, unread = db.session.scalars(
        select(Notice).where(Notice.person_id == reader.id).order_by(Notice.id)).all()
    read.read_at, fresh.read_at = NEWS, NEWS + timedelta(days=2)
    kept = {fresh.id, unread.id}
    db.session.commit()
    with at(NEWS + timedelta(days=181)):
        wind_clockwork()
        run_jobs()
    db.session.rollback()
    assert set(db.session.scalars(select(Notice.id).where(Notice.person_id == reader.id))) == kept
