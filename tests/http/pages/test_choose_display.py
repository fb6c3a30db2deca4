"""How pages look in one browser: colours, size of letters, with pictures or without."""
import re

import pytest

from cop.base.db import db
from cop.base.personal_data import export_all
from cop.base.site import decide
from cop.people.models import Person
from cop.people.service.erasing import erase_person
from cop.web.look import AS_IT_COMES, Look


def choose(browser, **choices):
    return browser.get("/display/choose", query_string=choices)


def choose_as_member(browser, **choices):
    return browser.post("/display/choose", data=choices)


def opening(text):
    return re.search("<html[^>]*>", text)[0]


@pytest.mark.parametrize("signed_in", [False, True])
def test_what_is_chosen_holds_on_every_page(browse, make, signed_in):
    browser = browse(make.person()) if signed_in else browse()
    answer = choose(browser, theme="dark", size="large", next="/help")
    assert answer.headers["Location"] == "/help"
    page = browser.get("/about").text
    assert 'data-theme="dark" data-size="large"' in opening(page)
    assert '<meta name="color-scheme" content="dark">' in page
    assert page.count('name="theme-color"') == 1
    other = browse().get("/about").text
    assert "data-" not in opening(other) and 'content="light dark"' in other


def test_it_is_remembered_for_a_year_and_can_be_taken_back(browse):
    browser = browse()
    kept = choose(browser, theme="contrast").headers["Set-Cookie"]
    assert "look=contrast.normal" in kept and "HttpOnly" in kept and "SameSite=Lax" in kept
    assert 'data-theme="contrast"' in opening(browser.get("/help").text)
    choose(browser, theme="system", size="normal")
    assert "data-" not in opening(browser.get("/help").text)


def test_a_members_choice_follows_them_to_another_browser_and_goes_with_the_account(browse, make):
    member = make.person()
    office, phone, other = browse(member), browse(member), browse(make.person())
    answer = choose_as_member(office, theme="dark", no_keys="1", next="/help")
    assert "look=;" in answer.headers["Set-Cookie"]
    page = phone.get("/about").text
    assert 'data-theme="dark"' in opening(page) and "data-off>" in page
    assert "data-" not in opening(other.get("/about").text)
    assert "data-" not in opening(browse().get("/about").text)
    member = db.session.get(Person, member.id)
    assert export_all(member)["people"]["look"] == "dark.normal.no-keys"
    erase_person(None, member, keep_works=True)
    assert member.look == member.hints_away == ""


def test_a_browser_may_differ_from_the_account(browse, make):
    member = make.person()
    office, phone = browse(member), browse(member)
    choose_as_member(office, theme="dark")
    choose_as_member(phone, theme="light", size="larger", here="1")
    assert 'data-theme="dark"' in opening(office.get("/about").text)
    assert 'data-theme="light" data-size="larger"' in opening(phone.get("/about").text)
    choose_as_member(phone, anew="1")
    assert "data-" not in opening(phone.get("/about").text)
    assert "data-" not in opening(office.get("/about").text)


def test_single_keys_are_switched_off_where_they_are_listed(browse, make):
    for browser in (browse(make.person()), browse()):
        assert 'name="keys" value="1" checked' in browser.get("/help/keys").text
        assert browser.post("/display/keys").status_code == 204
        assert "data-off>" in browser.get("/about").text
        browser.post("/display/keys", data={"keys": "1"})
        assert "data-off>" not in browser.get("/about").text


def test_where_nothing_can_be_written_the_browser_remembers(browse, make):
    member = make.person()
    office, phone = browse(member), browse(member)
    decide("read_only", True)
    db.session.commit()
    choose_as_member(office, theme="dark")
    office.post("/hints/home/hide")
    assert 'data-theme="dark"' in opening(office.get("/about").text)
    assert 'id="hint-home"' not in office.get("/").text
    assert 'id="hint-home"' in phone.get("/").text


def test_the_form_shows_what_is_chosen_and_the_settings_lead_to_it(browse, make):
    browser = browse(make.person())
    choose(browser, theme="light", size="larger", text_only="1")
    page = browser.get("/display").text
    for name in ("theme-light", "size-larger", "text_only"):
        assert re.search(f'<input [^>]*id="{name}"[^>]* checked', page), name
    for path in ("/me/settings", "/display"):
        assert re.search(r'<nav class="rail".*href="/display"', browser.get(path).text), path


@pytest.mark.parametrize("choices", [{}, {"theme": "pink", "size": "99"}, {"theme": '"><script>'}])
def test_what_is_not_known_counts_as_not_said(browse, choices):
    browser = browse()
    assert choose(browser, **choices).status_code == 302
    assert "data-" not in opening(browser.get("/display").text)
    browser.set_cookie("look", '"><script>.dark')
    assert opening(browser.get("/display").text).endswith(' data-theme="dark">')


@pytest.mark.parametrize("elsewhere", [
    "https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_nobody_is_led_to_another_site(browse, elsewhere):
    assert choose(browse(), next=elsewhere).headers["Location"] == "/display"
    page = browse().get("/display", query_string={"next": elsewhere}).text
    assert "Back to the page you came from" not in page


def test_pictures_are_said_in_words_for_who_wants_text_only(browse, make):
    topic = make.topic(space=make.space())
    make.post(topic).html = ('<p><a href="/files/7/full"><img src="/files/7/medium" '
                             'alt="The board"></a></p>')
    db.session.commit()
    path = f"/topics/{topic.id}-{topic.slug}"
    browser = browse()
    assert '<img src="/files/7/medium" alt="The board">' in browser.get(path).text
    choose(browser, text_only="1")
    answer = browser.get(path)
    assert "<img" not in answer.text
    assert '<a href="/files/7/full"><span>[Picture: The board]</span></a>' in answer.text
    assert "img-src data:;" in answer.headers["Content-Security-Policy"]
    assert 'class="avatar"' not in answer.text


def test_the_map_is_a_table_for_who_wants_text_only(browse, make):
    make.case(status="published", regions=["ITH3"])
    browser = browse()
    assert '<figure class="map">' in browser.get("/cases?view=map").text
    choose(browser, text_only="1")
    page = browser.get("/cases?view=map").text
    assert '<figure class="map">' not in page and "<th scope=\"row\">" in page


def test_looks_are_read_as_they_were_written():
    for look in (AS_IT_COMES, Look("dark", "large", True), Look("contrast"), Look(size="larger"),
                 Look(no_keys=True, keeps_nothing=True)):
        assert Look.read(look.written) == look


def test_all_parts_stand_on_one_page_in_english(browse):
    answer = browse().get("/styleguide", headers={"Accept-Language": "it"})
    assert answer.status_code == 200
    assert '<main id="main" lang="en"' in answer.text and 'content="noindex"' in answer.text
    for part in ("button quiet", "field has-error", "cards", "tabs", "dialog", "menu", "toast",
                 "pager", "tag open", "avatar", "empty", "skeleton", "timeline", "fiche", "ladder"):
        assert f'class="{part}' in answer.text, part
