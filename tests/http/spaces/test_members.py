"""Members of a space: found, asked, let in, added, named, removed; it is never left ownerless."""
import pytest

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.base.site import decide
from cop.people.models import Grant
from cop.spaces.models import Asking, Membership
from tests.http.moderation.conftest import item_of, of, report
from tests.letters import said_in


@pytest.fixture
def space(make):
    return make.space("Youth", slug="youth")


def roles_of(person):
    db.session.rollback()
    return sorted(grant.role for grant in Grant.query.filter_by(person_id=person.id))


def belongs(person):
    db.session.rollback()
    return Membership.query.filter_by(person_id=person.id).count() == 1


def told(browser, run_jobs):
    run_jobs()
    return browser.get("/inbox").text


def test_members_are_shown_with_their_roles_and_found_by_name(make, browse, space, count_queries):
    owner, ada = make.owner(space, "Olga Berti"), make.member(space, "Ada Bruni")
    make.moderator(space, "Mara Neri")
    browser = browse(ada)
    page = browser.get("/spaces/youth/members").text
    assert page.index("Ada Bruni") < page.index("Mara Neri") < page.index("Olga Berti")
    assert ">Owner</span>" in page and ">Moderator</span>" in page
    assert "Role and membership" not in page
    found = browser.get("/spaces/youth/members?q=neri").text
    assert "Mara Neri" in found and "Olga Berti" not in found
    owners = browser.get("/spaces/youth/members?role=owner").text
    assert "Olga Berti" in owners and "Mara Neri" not in owners
    assert "Nobody is found like this" in browser.get("/spaces/youth/members?q=xyz").text
    own = browse(owner)
    own.get("/spaces/youth/members")
    with count_queries(at_most=8):
        assert "Role and membership" in own.get("/spaces/youth/members").text


def test_a_search_goes_on_on_the_next_page(make, browse, space):
    for number in range(45):
        make.member(space, f"Person {number:02}")
    make.member(space, "Zoe Altra")
    browser = browse(make.person())
    page = browser.get("/spaces/youth/members?q=person").text
    following = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    after = browser.get(following).text
    assert "Person 44" in after and "Zoe Altra" not in after


def test_an_owner_names_a_moderator_who_is_told(make, browse, space, run_jobs, letters):
    owner, ada = make.owner(space), make.member(space, "Ada Bruni")
    browser, member = browse(owner), browse(ada)
    letters()
    assert member.get("/spaces/youth/edit").status_code == 403
    browser.post(f"/spaces/youth/members/{ada.id}/role", data={"role": "moderator"})
    assert roles_of(ada) == ["moderator"]
    assert AuditEntry.query.filter_by(act="role.granted", actor_id=owner.id,
                                      space_id=space.id).count() == 1
    assert "You moderate this space now" in told(member, run_jobs)
    assert member.get("/spaces/youth/invitations").status_code == 200
    browser.post(f"/spaces/youth/members/{ada.id}/role", data={"role": "owner"})
    assert roles_of(ada) == ["owner"]
    assert member.get("/spaces/youth/edit").status_code == 200
    browser.post(f"/spaces/youth/members/{ada.id}/role", data={"role": "member"})
    assert roles_of(ada) == []
    assert "You do not own this space any more" in told(member, run_jobs)


def test_a_role_that_is_none_is_refused(make, browse, space):
    owner, ada = make.owner(space), make.member(space)
    page = browse(owner).post(f"/spaces/youth/members/{ada.id}/role", data={"role": "king"})
    assert page.status_code == 422
    assert roles_of(ada) == []


@pytest.mark.parametrize("act", ["", "/role", "/remove"])
def test_moderators_and_members_do_not_shape_membership(make, browse, space, act):
    owner, ada = make.owner(space), make.member(space)
    for person in (make.moderator(space), ada):
        browser = browse(person)
        address = f"/spaces/youth/members/{owner.id}{act}"
        answer = browser.post(address, data={"role": "member"}) if act else browser.get(address)
        assert answer.status_code == 403
        assert "Only owners of this space change it." in answer.text
    assert roles_of(owner) == ["owner"]


def test_of_a_private_space_strangers_see_nothing(make, browse):
    hidden = make.space("Hidden", slug="hidden", visibility="private")
    owner = make.owner(hidden)
    stranger = browse(make.person())
    for address in ("members", "members/add", "ask", f"members/{owner.id}"):
        assert stranger.get(f"/spaces/hidden/{address}").status_code == 404
    assert stranger.post(f"/spaces/hidden/members/{owner.id}/remove").status_code == 404


def test_an_owner_of_one_space_is_nobody_in_another(make, browse, space):
    other = make.space("Green jobs", slug="green")
    ada = make.member(other)
    browser = browse(make.owner(space))
    assert browser.post(f"/spaces/green/members/{ada.id}/role",
                        data={"role": "owner"}).status_code == 403
    assert browser.get("/spaces/green/edit").status_code == 403
    assert roles_of(ada) == []


def test_a_space_keeps_its_last_owner(make, browse, space):
    owner = make.owner(space)
    browser = browse(owner)
    leave = browser.post("/spaces/youth/leave")
    assert leave.status_code == 403
    assert "Name another one first" in leave.text
    assert "You are the only owner" in browser.get("/spaces/youth").text
    refused = browser.post(f"/spaces/youth/members/{owner.id}/role", data={"role": "member"})
    assert refused.status_code == 403
    assert "A space keeps an owner." in refused.text
    assert roles_of(owner) == ["owner"] and belongs(owner)
    admin = browse(make.granted("administrator"))
    grant = Grant.query.filter_by(person_id=owner.id).one()
    taken = admin.post(f"/admin/people/{owner.id}/roles/{grant.id}/revoke")
    assert taken.status_code == 403
    assert roles_of(owner) == ["owner"]


