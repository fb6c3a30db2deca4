"""A page of a topic is kept for members who see the same, and nobody gets another's."""
import random
import re
from datetime import timedelta

import pytest

from cop.base.clock import now
from cop.base.db import add, db
from cop.base.shared_cache import SharedCache
from cop.discussions.models.topics import Post, Topic
from cop.discussions.service import reading
from cop.discussions.service.posts import write_post
from cop.discussions.service.signs import mark_helpful
from cop.people.models import Person, Sanction
from cop.spaces.following import follow
from cop.spaces.models import Membership, Space
from cop.web import cached_pages as shelves
from cop.web import fragment_cache

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture(autouse=True)
def shelf(app):
    reading._gathered.clear()  # what readers of other tests had before them
    app.extensions["kept_pages"] = shelves.Shelf()
    return app.extensions["kept_pages"]


@pytest.fixture
def space(make):
    return make.space()


@pytest.fixture
def topic(make, space):
    topic = make.topic(space, make.person("Otto Open"))
    make.post(topic, make.person("Bruno Conti"), source="In May.")
    return topic


def read(browser, topic):
    return browser.get(f"/topics/{topic.id}-{topic.slug}").text


def test_two_members_get_one_page_with_their_own_names_and_tokens(browse, make, topic, shelf):
    ada, eva = (browse(make.person(name)) for name in ("Ada Alpha", "Eva Omega"))
    pages = [read(ada, topic), read(eva, topic)]
    assert len(shelf) == 1
    assert "Menu of Ada Alpha" in pages[0] and "Menu of Eva Omega" in pages[1]
    assert "Eva Omega" not in pages[0] and "Ada Alpha" not in pages[1]
    tokens = [set(TOKEN.findall(page)) for page in pages]
    assert len(tokens[0]) == len(tokens[1]) == 1 and tokens[0] != tokens[1]
    assert "\0" not in "".join(pages)
    post = db.session.query(Post).filter_by(number=2).one()
    taken = eva.post(f"/posts/{post.id}/helpful", data={"csrf_token": tokens[1].pop()}, csrf=False)
    assert taken.status_code == 302


def test_the_second_one_costs_little(browse, make, topic, count_queries):
    ada, eva = (browse(make.person(name)) for name in ("Ada Alpha", "Eva Omega"))
    read(ada, topic)
    with count_queries(at_most=4) as seen:
        read(eva, topic)
    assert not any("posts.source" in each or "topics.title" in each for each in seen)


def test_a_name_is_no_markup(browse, make, topic):
    read(browse(make.person("Ada")), topic)
    page = read(browse(make.person("<b>Eva</b>")), topic)
    assert "<b>Eva</b>" not in page and "&lt;b&gt;Eva&lt;/b&gt;" in page


@pytest.mark.parametrize("who", ["author", "opener", "moderator", "administrator", "editor"])
def test_who_may_do_more_sees_it(browse, make, space, topic, shelf, who):
    post = db.session.query(Post).filter_by(number=2).one()
    read(browse(make.person("Ada Alpha")), topic)
    person = {
        "author": lambda: db.session.get(Person, post.author_id),
        "opener": lambda: db.session.get(Person, topic.author_id),
        "moderator": lambda: make.moderator(space),
        "administrator": lambda: make.granted("administrator"),
        "editor": lambda: db.session.get(Person, post.author_id)}[who]()
    path = f"/posts/{post.id if who != 'opener' else post.parent_id}/edit"
    for _again in range(2):
        assert path in read(browse(person), topic)
    assert len(shelf) == (2 if who == "opener" else 1)
    assert path not in read(browse(make.person("Eva Omega")), topic)


def test_who_marked_a_post_sees_that(browse, make, topic):
    post, ada = db.session.query(Post).filter_by(number=2).one(), make.person("Ada Alpha")
    mark_helpful(ada, post)
    read(browse(make.person("Eva Omega")), topic)
    assert "Not helpful after all" in read(browse(ada), topic)
    assert "Not helpful after all" not in read(browse(make.person("Ida Zeta")), topic)


