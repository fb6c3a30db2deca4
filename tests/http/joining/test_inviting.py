"""Inviting many: lists that are looked at first, letters at a pace, links, what became of each."""
import io
import re
import time
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import at, now
from cop.base.db import db
from cop.base.jobs import Job
from cop.base.mail import Letter
from cop.base.site import decide
from cop.people.models import Person
from cop.spaces.models import Invitation, Membership
from tests.letters import said_in

DESK = "/admin/joining/invitations"
LIST = """E-mail;Name;Language;Spaces;Region
ada@example.org;Ada Bruni;it;youth;Veneto
bruno@example.org;;;;
bruno@example.org;Bruno again;;;
here@example.org;Here Already;;youth;
member@example.org;Member;;youth;
not an address;X;;;
eve@example.org;Eve;xx;;
fay@example.org;Fay;;nowhere;
gil@example.org;Gil;;;Atlantis
"""


@pytest.fixture
def space(make):
    return make.space("Youth", slug="youth")


@pytest.fixture
def admin(make, browse):
    return browse(make.granted("administrator", name="Alma"))


def stored(**columns):
    db.session.rollback()
    return Invitation.query.filter_by(**columns).order_by(Invitation.id).all()


def link_of(letter):
    return re.search(r"http://localhost(/invitations/\S+)", said_in(letter))[1]


def test_a_list_is_looked_at_line_by_line_and_nothing_is_sent(make, admin, space, letters):
    make.person("Here Already", email="here@example.org")
    make.member(space, "Member", email="member@example.org")
    db.session.commit()
    page = admin.post(f"{DESK}/list", data={"people": LIST})
    assert page.status_code == 200
    text = page.text
    assert "3 lines can be sent." in text
    assert "Something is wrong on 4 lines." in text
    assert "The same address as on line 3." in text
    assert "Is here already." in text
    assert "“not an address” is not an e-mail address." in text
    assert "We do not know the language “xx”." in text
    assert "There is no space “nowhere” to which you may invite." in text
    assert "We do not know the region “Atlantis”." in text
    states = re.findall(r"(?:Wrong|Left out|Has an account|Gets a letter)</", text)
    assert {state[:5] for state in states[:4]} == {"Wrong"}
    assert stored() == [] and letters() == []


def test_what_was_confirmed_is_sent_in_the_language_of_each(space, admin, letters):
    admin.post(f"{DESK}/send", data={"people": LIST})
    assert [each.email for each in stored()] == [
        "ada@example.org", "bruno@example.org", "here@example.org", "member@example.org"]
    sent = letters()
    assert len(sent) == 4
    assert "ti invita" in said_in(sent[0]) and "Youth" in said_in(sent[0])
    assert "Alma invites you" in said_in(sent[1])
    again = admin.post(f"{DESK}/list", data={"people": LIST}).text
    assert "Has an invitation that is still good." in again


def test_who_was_on_the_list_comes_in_with_what_it_says(space, admin, browse, letters):
    admin.post(f"{DESK}/send", data={"people": LIST})
    window = browse()
    window.post(f"{link_of(letters()[0])}/come-in")
    db.session.rollback()
    ada = Person.query.filter_by(email="ada@example.org").one()
    assert (ada.name, ada.interface_language, list(ada.regions)) == ("Ada Bruni", "it", ["ITH3"])
    assert [each.space_id for each in ada.memberships] == [space.id]


def test_a_file_is_read_as_spreadsheets_save_it_and_its_people_are_invited(admin, letters):
    data = "email,name\nanna@example.org,Anna Žukė\n".encode("utf-16")
    page = admin.post(f"{DESK}/list", content_type="multipart/form-data", data={
        "people": "", "list": (io.BytesIO(data), "people.csv")})
    assert "Anna Žukė" in page.text and "1 line can be sent." in page.text
    form = BeautifulSoup(page.text, "html.parser").find("form", action=f"{DESK}/send")
    answer = admin.post(f"{DESK}/send", data={
        "people": form.find("input", {"name": "people"})["value"]}, follow_redirects=True)
    assert "Invited: 1." in answer.text and letters()[-1]["To"] == "anna@example.org"