def test_with_another_owner_one_may_leave_and_lays_the_role_down(make, browse, space):
    owner = make.owner(space)
    make.owner(space, "Zoe Secondi")
    browser = browse(owner)
    assert browser.post("/spaces/youth/leave").status_code == 302
    assert roles_of(owner) == [] and not belongs(owner)


def test_an_owner_whose_account_is_closed_does_not_count(make, browse, space):
    owner = make.owner(space)
    make.owner(space, "Zoe Secondi", active=False)
    assert browse(owner).post("/spaces/youth/leave").status_code == 403


def test_an_owner_adds_somebody_who_is_told_and_may_leave(make, browse, space, run_jobs):
    ada = make.person("Ada Bruni")
    browser, her = browse(make.owner(space)), browse(ada)
    found = browser.get("/spaces/youth/members/add?q=ada").text
    assert "Ada Bruni" in found
    browser.post("/spaces/youth/members", data={"person": ada.id})
    assert belongs(ada)
    assert "made you a member of this space" in told(her, run_jobs)
    again = browser.post("/spaces/youth/members", data={"person": ada.id})
    assert again.status_code == 422
    assert "belongs to this space already" in again.text
    assert browser.post("/spaces/youth/members", data={"person": "x"}).status_code == 404
    her.post("/spaces/youth/leave")
    assert not belongs(ada)


def test_removing_takes_membership_and_roles_and_is_told(make, browse, space, run_jobs):
    owner, mara = make.owner(space), make.moderator(space)
    browser, her = browse(owner), browse(mara)
    browser.post(f"/spaces/youth/members/{mara.id}/remove")
    assert roles_of(mara) == [] and not belongs(mara)
    assert "You do not belong to this space any more" in told(her, run_jobs)
    assert browser.post(f"/spaces/youth/members/{mara.id}/remove").status_code == 404


def test_who_is_removed_from_a_private_space_gets_a_letter(make, browse, letters):
    hidden = make.space("Hidden", slug="hidden", visibility="private")
    owner, ada = make.owner(hidden), make.member(hidden, email="ada@example.org")
    browse(owner).post(f"/spaces/hidden/members/{ada.id}/remove")
    (letter,) = [each for each in letters() if each["To"] == "ada@example.org"]
    assert "You do not belong to “Hidden” any more" in letter["Subject"]
    assert "What you wrote there stays." in " ".join(said_in(letter).split())


@pytest.fixture
def asked(make):
    return make.space("Course", slug="course", joins_wait=True)


def test_where_joining_waits_one_asks_and_is_let_in(make, browse, asked, run_jobs):
    owner, ada = make.owner(asked), make.person("Ada Bruni")
    browser, her = browse(owner), browse(ada)
    page = her.get("/spaces/course").text
    assert "Ask to join" in page and "Join this space" not in page
    assert her.post("/spaces/course/join").status_code == 403
    refused = her.get("/spaces/course/topics/new")
    assert refused.status_code == 403 and "Ask to join it first." in refused.text
    her.post("/spaces/course/ask", data={"words": "I teach in Padova."})
    again = her.post("/spaces/course/ask", data={"words": "Please!"})
    assert again.status_code == 403 and "You have asked already." in again.text
    assert "asks to join a space in your care" in told(browser, run_jobs)
    assert "I teach in Padova." in browser.get("/spaces/course/members").text
    assert "I teach in Padova." not in her.get("/spaces/course/members").text
    asking = Asking.query.one()
    assert her.post(f"/spaces/course/askings/{asking.id}/let-in").status_code == 403
    browser.post(f"/spaces/course/askings/{asking.id}/let-in")
    assert belongs(ada) and Asking.query.count() == 0
    assert "You are let in" in told(her, run_jobs)
    assert her.get("/spaces/course/topics/new").status_code == 200


def test_a_moderator_may_say_no(make, browse, asked, run_jobs):
    mara, ada = make.moderator(asked), make.person("Ada Bruni")
    her = browse(ada)
    her.post("/spaces/course/ask", data={"words": ""})
    asking = Asking.query.one()
    browse(mara).post(f"/spaces/course/askings/{asking.id}/refuse")
    assert not belongs(ada)
    assert "it is not possible now" in told(her, run_jobs)


def test_nobody_asks_where_everybody_joins(make, browse, space):
    answer = browse(make.person()).get("/spaces/youth/ask")
    assert answer.status_code == 403
    assert "Nobody has to ask here" in answer.text


def test_an_administrator_may_keep_the_readers_from_owners(make, browse, space):
    decide("owners_choose_readers", False)
    owner = browse(make.owner(space))
    assert 'value="private"' not in owner.get("/spaces/youth/edit").text
    wish = {"name": "Youth", "kind": "thematic", "visibility": "private", "language": "en"}
    assert owner.post("/spaces/youth/edit", data=wish).status_code == 422
    admin = browse(make.granted("administrator"))
    assert 'value="private"' in admin.get("/spaces/youth/edit").text


def test_an_owner_sees_the_queue_of_their_space_only(make, browse, space):
    other = make.space("Green jobs", slug="green")
    items = [item_of(post) for post in (make.post(make.topic(place)) for place in (space, other))
             if report(make.person("Rita"), of(post), "spam")]
    owner = browse(make.owner(space))
    assert owner.get("/moderation").status_code == 200
    assert owner.get(f"/moderation/items/{items[0].id}").status_code == 200
    assert owner.get(f"/moderation/items/{items[1].id}").status_code == 404