def test_what_is_new_for_somebody_is_marked_for_them(app, browse, make, topic):
    ada, eva = make.person("Ada Alpha"), make.person("Eva Omega")
    read(browse(ada), topic)
    reading.store_read()
    db.session.commit()
    make.post(db.session.get(Topic, topic.id), source="In June.")
    assert "<b class=\"new\">" not in read(browse(eva), topic)
    assert "<b class=\"new\">" in read(browse(ada), topic)
    assert "<b class=\"new\">" not in read(browse(make.person("Ida Zeta")), topic)


def test_how_closely_somebody_follows_is_theirs(browse, make, topic):
    ada = make.person("Ada Alpha")
    follow(ada, "topic", topic.id)
    readers = (make.person("Eva"), ada, make.person("Ida"))
    pages = [read(browse(person), topic) for person in readers]
    levels = [re.search(r"How closely you follow this:.*?</span>(\w+)", page)[1] for page in pages]
    assert levels == ["Normal", "Watching", "Normal"]


def test_a_draft_and_a_message_are_for_who_they_are_for(browse, make, topic, shelf):
    ada, eva, ida = (browse(make.person(name)) for name in ("Ada Alpha", "Eva Omega", "Ida Zeta"))
    ada.post("/drafts", data={"place": f"answer-{topic.id}-0", "source": "Half a thought"})
    with eva.session_transaction() as session:
        session["_flashes"] = [("message", "Only for Eva.")]
    assert "Half a thought" in read(ada, topic)
    assert "Only for Eva." in read(eva, topic)
    assert len(shelf) == 0
    page = read(ida, topic)
    assert "Half a thought" not in page and "Only for Eva." not in page


def test_the_badge_is_of_now(browse, make, topic, run_jobs):
    ada, eva = make.person("Ada Alpha"), make.person("Eva Omega")
    follow(ada, "topic", topic.id)
    write_post(make.person("Rosa"), db.session.get(Topic, topic.id), source="So.", language="en")
    run_jobs()
    badge = '<span class="count">'
    assert badge not in read(browse(eva), topic)
    assert badge in read(browse(ada), topic)
    assert badge not in read(browse(make.person("Ida Zeta")), topic)


def test_a_closed_room_is_not_there_for_strangers_whatever_is_kept(browse, make, shelf):
    room = make.space(visibility="private")
    topic, member = make.topic(room, make.member(room, "Otto")), make.member(room, "Ada Alpha")
    assert topic.title in read(browse(member), topic)
    assert len(shelf) == 1
    stranger = browse(make.person("Eva Omega"))
    assert stranger.get(f"/topics/{topic.id}-{topic.slug}").status_code == 404
    db.session.query(Membership).filter_by(person_id=member.id).delete()
    db.session.commit()
    assert browse(member).get(f"/topics/{topic.id}-{topic.slug}").status_code == 404


def test_what_is_written_is_there_at_once(browse, make, topic):
    readers = [browse(make.person(name)) for name in ("Ada Alpha", "Eva Omega")]
    for number in range(3):
        words = f"This is answer {number}."
        assert not any(words in read(each, topic) for each in readers)
        db.session.rollback()
        make.post(db.session.get(Topic, topic.id), source=words)
        db.session.commit()
        assert all(words in read(each, topic) for each in readers)
    db.session.get(Space, topic.space_id).ends_on = topic.created_at.date().replace(year=2020)
    db.session.commit()
    assert all("This course has ended" in read(each, topic) for each in readers)


def test_each_reads_in_their_language_and_view(browse, make, topic):
    read(browse(make.person("Ada Alpha")), topic)
    assert '<html lang="it"' in read(
        browse(make.person("Rosa", interface_language="it")), topic)
    assert 'class="answers flat"' in read(
        browse(make.person("Eva", discussion_view="flat")), topic)
    assert 'class="answers tree"' in read(browse(make.person("Ida")), topic)


def test_a_topic_with_something_for_some_is_not_kept(browse, make, shelf):
    meeting = make.meeting()
    ada, eva = (browse(make.person(name)) for name in ("Ada Alpha", "Eva Omega"))
    assert read(ada, meeting.topic) and read(eva, meeting.topic)
    assert len(shelf) == 0


