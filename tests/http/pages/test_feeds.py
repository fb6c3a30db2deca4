"""Feeds: what everybody may follow, and what somebody follows at a secret address of their own."""
import re
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from cop.base.clock import at, now
from cop.base.db import db
from cop.people.models import SecretAddress
from cop.people.service import addresses, profiles
from cop.spaces.models import Membership

NAMES = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMA = etree.RelaxNG(file=Path(__file__).parent.parent.parent / "schemas" / "atom.rng")


def read(answer):
    """The feed of an answer, which is valid as RFC 4287 says."""
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    feed = etree.fromstring(answer.data)
    SCHEMA.assertValid(feed)
    return feed


def titles(answer):
    return read(answer).xpath("a:entry/a:title/text()", namespaces=NAMES)


@pytest.fixture
def world(make):
    """A public, a members' and a private room with a topic each, and a practice."""
    ada = make.person("Ada Bruni")
    rooms = {kind: make.space(kind.title(), slug=kind, visibility=kind)
             for kind in ("public", "members", "private")}
    for room in rooms.values():
        db.session.add(Membership(space_id=room.id, person_id=ada.id))
    db.session.flush()
    for number, (kind, room) in enumerate(rooms.items()):
        with at(now() - timedelta(days=9 - number)):
            make.topic(room, ada, title=f"A {kind} topic", language="fr", themes=["outreach"],
                       regions=["ITH3"])
    make.case(ada, status="published", title="A published practice", themes=["outreach"],
              regions=["ITH36"], language="it")
    db.session.commit()
    return ada


@pytest.fixture
def follow(browse):
    """Make a feed on the page; the path of its secret address."""
    def make_feed(person, **wish):
        page = browse(person).post("/me/feeds", data={"kind": "topics"} | wish)
        assert page.status_code == 201, page.text
        db.session.rollback()
        return re.search(r'value="http://localhost(/feeds/private/[\w-]{40,}\.atom)"', page.text)[1]

    return make_feed


@pytest.mark.parametrize("path, found", [
    ("/feeds/topics.atom", ["A public topic"]),
    ("/feeds/spaces/public.atom", ["A public topic"]),
    ("/feeds/cases.atom", ["A published practice"]),
    ("/feeds/themes/outreach.atom", ["A published practice", "A public topic"]),
    ("/feeds/regions/ITH3.atom", ["A published practice", "A public topic"]),
    ("/feeds/regions/ITH36.atom", ["A published practice"]),
    ("/feeds/regions/FI.atom", []),
])
def test_public_feeds_say_what_visitors_may_read_even_to_members(browse, world, path, found):
    for browser in (browse(), browse(world)):
        answer = browser.get(path)
        assert titles(answer) == found
        assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("path", [
    "/feeds/spaces/members.atom", "/feeds/spaces/private.atom", "/feeds/spaces/nowhere.atom",
    "/feeds/themes/nonsense.atom", "/feeds/regions/XX.atom", "/feeds/people/1.atom",
    "/feeds/private/nonsense.atom",
])
def test_there_is_no_feed_of_what_visitors_may_not_see_or_what_is_not(browse, world, path):
    assert browse(world).get(path).status_code == 404


def test_a_feed_is_valid_whatever_people_write(make, browse):
    make.topic(title="A <b> & \"c\" \uffff ]]> title", source="Text & <script> \uffff\n\n* list",
               language="ar")
    entry = read(browse().get("/feeds/topics.atom")).find("a:entry", NAMES)
    assert "<b> & " in entry.findtext("a:title", namespaces=NAMES)
    assert "<li>list</li>" in entry.findtext("a:content", namespaces=NAMES)
    assert entry.get(LANG) == "ar"


def test_an_empty_feed_is_valid_and_stays_the_same(make, browse):
    make.space(slug="quiet")
    for path in ("/feeds/topics.atom", "/feeds/spaces/quiet.atom", "/feeds/cases.atom"):
        once, again = (browse().get(path) for _ in range(2))
        assert titles(once) == [] and once.data == again.data


def test_authors_are_named_to_everybody_only_as_they_wish(browse, make, world):
    make.topic(author=make.person("Bruno Conti", profile_is_public=True), title="By somebody else")
    names = read(browse().get("/feeds/topics.atom")).xpath(
        "a:entry/a:author/a:name/text()", namespaces=NAMES)
    assert names == ["Bruno Conti", "A member of the community"]