COURSE = ("name{0}e-mail{0}organisation{0}region code{0}language{0}room\n"
          "Nicolò Però{0}nico@example.org{0}Agenzia per l’impiego{0}ITH3{0}it{0}7\n"
          "Wrong{0}nobody{0}Veneto Lavoro{0}ITH3{0}it{0}7\n")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_list_of_a_course_system_is_read_however_it_was_saved(admin, separator, encoding):
    data = COURSE.format(separator).encode(encoding)
    page = admin.post(f"{DESK}/list", content_type="multipart/form-data", data={
        "people": "", "list": (io.BytesIO(data), "course.csv")})
    cells = [cell.get_text(" ", strip=True) for cell in BeautifulSoup(
        page.text, "html.parser").select("tbody tr:last-child > *")]
    assert cells == ["2", "nico@example.org", "Gets a letter", "Nicolò Però", "Italian", "",
                     "Veneto", "Agenzia per l’impiego"]
    assert "Not used, as nothing here stands for it: room." in page.text


def test_who_comes_by_a_list_has_its_organisation_and_reads_so_first(admin, browse, letters, make):
    make.organisation("Veneto Lavoro")
    db.session.commit()
    admin.post(f"{DESK}/send", data={"people": "email;organisation\na@example.org;VENETO LAVORO\n"})
    link, window = link_of(letters()[0]), browse()
    assert "Alma wrote about you: VENETO LAVORO." in window.get(link).text
    window.post(f"{link}/come-in")
    db.session.rollback()
    newcomer = Person.query.filter_by(email="a@example.org").one()
    assert newcomer.organisation.name == "Veneto Lavoro"
    assert newcomer.name == "a."


def test_a_list_changes_no_account_that_there_is(admin, browse, letters, make, space):
    ada = make.person("Ada Bruni", email="ada@example.org")
    db.session.commit()
    admin.post(f"{DESK}/send", data={"people": "email;organisation;spaces\n"
                                               "ada@example.org;Elsewhere;youth\n"})
    browse(ada).post(f"{link_of(letters()[0])}/accept")
    db.session.rollback()
    assert Person.query.filter_by(email="ada@example.org").one().organisation is None


def test_wrong_lines_are_downloaded_mended_and_sent_without_inviting_twice(space, admin, letters):
    done = admin.post(f"{DESK}/send", data={"people": LIST}, follow_redirects=True)
    assert "Invited: 4." in done.text
    assert "4 lines were wrong: they invited nobody." in done.text
    answer = admin.post(f"{DESK}/list.csv", data={"people": LIST})
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    text = answer.data.decode("utf-8-sig")
    assert text.splitlines()[0] == "email,name,language,spaces,region,organisation,line,reason"
    assert 'gil@example.org,Gil,,,Atlantis,,10,"We do not know the region “Atlantis”.' in text
    mended = (text.replace("not an address,X", "new@example.org,Xe").replace(",xx,", ",it,")
              .replace("nowhere", "youth").replace("Atlantis", "ITH3"))
    page = admin.post(f"{DESK}/list", data={"people": mended})
    assert "4 lines can be sent." in page.text and "Not used" not in page.text
    assert "Invited: 4." in admin.post(
        f"{DESK}/send", data={"people": mended}, follow_redirects=True).text
    for text in (LIST, mended):
        again = admin.post(f"{DESK}/send", data={"people": text}, follow_redirects=True).text
        assert "Invited: 0." in again and "Their letters" not in again
    assert len(stored()) == 8 == len(letters())


def test_downloaded_lines_hold_no_formulas(admin):
    wicked = "nobody;=1+1\n"
    text = admin.post(f"{DESK}/list.csv", data={"people": wicked}).data.decode("utf-8-sig")
    assert ",'=1+1," in text
    page = admin.post(f"{DESK}/list", data={"people": text})
    assert ">=1+1</td>" in page.text


@pytest.mark.parametrize("line, sentence", [
    ("a@example.org;X", "A name has 2 to 100 characters."),
    (f"a@example.org;{'x' * 101}", "A name has 2 to 100 characters."),
    (f"a@example.org;Ada;;;;{'x' * 201}", "This has 201 characters; there is room for 200.")])