def test_a_post_that_waits_is_there_for_its_author(browse, make, topic, shelf):
    post, eva = db.session.query(Post).filter_by(number=2).one(), make.person("Eva Omega")
    waiting = make.post(topic, make.person("Nina Nova"), source="My first words.")
    waiting.withheld, waiting.deleted_at = "waits", post.created_at
    nina = db.session.get(Person, waiting.author_id)
    assert "My first words." not in read(browse(eva), topic)
    assert "My first words." in read(browse(nina), topic)
    assert "My first words." not in read(browse(make.person("Ida Zeta")), topic)


def test_who_may_not_write_hears_why(browse, make, topic):
    ada, eva = make.person("Ada Alpha"), make.person("Eva Omega")
    assert 'name="source"' in read(browse(ada), topic)
    add(Sanction(person_id=eva.id, kind="silence", reason="Some days of quiet.",
                 ends_at=now() + timedelta(days=3)))
    assert 'name="source"' not in read(browse(eva), topic)
    assert 'name="source"' in read(browse(ada), topic)


def test_who_is_to_read_new_terms_is_told(browse, make, topic):
    ada, eva = make.person("Ada Alpha"), make.person("Eva Omega", terms_version="0")
    told = "The terms of use have changed"
    assert told not in read(browse(ada), topic)
    assert told in read(browse(eva), topic)
    assert told not in read(browse(make.person("Ida Zeta")), topic)


def test_what_is_kept_is_what_would_be_made(browse, make, app, shelf, monkeypatch):
    """Whoever reads, whatever happened before: byte for byte, but for tokens, which are new each
    time."""
    dice = random.Random(11)
    monkeypatch.setattr(shelves, "this_minute", lambda: 0)
    world = World(make, browse, dice)
    found, find = [], shelf.find
    monkeypatch.setattr(shelf, "find", lambda *place: found.append(find(*place)) or found[-1])
    for _step in range(60):
        person, topic = dice.choice(world.readers), dice.choice(world.topics)
        query = dice.choice(["", "", "", "", "?view=flat", "?ui=it"])
        path, window = f"/topics/{topic.id}-{topic.slug}{query}", browse(person)
        shown = window.get(path)
        with monkeypatch.context() as patch:
            patch.setitem(app.extensions, "kept_pages", shelves.Shelf())
            patch.setitem(app.extensions, "parts",
                          SharedCache(fragment_cache.MOST, fragment_cache.LARGEST))
            anew = window.get(path)
        assert shown.status_code == anew.status_code
        if shown.status_code == 200:
            assert TOKEN.sub("", shown.text) == TOKEN.sub("", anew.text), (person.name, path)
        if dice.random() < 0.12:
            world.change()
    assert len([kept for kept in found if kept]) > 10


class World:
    """Rooms, topics and people of all kinds, and what happens among them."""

    def __init__(self, make, browse, dice):
        self.make, self.browse, self.dice = make, browse, dice
        rooms = [make.space("Open"), make.space("Closed", visibility="private"),
                 make.space("Inside", visibility="members")]
        self.readers = [make.person(f"Reader {n}", interface_language="it" if n == 2 else "en")
                        for n in range(3)]
        self.readers += [make.member(rooms[1], "Member One"), make.moderator(rooms[0]),
                         make.granted("administrator")]
        self.doing = tuple(self.readers)  # the others only read
        self.readers += [make.person(f"Guest {n}") for n in range(5)]
        self.topics = [make.topic(room, dice.choice(self.doing) if room is not rooms[1] else None)
                       for room in rooms]
        for _ in range(12):
            self.write()
        self.post().is_wiki = True
        db.session.commit()

    def change(self):
        self.dice.choice([self.write, self.mark, self.follow, self.read, self.draft, self.leave,
                          self.rename])()
        db.session.commit()

    def post(self):
        return self.dice.choice(db.session.query(Post).filter(Post.number > 1).all())

    def person(self):
        return db.session.get(Person, self.dice.choice(self.doing).id)

    def topic(self):
        return db.session.get(Topic, self.dice.choice(self.topics).id)

    def write(self):
        topic = self.topic()
        author = None if topic.space.visibility == "private" else self.person()
        self.make.post(topic, author, source=f"Words {self.dice.random()}")

    def mark(self):
        person, post = self.person(), self.post()
        if post.author_id != person.id and post.topic.space.visibility != "private":
            mark_helpful(person, post)

    def follow(self):
        follow(self.person(), "topic", self.topic().id)

    def read(self):
        reading.store_read()

    def draft(self):
        self.browse(self.person()).post("/drafts", data={
            "place": f"answer-{self.topic().id}-0", "source": "Half a thought"})

    def rename(self):
        self.dice.choice([self.person(), self.topic().space]).name = f"Name {self.dice.random()}"

    def leave(self):
        db.session.query(Membership).filter_by(person_id=self.person().id).delete()


