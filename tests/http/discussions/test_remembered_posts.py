"""A post is made once for all members who may do the same with it, and for nobody else."""
import re
from datetime import UTC, datetime, timedelta

import pytest

from cop.base import clock
from cop.base.db import db
from cop.base.shared_cache import SharedCache
from cop.discussions.models.topics import Post
from cop.discussions.service.edits import edit_post
from cop.discussions.service.signs import mark_helpful
from cop.people.models import Person
from cop.web import fragment_cache

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def space(make):
    return make.space()


@pytest.fixture
def topic(make, space):
    return make.topic(space=space)


@pytest.fixture
def post(make, topic):
    return make.post(topic, make.person("Bruno Conti", profile_is_public=True), source="In May.")


def article(browser, topic, post, **query):
    """What a page of the topic shows of a post."""
    page = browser.get(f"/topics/{topic.id}-{topic.slug}", query_string=query).text
    return re.search(rf'<article [^>]*id="post-{post.id}".*?</article>', page, re.S)[0]


def test_two_members_are_shown_the_same_with_their_own_tokens(browse, make, topic, post):
    one, other = (article(browse(make.person(name)), topic, post) for name in ("Ada", "Eva"))
    tokens = [set(TOKEN.findall(each)) for each in (one, other)]
    assert len(tokens[0]) == len(tokens[1]) == 1
    assert tokens[0] != tokens[1]
    assert TOKEN.sub("", one) == TOKEN.sub("", other)
    assert "\0" not in one + other


def test_the_token_of_a_remembered_post_is_taken(browse, make, topic, post):
    article(browse(make.person("Ada")), topic, post)
    eva = browse(make.person("Eva"))
    token = TOKEN.search(article(eva, topic, post))[1]
    answer = eva.post(f"/posts/{post.id}/helpful", data={"csrf_token": token}, csrf=False)
    assert answer.status_code == 302


def test_rights_are_those_of_who_reads(browse, make, space, topic, post):
    path = f"/posts/{post.id}/edit"
    for _again in range(2):
        assert path not in article(browse(make.person("Ada")), topic, post)
        assert path in article(browse(db.session.get(Person, post.author_id)), topic, post)
        assert path in article(browse(make.moderator(space)), topic, post)
        assert "/helpful" not in article(browse(), topic, post)


def test_each_change_is_seen(browse, make, topic, post):
    ada = browse(make.person("Ada"))
    before = article(ada, topic, post)
    author = db.session.get(Person, post.author_id)
    author.name = "Bruno Neri"
    db.session.commit()
    assert "Bruno Neri" in article(ada, topic, post)
    edit_post(author, db.session.get(Post, post.id), source="In June.", language="en")
    db.session.commit()
    assert "In June." in article(ada, topic, post)
    mark_helpful(make.person("Eva Gallo"), db.session.get(Post, post.id))
    db.session.commit()
    assert "Eva Gallo" in article(ada, topic, post)
    author.active = False
    db.session.commit()
    assert f'href="/people/{author.id}"' in before
    assert f'href="/people/{author.id}"' not in article(ada, topic, post)


def test_who_closed_their_profile_is_named_to_members_only(browse, make, topic, post):
    ada = browse(make.person("Ada"))
    assert "Bruno Conti" in article(ada, topic, post)
    assert "Bruno Conti" in article(browse(), topic, post)
    db.session.get(Person, post.author_id).profile_is_public = False
    db.session.commit()
    assert "Bruno Conti" in article(ada, topic, post)
    assert "Bruno Conti" not in article(browse(), topic, post)


def test_each_language_and_each_page_has_its_own(browse, make, topic, post):
    ada, rosa = browse(make.person("Ada")), browse(make.person("Rosa", interface_language="it"))
    assert "Reply" in article(ada, topic, post)
    assert "Rispondi" in article(rosa, topic, post)
    assert "view=flat" in article(ada, topic, post, view="flat")
    assert "view=flat" not in article(ada, topic, post)


def test_its_age_is_that_of_now(browse, make, topic):
    with clock.at(datetime(2026, 11, 26, 12, 0, tzinfo=UTC)) as _:
        post, ada = make.post(topic), browse(make.person("Ada"))
        assert "1 minute ago" in article(ada, topic, post)
    with clock.at(datetime(2026, 11, 26, 12, 0, tzinfo=UTC) + timedelta(hours=5)):
        assert "5 hours ago" in article(ada, topic, post)


def test_what_is_remembered_is_bounded(monkeypatch, app):
    monkeypatch.setitem(app.extensions, "parts", SharedCache(10, 200))
    with app.test_request_context():
        for number in range(50):
            piece = f"{number:100}"
            assert fragment_cache.part(("test", number), str, piece) == piece
            again = fragment_cache.part(("test", number), str, "made again")
            assert again == piece or number, "there is room for the first"
        found = [fragment_cache.part(("test", number), str, "anew")
                 for number in reversed(range(50))]
        assert fragment_cache.part(("large",), str, "x" * 300) == "x" * 300
        assert fragment_cache.part(("large",), str, "anew") == "anew"
    assert 1 <= len(found) - found.count("anew") <= 10


def test_parts_of_the_same_words_in_another_form_are_others(app):
    keys = [("1", "2"), (1, 2), ("1, 2",), (("1",), "2"), ("x" * 100_000,), ("\ud800",), (True,)]
    with app.test_request_context():
        for number, key in enumerate(keys):
            assert fragment_cache.part(key, str, number) == str(number)