def test_what_no_profile_takes_is_told_before_anybody_is_invited(admin, line, sentence):
    assert sentence in admin.post(f"{DESK}/list", data={"people": line}).text


def test_lines_past_the_thousandth_are_told(admin):
    text = "\n".join(f"p{number}@example.org" for number in range(1003))
    page = admin.post(f"{DESK}/list", data={"people": text}).text
    assert "3 lines more than there may be in one list were not looked at" in page


def test_a_file_that_is_too_long_is_told(admin):
    data = b"ada@example.org\n" * 26_000
    page = admin.post(f"{DESK}/list", content_type="multipart/form-data", data={
        "people": "", "list": (io.BytesIO(data), "people.csv")})
    assert page.status_code == 422 and "This list is too long" in page.text


def test_formulas_scripts_and_line_ends_do_no_harm(admin, letters):
    wicked = ('"ada@example.org";"=cmd()|\'/c calc\'!A1"\n'
              'bob@example.org;<script>alert(1)</script>\n'
              '"eve@example.org\nBcc: all@example.org";Eve\n')
    page = admin.post(f"{DESK}/list", data={"people": wicked})
    assert "<script>alert" not in page.text
    admin.post(f"{DESK}/send", data={"people": wicked})
    assert {letter["To"] for letter in letters()} == {"ada@example.org", "bob@example.org"}
    assert all(letter["Bcc"] is None for letter in letters())


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\0\0\0xl/workbook.xml", b"\x89PNG\r\n\0\0"])
def test_a_file_that_is_no_csv_is_told(admin, data):
    page = admin.post(f"{DESK}/list", content_type="multipart/form-data", data={
        "people": "", "list": (io.BytesIO(data), "people.xlsx")})
    assert page.status_code == 422
    assert "This is no CSV." in page.text


def test_words_where_a_file_belongs_are_no_file(admin):
    page = admin.post(f"{DESK}/list", data={"people": LIST, "list": "people.csv"})
    assert page.status_code == 200


@pytest.mark.parametrize("words", ["", "\n\n", "email;name\n"])
def test_an_empty_list_is_none(admin, words):
    page = admin.post(f"{DESK}/list", data={"people": words})
    assert page.status_code == 422
    assert "Please write at least one address." in page.text


def test_a_thousand_lines_are_quick_and_go_out_at_a_pace(admin, letters, count_queries):
    text = "\n".join(f"p{number}@example.org;Person {number}" for number in range(1000))
    began = time.monotonic()
    with count_queries(at_most=12):
        page = admin.post(f"{DESK}/list", data={"people": text})
    assert "1000 lines can be sent." in page.text or "1,000 lines can be sent." in page.text
    assert time.monotonic() - began < 5
    admin.post(f"{DESK}/send", data={"people": text})
    assert len(letters()) == 50
    waiting = Job.query.filter_by(name="joining.write_invitations").one()
    assert len(waiting.arguments["ids"]) == 950 and waiting.due_at > now()
    page = admin.get(f"{DESK}?q=p999@").text
    assert "Waits for its turn" in page
    with count_queries(at_most=8):
        admin.get(DESK)


def test_what_became_of_each_is_shown(admin, browse, letters, make):
    for name in ("sent", "opened", "used", "bounced", "old"):
        admin.post(DESK, data={"email": f"{name}@example.org"})
    links = {letter["To"].partition("@")[0]: link_of(letter) for letter in letters()}
    browse().get(links["opened"])
    browse(make.person()).post(f"{links['used']}/accept")
    Letter.query.filter_by(recipient="bounced@example.org").one().outcome = "bounced"
    Invitation.query.filter_by(email="old@example.org").one().expires_at = now()
    db.session.commit()
    page = re.sub(r"\s+", " ", admin.get(DESK).text)
    for name, word in (("sent", "Sent"), ("opened", "Opened"), ("used", "Used"),
                       ("bounced", "Came back"), ("old", "Expired")):
        assert re.search(rf">{name}@example.org</h3> <p class=\"facts\">\s*<span[^>]*>{word}", page)


def test_it_is_sent_again_with_a_new_link(admin, browse, letters):
    admin.post(DESK, data={"email": "ada@example.org"})
    first = link_of(letters()[0])
    with at(now() + timedelta(days=20)):
        admin.post(f"{DESK}/{stored()[0].id}/resend")
        second = link_of(letters()[-1])
        assert browse().get(first).status_code == 404
        assert browse().get(second).status_code == 200