def test_who_opened_the_topic_has_a_page_of_their_own(browse, make, topic, shelf, count_queries):
    opener = browse(db.session.get(Person, topic.author_id))
    other = browse(make.person("Eva Omega"))
    first, eva = read(opener, topic), read(other, topic)
    with count_queries(at_most=4):
        again = read(opener, topic)
    assert TOKEN.sub("", first) == TOKEN.sub("", again)
    assert "/edit" in again and "/edit" not in eva
    assert len(shelf) == 2


def test_who_wrote_an_answer_sees_what_they_may_do_with_it_on_the_page_of_all(
        browse, make, topic, shelf, count_queries):
    author = db.session.get(Person, db.session.query(Post).filter_by(number=2).one().author_id)
    window, other = browse(author), browse(make.person("Eva Omega"))
    eva = read(other, topic)
    for at_most in (7, 4):
        with count_queries(at_most=at_most):
            page = read(window, topic)
        assert page.count("/edit") == 1 and page.count(">Helpful<") == 1
        assert "/edit" not in eva and eva.count(">Helpful<") == 2
    assert len(shelf) == 1
    assert TOKEN.sub("", eva) == TOKEN.sub("", read(other, topic))
    db.session.get(Topic, topic.id).locked_at = now()
    db.session.commit()
    read(other, topic)
    assert "/edit" not in read(window, topic)


def test_who_left_the_room_may_do_with_an_answer_what_others_outside_may(browse, make, space):
    space.joins_wait = True
    author, ada = make.member(space, "Bruno Conti"), make.member(space, "Ada Alpha")
    topic = make.topic(space, make.member(space, "Otto Open"))
    make.post(topic, author, source="In May.")
    windows = [browse(person) for person in (ada, make.person("Eva Omega"), author)]
    db.session.commit()
    pages = [read(window, topic) for window in windows]
    assert [page.count("?reply=") for page in pages] == [2, 0, 2]
    db.session.query(Membership).filter_by(person_id=author.id).delete()
    db.session.commit()
    assert "?reply=" not in read(windows[2], topic)


def test_what_somebody_wrote_is_not_new_for_them(browse, make, topic):
    author = db.session.get(Person, db.session.query(Post).filter_by(number=2).one().author_id)
    read(browse(author), topic)
    reading.store_read()
    db.session.commit()
    for person in (author, make.person("Bea Beta")):
        make.post(db.session.get(Topic, topic.id), person, source="In June.")
    read(browse(make.person("Eva Omega")), topic)
    assert read(browse(author), topic).count('<b class="new">') == 1


def test_where_joining_waits_only_those_inside_may_answer(browse, make, space, topic, shelf):
    ada, eva = browse(make.member(space, "Ada Alpha")), browse(make.person("Eva Omega"))
    db.session.get(Space, space.id).joins_wait = True
    db.session.commit()
    for _again in range(2):
        assert 'name="source"' in read(ada, topic)
        assert "Ask to join it first." in read(eva, topic)
    assert len(shelf) == 2


def test_what_was_read_is_marked_on_a_kept_page(browse, make, topic, shelf):
    ada, eva = browse(make.person("Ada Alpha")), browse(make.person("Eva Omega"))
    read(ada, topic)
    reading.store_read()
    db.session.commit()
    make.post(db.session.get(Topic, topic.id), source="In June.")
    db.session.commit()
    pages = [read(eva, topic), read(ada, topic)]
    assert len(shelf) == 1
    assert [page.count('<b class="new">') for page in pages] == [0, 1]
    assert [page.count("1 new for you") for page in pages] == [0, 1]
    reading.store_read()
    db.session.commit()
    assert '<b class="new">' not in read(ada, topic)
