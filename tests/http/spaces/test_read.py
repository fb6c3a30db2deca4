"""Spaces as they are read: the list, a space, its members."""
from datetime import timedelta

import pytest

from cop.base.clock import now


def test_everybody_sees_the_spaces_that_are_open_to_them(make, browse):
    make.space("Open room", slug="open")
    make.space("Room for members", slug="members", visibility="members")
    hidden = make.space("Hidden room", slug="hidden", visibility="private")
    readers = [browse(), browse(make.person()), browse(make.member(hidden))]
    names = ("Open room", "Room for members", "Hidden room")
    lists = [reader.get("/spaces").text for reader in readers]
    assert [[name in page for name in names] for page in lists] == [
        [True, False, False], [True, True, False], [True, True, True]]
    answers = [[reader.get(f"/spaces/{slug}").status_code for slug in ("open", "members", "hidden")]
               for reader in readers]
    assert answers == [[200, 404, 404], [200, 200, 404], [200, 200, 200]]


def test_a_hidden_space_is_404_at_all_its_addresses(make, browse):
    make.space("Hidden room", slug="hidden", visibility="private")
    stranger = browse(make.granted("administrator"))
    for page in ("", "/members", "/edit", "/invitations"):
        assert stranger.get(f"/spaces/hidden{page}").status_code == 404
    for act in ("join", "leave", "level", "edit", "invitations"):
        assert stranger.post(f"/spaces/hidden/{act}").status_code == 404


def test_ones_own_spaces_stand_first(make, browse):
    make.space("Aardvark", slug="a")
    own = make.space("Zebra", slug="z")
    page = browse(make.member(own)).get("/spaces").text
    assert page.index("Your spaces") < page.index("Zebra") < page.index("Aardvark")


def test_the_list_costs_the_same_however_long(make, browse, count_queries):
    for number in range(30):
        make.space(f"Room {number}", kind=("thematic", "regional", "country")[number % 3])
    browser = browse(make.person())
    with count_queries(at_most=8):
        assert browser.get("/spaces").text.count("class=\"card space\"") == 30


def test_a_space_says_what_it_is_for_and_who_looks_after_it(make, browse, count_queries):
    space = make.space("Veneto", slug="veneto", kind="regional", description="Che cosa succede",
                       language="it", regions=["ITH3"], themes=["neet"])
    make.moderator(space, "Mara Neri")
    browser = browse(make.member(space))
    browser.get("/spaces/veneto")
    with count_queries(at_most=8):
        page = browser.get("/spaces/veneto").text
    for words in ("Veneto", '<p class="lead" lang="it">Che cosa succede', "Mara Neri", "2 members",
                  "Public", "New topic", "Leave this space"):
        assert words in page, words
    assert "Join this space" not in page
    assert "Invite" not in page


def test_a_visitor_is_offered_to_join_and_to_write(make, browse):
    make.space("Veneto", slug="veneto")
    page = browse().get("/spaces/veneto").text
    assert "Join this space" in page
    assert "New topic" in page
    assert "Leave this space" not in page


def test_a_course_that_ended_says_so_and_where_it_goes_on(make, browse):
    youth = make.space("Youth and NEET", slug="youth")
    make.space("Course 2026", slug="course", kind="course", hands_over_to=youth,
               ends_on=now().date() - timedelta(days=1))
    visitor = browse()
    page = visitor.get("/spaces/course").text
    assert "its room can be read, not written in" in page
    assert 'href="/spaces/youth"' in page
    assert "Course 2026" not in visitor.get("/spaces").text
    assert "Course 2026" in visitor.get("/spaces/ended").text
    assert "New topic" not in browse(make.person()).get("/spaces/course").text


def test_where_a_course_goes_on_is_not_told_to_who_may_not_see_it(make, browse):
    secret = make.space("Secret successor", slug="secret", visibility="private")
    make.space("Course 2026", slug="course", kind="course", hands_over_to=secret,
               ends_on=now().date() - timedelta(days=1))
    assert "Secret successor" not in browse().get("/spaces/course").text


def test_visitors_see_only_the_members_who_chose_to_be_seen(make, browse):
    space = make.space("Youth", slug="youth")
    make.member(space, "Ada Bruni")
    make.member(space, "Bea Conti", profile_is_public=True)
    visitor, member = browse().get("/spaces/youth/members"), browse(make.person())
    assert "Bea Conti" in visitor.text
    assert "Ada Bruni" not in visitor.text
    assert "2 members" in visitor.text
    assert "Ada Bruni" in member.get("/spaces/youth/members").text


def test_members_go_on_by_name_and_cost_the_same(make, browse, count_queries):
    space = make.space("Youth", slug="youth")
    for number in range(45):
        make.member(space, f"Person {number:02}", regions=["ITH3"], organisation=f"Office {number}")
    browser = browse(make.person())
    with count_queries(at_most=8):
        first = browser.get("/spaces/youth/members").text
    assert "Person 39" in first
    assert "Person 40" not in first
    next_url = first.split('rel="next" href="')[1].split('"')[0]
    assert "Person 44" in browser.get(next_url).text


@pytest.mark.parametrize("broken", ["x", "e30", "%00", "W1sidiIsIDFdXQ"])
def test_a_made_up_cursor_gives_the_first_page(make, browse, broken):
    space = make.space("Youth", slug="youth")
    make.member(space, "Bea Conti", profile_is_public=True)
    assert "Bea Conti" in browse().get(f"/spaces/youth/members?after={broken}").text


def test_visitors_see_only_the_moderators_who_chose_to_be_seen(make, browse):
    space = make.space("Youth", slug="youth")
    make.moderator(space, "Mara Neri")
    assert "Mara Neri" not in browse().get("/spaces/youth").text
    assert "Mara Neri" in browse(make.person()).get("/spaces/youth").text
    make.moderator(space, "Rita Rossi").profile_is_public = True
    assert "Rita Rossi" in browse().get("/spaces/youth").text
