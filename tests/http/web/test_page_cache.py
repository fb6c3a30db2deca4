"""Pages kept for visitors: nothing old is shown, nobody sees what is for somebody else."""
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, text, update

from cop import create_app
from cop.base import audit, clock
from cop.base.content_version import read_version
from cop.base.db import begin_writing, db
from cop.base.packing import unpack
from cop.base.site import decide, forget_site
from cop.discussions.models.reading import ReadingPosition
from cop.discussions.models.topics import Topic
from cop.discussions.queries import signs as sign_queries
from cop.discussions.queries import topics as topic_queries
from cop.discussions.service import posts as post_service
from cop.people.models import Person
from cop.spaces.models import Space
from cop.web import cached_pages as shelves
from tests.browser_client import Browser

BY_HAND = "UPDATE topics SET title = 'Written a moment ago.'"
MOMENT = datetime(2026, 11, 26, 12, 0, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shelf(app):
    """The kept pages, none at first."""
    app.extensions["kept_pages"] = shelves.Shelf()
    return app.extensions["kept_pages"]


@pytest.fixture
def topic(make):
    return make.topic(title="Who has tried it?", space=make.space())


@pytest.fixture(params=["on another host", "of the same server"])
def elsewhere(app, shelf, request, limiter_as_before):
    """The same community in another process: an application of its own on the same database."""
    other = create_app(app.config["COP"])
    other.test_client_class = Browser
    if request.param == "of the same server":
        other.extensions["kept_pages"]._shared = shelf._shared
    yield other
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def address(topic):
    return f"/topics/{topic.id}-{topic.slug}"


def test_a_page_is_made_once_and_then_kept(app, browse, topic, shelf, count_queries):
    path = address(topic)
    first = browse().get(path)
    with count_queries(at_most=1) as seen:
        second = browse().get(path)
    assert "content_versions" in seen[-1]
    assert first.text == second.text
    assert second.status_code == 200
    assert "default-src 'none'" in second.headers["Content-Security-Policy"]
    assert second.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


def test_who_has_it_already_is_told_so(browse, topic):
    path = address(topic)
    tag = browse().get(path).headers["ETag"]
    again = browse().get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert browse().get(path, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("way", ["br", "gzip"])
def test_it_is_compressed_once(app, topic, way, shelf):
    db.session.commit()
    wish = {"Accept-Encoding": way}

    def fetch(**headers):
        with app.app_context():
            return FlaskClient(app, app.response_class).get(address(topic), headers=headers)

    first, second = fetch(**wish), fetch(**wish)
    assert first.headers["Content-Encoding"] == second.headers["Content-Encoding"] == way
    assert first.data == second.data
    assert "Accept-Encoding" in second.headers["Vary"]
    (kept,) = shelf._pages.values()
    assert list(kept.shown.compressed.values()) == [first.data]
    assert fetch().data == unpack(kept.shown.body)
    assert fetch(**wish, **{"If-None-Match": second.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("change", [
    lambda topic, make: make.post(topic, source="Written a moment ago."),
    lambda topic, make: setattr(topic, "title", "Written a moment ago."),
    lambda topic, make: db.session.execute(
        update(Topic).where(Topic.id == topic.id).values(title="Written a moment ago.")),
    lambda topic, make: db.session.execute(text(BY_HAND)),
    lambda topic, make: db.session.connection().exec_driver_sql(BY_HAND),
    lambda topic, make: decide("notice", {"en": "Written a moment ago."}),
])
def test_what_is_written_is_there_at_once(browse, make, topic, change):
    path = address(topic)
    assert "Written a moment ago." not in browse().get(path).text
    begin_writing()
    change(db.session.get(Topic, topic.id), make)
    db.session.commit()
    assert "Written a moment ago." in browse().get(path, follow_redirects=True).text


def test_what_another_process_writes_is_there_at_once(app, browse, elsewhere, make, topic):
    path, author = address(topic), make.person()
    author_id, topic_id = author.id, topic.id
    db.session.commit()
    there = elsewhere.test_client()
    for number in range(5):
        words = f"This is answer {number}."
        for browser in (browse(), there):
            assert words not in browser.get(path).text
        with elsewhere.app_context():
            begin_writing()
            post_service.write_post(
                db.session.get(Person, author_id), db.session.get(Topic, topic_id),
                source=words, language="en")
            db.session.commit()
            db.session.remove()
        for browser in (browse(), there):
            assert words in browser.get(path).text


def test_what_is_decided_elsewhere_is_not_kept_as_it_was(browse, elsewhere, topic):
    """Decisions are read every other second; no page outlives what it says of them."""
    browse().get("/topics")
    with elsewhere.app_context():
        begin_writing()
        decide("name", "The new name")
        db.session.commit()
        db.session.remove()
    browse().get("/topics")
    forget_site()  # two seconds later
    assert "The new name" in browse().get("/topics").text


def test_what_is_not_stored_changes_nothing(app, browse, topic, count_queries):
    path = address(topic)
    browse().get(path)
    begin_writing()
    db.session.execute(insert(Space).values(slug="gone", name="Gone"))
    db.session.rollback()
    with count_queries(at_most=1):
        browse().get(path)


@pytest.mark.parametrize("moment", [
    (topic_queries, "get_topic"),  # after the version was asked, before the content is read
    (sign_queries, "signs_of")])  # after it was read
def test_what_is_made_while_something_changes_is_not_kept_for_new(
        app, browse, make, elsewhere, topic, monkeypatch, moment):
    path, topic_id = address(topic), topic.id
    make.post(topic)
    db.session.commit()
    read = getattr(*moment)

    def write_first(*asked, **more):
        with elsewhere.app_context():
            begin_writing()
            db.session.execute(update(Topic).where(Topic.id == topic_id).values(title="Now"))
            db.session.commit()
            db.session.remove()
        return read(*asked, **more)

    with monkeypatch.context() as patch:
        patch.setattr(*moment, write_first)
        browse().get(path)
    assert "<h1>Now</h1>" in browse().get(path, follow_redirects=True).text


def test_what_happens_elsewhere_leaves_it_as_it_is(browse, make, topic, count_queries):
    """The database is asked again what the page was made of; who knows it is somebody's."""
    path, author, elsewhere = address(topic), topic.author, make.topic(title="Something else")
    author.profile_is_public = True
    db.session.commit()
    names = [author.name, author.name, "Renata Neri"]
    for name, most in zip(names, (30, 1, 30), strict=True):
        author.name = name
        make.post(elsewhere)
        db.session.commit()
        with count_queries(at_most=most):
            page = browse().get(path).text
        assert name in page


def test_who_closes_a_room_closes_what_was_kept_of_it(browse, make, topic):
    path = address(topic)
    assert browse().get(path).status_code == 200
    db.session.get(Space, topic.space_id).visibility = "members"
    db.session.commit()
    assert browse().get(path).status_code == 404
    assert topic.title not in browse().get("/topics").text


def test_members_neither_fill_nor_get_what_is_kept(browse, make, topic, shelf):
    member, path = make.person(name="Ada Alpha"), address(topic)
    assert "Ada Alpha" in browse(member).get(path).text
    assert "Ada Alpha" in browse(member).get("/topics").text
    assert len(shelf) == 1  # the topic, for all members who have nothing to do with it
    assert "Ada Alpha" not in browse().get(path).text
    assert "Ada Alpha" in browse(member).get(path).text
    assert browse(member).get(path).headers.get("ETag") is None


def test_who_is_remembered_is_not_taken_for_a_visitor(app, browse, topic, shelf):
    browser = browse()
    browser.set_cookie("remember_token", "whatever")
    browser.get(address(topic))
    assert len(shelf) == 0


def test_what_one_visitor_is_told_is_told_to_nobody_else(browse, topic, shelf):
    path, told = address(topic), browse()
    with told.session_transaction() as session:
        session["_flashes"] = [("message", "Only for your eyes.")]
    assert "Only for your eyes." in told.get(path).text
    assert len(shelf) == 0
    assert "Only for your eyes." not in browse().get(path).text
    assert "Only for your eyes." not in told.get(path).text


def test_what_somebody_typed_before_signing_in_is_theirs(browse, topic, shelf):
    path, typing = address(topic), browse()
    typing.post(f"/topics/{topic.id}/posts", data={"source": "Half a thought"},
                headers={"Referer": f"http://localhost{path}"})
    with typing.session_transaction() as session:
        assert session["kept_text"]["typed"] == [("source", "Half a thought")]
        del session["_flashes"]
    typing.get(path)
    assert len(shelf) == 0
    assert "Half a thought" not in browse().get(path).text


def test_a_page_with_a_token_is_kept_for_nobody(app, browse, shelf):
    for path in ("/login", "/register", "/accessibility"):
        assert "csrf_token" in browse().get(path).text
    assert len(shelf) == 0


@pytest.mark.parametrize("path", ["/", "/topics", "/spaces", "/cases", "/guides", "/about", "/help",
                                  "/privacy", "/terms"])
def test_pages_for_visitors_leave_no_cookie_and_are_kept(browse, topic, path, shelf):
    answer = browse().get(path)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" in answer.headers["Vary"]
    assert len(shelf) == 1
    assert browse().get(path).text == answer.text


def test_each_language_has_its_own(browse, topic):
    path = address(topic)
    chosen = browse()
    chosen.get("/language", query_string={"language": "it", "next": path})
    for _again in range(2):
        assert 'lang="en"' in browse().get(path).text
        assert '<html lang="it"' in browse().get(path, headers={"Accept-Language": "it"}).text
        assert '<html lang="it"' in browse().get(path + "?ui=it").text
        assert '<html lang="it"' in chosen.get(path).text


def test_each_address_has_its_own(browse, make, topic, shelf):
    make.post(topic)
    tree, flat = (browse().get(address(topic) + f"?view={view}").text for view in ("tree", "flat"))
    assert tree != flat
    assert browse().get(address(topic) + "?view=flat").text == flat
    browse().get(address(topic))
    kept = len(shelf)
    assert "other.example" not in browse().get(address(topic), base_url="http://other.example").text
    assert len(shelf) == kept + 1


def test_how_long_ago_something_was_is_said_anew(browse, make, count_queries):
    with clock.at(MOMENT):
        topic = make.topic(space=make.space())
        db.session.commit()
        path = address(topic)
        first = browse().get(path)
    for minutes in (3, 7):
        with clock.at(MOMENT + timedelta(minutes=minutes)), count_queries(at_most=2) as seen:
            later = browse().get(path)
        assert not any("posts.source" in each for each in seen)
        assert f"{minutes} minutes ago" in later.text and "\0" not in later.text
        assert later.headers["ETag"] != first.headers["ETag"]
    with clock.at(MOMENT + timedelta(hours=3)):
        assert "3 hours ago" in browse().get(path).text


def test_what_says_the_same_later_is_still_the_same(browse, make):
    with clock.at(MOMENT):
        topic = make.topic(space=make.space())
        db.session.commit()
    path, later = address(topic), MOMENT + timedelta(hours=3)
    with clock.at(later):
        tag = browse().get(path).headers["ETag"]
    with clock.at(later + timedelta(minutes=3)):
        assert browse().get(path, headers={"If-None-Match": tag}).status_code == 304


def test_what_depends_on_the_time_is_true_to_the_minute(browse, topic, count_queries):
    """The front page asks in which spaces much was written lately."""
    for seconds, is_made in ((0, True), (30, False), (60, True)):
        later = MOMENT + timedelta(seconds=seconds)
        with clock.at(later), count_queries(at_most=30) as seen:
            browse().get("/")
        assert any("spaces.slug" in each for each in seen) == is_made


def test_no_page_is_kept_for_long(browse, make, topic, count_queries):
    """Whatever was changed in the database itself is seen then."""
    path = address(topic)
    for minutes, is_made in ((0, True), (9, False), (10, True)):
        with clock.at(MOMENT + timedelta(minutes=minutes)), count_queries(at_most=30) as seen:
            browse().get(path)
        assert any("posts.source" in each for each in seen) == is_made


def test_what_no_visitor_sees_changes_no_version(app, make, topic):
    person = make.person()
    db.session.commit()
    before = read_version()
    db.session.rollback()
    begin_writing()
    db.session.add(ReadingPosition(person_id=person.id, topic_id=topic.id, numbers="1", count=1))
    audit.record(person.id, "test.done")
    db.session.commit()
    assert read_version() == before


def test_pages_for_visitors_read_nothing_that_changes_no_version(app, browse, make, topic,
                                                                 count_queries):
    """Else a change there would not be seen."""
    make.post(topic)
    make.case()
    db.session.commit()
    unseen = {name for name, table in db.metadata.tables.items() if table.info.get("unseen")}
    assert "jobs" in unseen
    pages = ("/", "/topics", "/spaces", f"/spaces/{topic.space.slug}", address(topic), "/cases",
             f"/spaces/{topic.space.slug}/topics")
    with count_queries(at_most=100) as seen:
        for page in pages:
            assert browse().get(page).status_code == 200
    read = {word.strip('"(),') for statement in seen for word in statement.split()}
    assert {"topics", "spaces", "posts"} <= read
    assert not read & (unseen - {"content_versions", "drafts"}), read & unseen


def test_the_shelf_is_bounded(monkeypatch):
    monkeypatch.setattr(shelves, "MOST", 1000)
    shelf, truth = shelves.Shelf(), shelves.Making(1).truth()
    for number in range(50):
        shelf.put((str(number),), shelves.Kept(truth, b"x" * 300))
        assert number == 0 or len(shelf._pages) == min(number, 3), "what nobody asked for again"
        for wanted in (number, 0):
            assert shelf.find((str(wanted),), lambda kept: kept.holds(1))
    assert len(shelf._pages) == 3
    assert not shelf.find(("0",), lambda kept: kept.holds(2))
    shelf.put(("large",), shelves.Kept(truth, b"x" * shelves.LARGEST))
    assert len(shelf._pages) == 0


def test_what_another_process_of_the_server_made_is_shown(
        browse, elsewhere, shelf, topic, monkeypatch):
    made, others = [], elsewhere.extensions["kept_pages"]
    first = browse().get(address(topic))
    monkeypatch.setattr(shelves.Shelf, "put", lambda _shelf, *page: made.append(page))
    assert elsewhere.test_client().get(address(topic)).text == first.text
    assert len(made) == (0 if others._shared is shelf._shared else 1)


def test_an_api_key_is_no_visitor(browse, topic, shelf):
    browse().get(address(topic), headers={"Authorization": "Bearer whatever"})
    assert len(shelf) == 0


def test_posts_are_there_for_the_next_visitor_after_an_answer_of_a_member(browse, make, topic):
    """Through the pages, as people do it."""
    member = make.person()
    browse().get(address(topic))
    browse(member).post(f"/topics/{topic.id}/posts", data={"source": "So.", "language": "en"})
    assert "So." in browse().get(address(topic)).text


def test_each_look_has_its_own(browse, topic):
    path, chosen = address(topic), browse()
    chosen.set_cookie("look", "dark.large")
    for _again in range(2):
        assert 'data-theme="dark" data-size="large"' in chosen.get(path).text
        assert "data-theme" not in browse().get(path).text


def test_each_look_has_its_own_among_members(browse, make, topic):
    one, other = browse(make.person()), browse(make.person())
    other.set_cookie("look", "contrast.normal.text")
    for _again in range(3):
        assert "data-theme" not in one.get(address(topic)).text
        assert 'data-theme="contrast"' in other.get(address(topic)).text