def test_things_keep_their_names_and_addresses_begin_where_the_site_is(browse, world):
    feed = read(browse().get("/feeds/topics.atom", headers={"Host": "127.0.0.1:8123"}))
    entry = feed.find("a:entry", NAMES)
    assert re.fullmatch(r"tag:localhost,\d{4}-\d\d-\d\d:topics/\d+",
                        entry.findtext("a:id", namespaces=NAMES))
    assert b"127.0.0.1" not in etree.tostring(feed)
    assert feed.find("a:link[@rel='self']", NAMES).get(
        "href") == "http://localhost/feeds/topics.atom"


def test_a_public_feed_is_the_same_for_every_browser_and_sets_no_cookie(browse, world):
    italian = browse(world).get("/feeds/topics.atom", headers={"Accept-Language": "it"})
    other = browse().get("/feeds/topics.atom", headers={"Accept-Language": "en"})
    assert italian.data == other.data
    assert "Set-Cookie" not in italian.headers
    wished = read(browse().get("/feeds/themes/outreach.atom?ui=it"))
    assert wished.get(LANG) == "it"
    assert wished.findtext(".//a:entry/a:author/a:name", namespaces=NAMES) == (
        "Una persona della comunità")


@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
def test_who_has_the_newest_already_is_told_so_in_few_bytes(make, browse, world, coding):
    for number in range(5):
        make.topic(title=f"More {number} to make it worth packing", source="words " * 200)
    browser = browse()
    headers = {"Accept-Encoding": coding}
    first = browser.get("/feeds/topics.atom", headers=headers)
    for known in ({"If-None-Match": first.headers["ETag"]},
                  {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = browser.get("/feeds/topics.atom", headers=headers | known)
        assert (again.status_code, again.data) == (304, b"")
    with at(now() + timedelta(hours=1)):
        make.topic(title="Something new")
    db.session.commit()
    for known in ({"If-None-Match": first.headers["ETag"]},
                  {"If-Modified-Since": first.headers["Last-Modified"]}):
        assert browser.get("/feeds/topics.atom", headers=headers | known).status_code == 200


@pytest.mark.parametrize("wish, found", [
    ({}, ["A private topic", "A members topic", "A public topic"]),
    ({"kind": "cases"}, ["A published practice"]),
    ({"kind": "spaces", "space": "private"}, ["A private topic"]),
    ({"kind": "themes", "theme": "outreach"},
     ["A published practice", "A private topic", "A members topic", "A public topic"]),
    ({"kind": "regions", "region": "Padova"}, ["A published practice"]),
])
def test_a_secret_address_shows_what_its_owner_may_read(browse, world, follow, wish, found):
    answer = browse().get(follow(world, **wish))
    assert titles(answer) == found
    assert read(answer).get(LANG) in ("it", "en")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert "Set-Cookie" not in answer.headers
    assert "Ada Bruni" in answer.text


def test_a_feed_of_ones_own_speaks_ones_language(browse, world, follow):
    path = follow(world, kind="regions", region="IT")
    db.session.get(type(world), world.id).interface_language = "it"
    db.session.commit()
    feed = read(browse().get(path))
    assert feed.get(LANG) == "it"
    assert feed.findtext("a:title", namespaces=NAMES).startswith("Italia ·")


def test_a_secret_address_shows_what_its_owner_may_read_now(browse, world, follow):
    everything, room = follow(world), follow(world, kind="spaces", space="private")
    Membership.query.filter(Membership.person_id == world.id).delete()
    db.session.commit()
    assert titles(browse().get(everything)) == ["A members topic", "A public topic"]
    assert browse().get(room).status_code == 404


def test_the_secret_is_shown_once_and_not_kept(browse, world, follow):
    path = follow(world)
    secret = path.split("/")[-1].removesuffix(".atom")
    assert secret not in browse(world).get("/me/feeds").text
    address = SecretAddress.query.one()
    assert secret not in [value for value in vars(address).values() if isinstance(value, str)]
    assert browse(world).post("/me/feeds", data={"kind": "topics"}).headers[
        "Cache-Control"] == "no-store"


def test_a_revoked_address_shows_nothing(browse, world, follow):
    path = follow(world)
    address = SecretAddress.query.one()
    page = browse(world).post(f"/me/feeds/{address.id}/revoke", follow_redirects=True)
    assert "There is nothing at this address any more." in page.text
    assert browse().get(path).status_code == 404
    assert "All topics" not in page.text.split("A new feed")[0].split("</nav>")[-1]


def test_nobody_revokes_what_is_not_theirs(browse, make, world, follow):
    path = follow(world)
    address_id = SecretAddress.query.one().id
    assert browse(make.person("Cy")).post(f"/me/feeds/{address_id}/revoke").status_code == 404
    assert browse().post(f"/me/feeds/{address_id}/revoke").location.startswith("/login")
    assert browse().get(path).status_code == 200


@pytest.mark.parametrize("change", [
    lambda owner: profiles.deactivate_person(None, owner),
    lambda owner: setattr(owner, "confirmed_at", None),
])
def test_nothing_is_at_the_address_of_a_closed_account(browse, world, follow, change):
    path = follow(world)
    change(db.session.get(type(world), world.id))
    db.session.commit()
    assert browse().get(path).status_code == 404


def test_a_secret_of_another_purpose_is_no_feed(browse, world):
    _address, secret = addresses.make_address(world, "calendar", "topics")
    assert browse().get(f"/feeds/private/{secret}.atom").status_code == 404


@pytest.mark.parametrize("wish, sentence", [
    ({"kind": ""}, "Please choose what to follow."),
    ({"kind": "everything"}, "Please choose what to follow."),
    ({"kind": "spaces"}, "Please choose the space."),
    ({"kind": "spaces", "space": "nowhere"}, "Not a valid choice."),
    ({"kind": "themes"}, "Please choose the theme."),
    ({"kind": "regions"}, "Please write the region."),
    ({"kind": "regions", "region": "Venteo"}, "Did you mean Veneto"),
])
def test_a_feed_that_lacks_something_is_refused_with_the_reason(browse, world, wish, sentence):
    page = browse(world).post("/me/feeds", data=wish)
    assert page.status_code == 422
    assert sentence in page.text
    assert SecretAddress.query.count() == 0


def test_nobody_collects_addresses_without_end(browse, world):
    for _ in range(addresses.MOST):
        addresses.make_address(world, "feed", "topics")
    page = browse(world).post("/me/feeds", data={"kind": "topics"})
    assert page.status_code == 422
    assert "revoke one first" in page.text


def test_its_owner_sees_the_day_it_was_last_read(browse, world, follow):
    path = follow(world)
    assert "not read yet" in browse(world).get("/me/feeds").text
    with at(now() + timedelta(days=1)):
        browse().get(path)
    db.session.rollback()
    assert SecretAddress.query.one().last_used_on == (now() + timedelta(days=1)).date()
    assert "last read on" in browse(world).get("/me/feeds").text


def test_the_secret_stands_in_no_log(browse, world, follow, caplog):
    path = follow(world)
    caplog.clear()  # what following itself asked for is logged where the level is already INFO
    with caplog.at_level("INFO", logger="cop.requests"):
        browse().get(path)
        browse().get("/feeds/private/another.atom")
    paths = [record.path for record in caplog.records if record.name == "cop.requests"]
    assert paths == ["/feeds/private/….atom"] * 2


def test_feeds_ask_little_of_the_database(browse, make, world, follow, count_queries):
    path = follow(world, kind="themes", theme="outreach")
    for number in range(30):
        make.topic(title=f"Topic number {number}", themes=["outreach"])
    visitor, member = browse(), browse(world)
    visitor.get(path)  # the first of the day is noted
    with count_queries(at_most=8):
        visitor.get("/feeds/themes/outreach.atom")
    with count_queries(at_most=8):
        visitor.get(path)
    with count_queries(at_most=8):
        member.get("/me/feeds")


def test_visitors_are_asked_to_sign_in(browse):
    assert browse().get("/me/feeds").location.startswith("/login")


def test_a_space_offers_its_feed_to_members(browse, world):
    assert "/me/feeds?kind=spaces&amp;space=private" in browse(world).get("/spaces/private").text
    page = browse(world).get("/me/feeds?kind=spaces&space=private").text
    assert re.search(r'<option selected value="private">', page)


def test_a_feed_that_is_not_there_signs_nobody_out(make, browse):
    browser = browse(make.person())
    assert browser.get("/feeds/spaces/nowhere.atom").status_code == 404
    assert browser.get("/me").status_code == 200