def test_a_withdrawn_invitation_opens_nothing(admin, browse, letters):
    admin.post(DESK, data={"email": "ada@example.org"})
    link = link_of(letters()[0])
    admin.post(f"{DESK}/{stored()[0].id}/withdraw")
    answer = browse().get(link)
    assert answer.status_code == 404
    assert "This invitation was withdrawn." in answer.text
    assert "Only an invitation by letter" in admin.post(f"{DESK}/{stored()[0].id}/resend").text


@pytest.fixture
def link(browse, make, space):
    """To the space, for two people."""
    owner = browse(make.owner(space))
    page = owner.post("/spaces/youth/invitations/links", data={
        "name": "Course in May", "most_uses": "2", "days": "7"})
    assert page.status_code == 201
    return re.search(r'value="http://localhost(/invitations/[^"]+)"', page.text)[1]


def test_a_link_lets_in_as_many_as_it_says(browse, make, link, space):
    people = [make.person(f"Person {number}") for number in range(3)]
    answers = []
    for person in people:
        window = browse(person)
        answers.append(window.post(f"{link}/accept").status_code)
    assert answers == [302, 302, 404]
    assert stored()[0].use_count == 2
    assert Membership.query.filter_by(space_id=space.id).count() == 3


def test_who_is_in_already_uses_nothing_up(browse, make, link, space):
    window = browse(make.member(space))
    for _ in range(3):
        assert window.post(f"{link}/accept").status_code == 302
    assert stored()[0].use_count == 0


def test_who_has_no_account_gets_a_letter_by_the_link(browse, link, letters):
    decide("registration", "invitation")
    db.session.commit()
    window = browse()
    assert "You have no account yet" in window.get(link).text
    window.post(f"{link}/ask", data={"name": "Ada Bruni", "email": "ada@example.org"})
    (letter,) = letters()
    assert letter["To"] == "ada@example.org"
    window.post(f"{link_of(letter)}/come-in")
    link_row, asked = stored()
    assert (link_row.use_count, asked.use_count, asked.link_id) == (1, 1, link_row.id)


@pytest.mark.parametrize("registration, sentence", [
    ("closed", "Registration is closed here."), ("approval", "Accounts are given by people here")])
def test_the_rules_of_the_site_hold_for_who_is_invited_to_a_space(
        browse, link, letters, registration, sentence):
    decide("registration", registration)
    db.session.commit()
    assert sentence in browse().get(link).text
    refused = browse().post(f"{link}/ask", data={"name": "Ada", "email": "ada@example.org"})
    assert refused.status_code == 422 and sentence in refused.text
    assert letters() == []


@pytest.mark.parametrize("data", [
    {"most_uses": "0", "days": "7"}, {"most_uses": "501", "days": "7"},
    {"most_uses": "x", "days": "7"}, {"most_uses": "5", "days": "91"}])
def test_a_link_without_bounds_is_refused(admin, data):
    page = admin.post(f"{DESK}/links", data=data)
    assert page.status_code == 422
    assert stored() == []


def test_members_do_not_invite_and_strangers_find_nothing(browse, make, space):
    member = browse(make.member(space))
    for place in (DESK, "/spaces/youth/invitations"):
        assert member.get(place).status_code == 403
        for act in ("", "/list", "/list.csv", "/send", "/links"):
            assert member.post(f"{place}{act}", data={"people": LIST}).status_code == 403
    make.space("Hidden", slug="hidden", visibility="private")
    assert browse(make.person()).get("/spaces/hidden/invitations").status_code == 404
    assert stored() == []


def test_an_owner_sees_and_withdraws_only_what_is_of_their_space(browse, make, space, admin):
    admin.post(DESK, data={"email": "zita@example.org"})
    (invitation,) = stored()
    owner = browse(make.owner(space))
    assert "zita@example.org" not in owner.get("/spaces/youth/invitations").text
    assert owner.post(f"/spaces/youth/invitations/{invitation.id}/withdraw").status_code == 404
    assert stored()[0].withdrawn_at is None
