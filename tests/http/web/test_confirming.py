"""Who confirms that it is them is brought back, told that nothing is done yet; nothing is lost."""
import pytest
from bs4 import BeautifulSoup
from flask_security import hash_password

from cop.base.db import db
from cop.people.models import ApiKey, Grant

PASSWORD = "a calm long sentence"
NOT_DONE = "What you asked for is not done yet: please press its button again."


@pytest.fixture
def admin(make):
    make.granted("administrator", name="Zita")  # the last one could not ask to be forgotten
    return make.granted("administrator", name="Alma", password=hash_password(PASSWORD))


@pytest.fixture
def places(make, admin):
    """What can be filled in on each page: name → (page, address of the form, what is sent)."""
    space, author = make.space("Youth", slug="youth"), make.person("Bruno Conti")
    member = make.member(space, "Carla Dini")
    make.owner(space, "Olga Berti")
    case, post = make.case(admin, status="published"), make.post(make.topic(author=admin), admin)
    left = make.case(make.person("Gone Away", active=False), status="published")
    office = make.organisation("Veneto Lavoro")
    db.session.commit()
    people, desk = f"/admin/people/{author.id}/roles", f"/admin/organisations/{office.id}"
    return {
        "keys": ("/me/keys", "/me/keys", {"name": "Script", "days": "9", "scopes": ["write"]}),
        "roles": (people, people, {
            "role": "regional_manager", "scope_kind": "region", "scope": "Veneto"}),
        "member": (f"/spaces/youth/members/{member.id}",
                   f"/spaces/youth/members/{member.id}/role", {"role": "moderator"}),
        "merge": (desk, f"{desk}/merge", {"into": "The other one"}),
        "left": ("/admin/left-alone", "/admin/left-alone",
                 {"things": [f"case:{left.id}"], "successor": "Bruno Conti"}),
        "care": ("/me/care", "/me/care", {f"for-case-{case.id}": "Bruno Conti"}),
        "erase": ("/me/data/erase", "/me/data/erase", {
            "works": "some", "posts": [str(post.id)], "words": "Thank you.", "understood": "y"})}


def filled(page, address):
    """What the form that is sent there would send: name → values."""
    form = BeautifulSoup(page, "html.parser").find("form", action=address)
    said = {}
    for each in form.select("input, textarea, select"):
        if each.get("type") in ("checkbox", "radio") and not each.has_attr("checked"):
            continue
        value = (each.find("option", selected=True) or {}).get("value") if each.name == "select" \
            else each.get("value") or each.get_text().strip()
        said.setdefault(each["name"], []).append(value)
    return said


def confirm(browser, address, page, sent=None):
    asked = browser.post(address, data=sent, headers={"Referer": f"http://localhost{page}"})
    assert asked.location == f"/verify?next={page}"
    return browser.post(asked.location, data={"password": PASSWORD})


@pytest.mark.parametrize("place", ["keys", "roles", "member", "merge", "left", "care", "erase"])
def test_all_that_was_filled_in_waits_to_be_sent(browse, admin, places, place):
    page, address, sent = places[place]
    browser = browse(admin)
    browser.let_time_pass()
    done = confirm(browser, address, page, sent)
    assert done.location.endswith(page)
    back = browser.get(page)
    assert NOT_DONE in back.text
    here = filled(back.text, address)
    for name, value in sent.items():
        assert here[name] == (value if isinstance(value, list) else [value])
    if place == "keys":
        assert here["scopes"] == ["write"]  # the other, ticked by itself, was unticked
    again = browser.get(page).text
    assert NOT_DONE not in again


def test_a_button_alone_is_pressed_again_and_then_it_is_done(browse, make, admin):
    bruno = make.granted("regional_manager", "region", "ITH3", name="Bruno Conti")
    (grant,) = bruno.grants
    page = f"/admin/people/{bruno.id}/roles"
    browser = browse(admin)
    browser.let_time_pass()
    confirm(browser, f"{page}/{grant.id}/revoke", page)
    assert Grant.query.filter_by(person_id=bruno.id).count() == 1
    assert NOT_DONE in browser.get(page).text
    done = browser.post(f"{page}/{grant.id}/revoke", follow_redirects=True)
    assert "Bruno Conti does not hold the role any more." in done.text
    assert NOT_DONE not in done.text


def test_a_wrong_password_says_nothing_of_it(browse, admin):
    browser = browse(admin)
    browser.let_time_pass()
    browser.post("/me/keys", data={"name": "Script"},
                 headers={"Referer": "http://localhost/me/keys"})
    wrong = browser.post("/verify?next=/me/keys", data={"password": "wrong"})
    assert wrong.status_code == 422 and NOT_DONE not in wrong.text


def test_who_leaves_it_there_hears_nothing_of_it_elsewhere(browse, admin):
    browser = browse(admin)
    browser.let_time_pass()
    browser.post("/me/keys", data={"name": "Script"},
                 headers={"Referer": "http://localhost/me/keys"})
    browser.post("/verify?next=/me/settings", data={"password": PASSWORD})
    assert NOT_DONE not in browser.get("/me/settings").text


def test_a_page_that_only_opens_is_open_then(browse, admin):
    browser = browse(admin)
    browser.let_time_pass()
    asked = browser.get("/me/data/erase")
    done = browser.post(asked.location, data={"password": PASSWORD}, follow_redirects=True)
    assert done.request.path == "/me/data/erase" and NOT_DONE not in done.text


def test_who_signs_in_on_the_way_is_told_too(browse, make, admin):
    visitor = browse()
    asked = visitor.post("/me/keys", data={"name": "Script"},
                         headers={"Referer": "http://localhost/me/settings"})
    done = visitor.post(asked.location, follow_redirects=True,
                        data={"email": admin.email, "password": PASSWORD})
    assert done.request.path == "/me/settings" and NOT_DONE in done.text


def test_what_is_too_long_to_be_kept_is_sent_from_the_page_that_gives_it_back(browse, admin):
    browser = browse(admin)
    browser.let_time_pass()
    words = "".join(f"{number:x}" for number in range(3000))
    answer = browser.post("/me/data/erase", data={"words": words, "works": "keep"},
                          headers={"Referer": "http://localhost/me/data/erase"})
    assert answer.status_code == 401
    soup = BeautifulSoup(answer.text, "html.parser")
    assert soup.h1.get_text(strip=True) == "Confirm that it is you"
    assert "You are not signed in" not in answer.text
    assert soup.select_one("main a.button")["href"] == "/verify"
    assert filled(answer.text, "/me/data/erase")["words"] == [words]
    browser.post("/verify", data={"password": PASSWORD})
    sent = browser.post("/me/data/erase", data={
        "words": words[:500], "works": "keep", "understood": "y"})
    assert sent.status_code == 302


def test_a_number_that_is_none_is_still_there(browse, admin):
    browser = browse(admin)
    browser.let_time_pass()
    confirm(browser, "/me/keys", "/me/keys", {"name": "Script", "days": "soon"})
    assert filled(browser.get("/me/keys").text, "/me/keys")["days"] == ["soon"]
    assert ApiKey.query.count() == 0
