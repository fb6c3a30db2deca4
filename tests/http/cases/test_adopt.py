"""Saying that one uses a case elsewhere, and asking about it."""
from concurrent.futures import ThreadPoolExecutor

import pytest
from bs4 import BeautifulSoup

from cop.base.db import begin_writing, db
from cop.cases.models.adoptions import Adoption
from cop.cases.models.cases import Case
from cop.cases.service import keeping
from cop.cases.service.adoptions import (
    Use,
    adopt_case,
    hide_adoption,
    remove_adoption,
    show_adoption,
)
from cop.discussions.models.topics import Topic
from cop.discussions.service import signs
from cop.people.models import Person

TOLD = {"region": "FI1B1", "since": "2026-03", "changed": "Thirty minutes, not fifteen.",
        "result": "Eight of ten call back."}


@pytest.fixture
def case(make):
    return make.case(status="published")


@pytest.fixture
def stored(app):
    def read(kind):
        db.session.rollback()
        return db.session.query(kind).order_by(kind.id).all()

    return read


def page_of(browser, case):
    return browser.get(f"/cases/{case.id}", follow_redirects=True)


def test_a_reader_tells_where_a_case_is_used(make, browse, case, stored):
    mikko = make.person("Mikko Saarela", organisation="Palvelu, Helsinki", regions=["FI1B1"])
    browser = browse(mikko)
    assert f"/cases/{case.id}/adoptions/new" in page_of(browser, case).text
    form = BeautifulSoup(browser.get(f"/cases/{case.id}/adoptions/new").text, "html.parser")
    assert "FI1B1" in form.find("input", {"name": "region"})["value"]

    page = browser.post(f"/cases/{case.id}/adoptions", data=TOLD, follow_redirects=True)
    shown = BeautifulSoup(page.text, "html.parser").select_one("#adoptions").get_text()
    for words in ("Used in 1 other place", "March 2026", "Palvelu, Helsinki", "your entry",
                  "Thirty minutes", "Eight of ten", "being tried"):
        assert words in shown
    table = BeautifulSoup(page.text, "html.parser").select_one("#adoptions table").get_text(" ")
    assert "Helsinki-Uusimaa 1" in " ".join(table.split())
    assert "Used by you" in browser.get("/cases/mine").text
    for reader in (browse(), browse(make.person())):
        page = page_of(reader, case).text
        assert "Eight of ten" in page
        assert "Mikko Saarela" not in page

    browser.post(f"/cases/{case.id}/adoptions", data=TOLD | {
        "result": "Nine of ten.", "names_person": "y", "cost": "Half an hour a day"})
    assert "Half an hour a day" in page_of(browse(), case).text
    assert "Mikko Saarela" in page_of(browse(make.person()), case).text
    assert "Mikko Saarela" not in page_of(browse(), case).text
    assert [told.result for told in stored(Adoption)] == ["Nine of ten."]
    assert "Nine of ten." in browser.get(f"/cases/{case.id}/adoptions/new").text
    browser.post(f"/adoptions/{stored(Adoption)[0].id}/remove")
    assert stored(Adoption) == []


@pytest.mark.parametrize("change, sentence", [
    ({"region": ""}, "Please name the region or the country."),
    ({"region": "Venetto"}, "Did you mean Veneto"),
    ({"since": "last year"}, "Please write a year and a month, as 2026-03."),
    ({"since": "2099-01"}, "This month has not come yet."),
    ({"changed": "x" * 1001}, "There is room for 1000 characters."),
    ({"cost": "x" * 201}, "There is room for 200 characters."),
    ({"outcome": "sold"}, "Not a valid choice"),
])
def test_what_cannot_be_told_comes_back_with_the_reason(
        make, browse, case, stored, change, sentence):
    page = browse(make.person()).post(f"/cases/{case.id}/adoptions", data=TOLD | change)
    assert page.status_code == 422
    assert sentence in page.text
    assert TOLD["result"] in page.text
    assert stored(Adoption) == []


def test_its_author_and_who_keeps_it_are_told_once(make, browse, case, run_jobs):
    heir, mikko, ada = make.person("Nadia Erede"), make.person("Mikko Saarela"), make.person()
    keeping.name_owner(case.author, case, heir)
    adopt_case(mikko, case, Use(**TOLD, names_person=True))
    adopt_case(mikko, case, Use(**TOLD | {"result": "Nine."}, names_person=True))
    run_jobs()
    for reader in (case.author, heir):
        page = browse(reader).get("/inbox").text
        assert page.count("Mikko Saarela uses what your case describes") == 1
    browse(heir).post("/inbox/read")
    db.session.rollback()
    adopt_case(ada, case, Use(**TOLD))
    run_jobs()
    page = browse(heir).get("/inbox").text
    assert "Somebody uses what your case describes" in page
    assert ada.name not in page


def test_neither_its_author_nor_who_meets_a_draft_adopts_a_case(make, browse, case, stored):
    browser = browse(case.author)
    assert "We use this" not in page_of(browser, case).text
    refusal = browser.post(f"/cases/{case.id}/adoptions", data=TOLD)
    assert refusal.status_code == 403
    assert "what you do belongs in its text" in refusal.text
    draft, curator = make.case(status="submitted"), make.granted("curator", name="Paolo Curti")
    assert browse(make.person()).post(f"/cases/{draft.id}/adoptions", data=TOLD).status_code == 404
    refusal = browse(curator).post(f"/cases/{draft.id}/adoptions", data=TOLD)
    assert "This case is not published." in refusal.text
    assert "/login" in browse().get(f"/cases/{case.id}/adoptions/new").headers["Location"]
    assert stored(Adoption) == []


def test_only_who_wrote_an_entry_takes_it_away(make, browse, case, stored):
    told = adopt_case(make.person(), case, Use(**TOLD))
    for other in (make.person(), make.granted("curator", name="Paolo Curti")):
        refusal = browse(other).post(f"/adoptions/{told.id}/remove")
        assert refusal.status_code == 403
        assert "Only who wrote this entry takes it away." in refusal.text
        assert browse(other).get(f"/adoptions/{told.id}/result").status_code == 403
    assert len(stored(Adoption)) == 1


def test_a_curator_hides_an_entry_and_its_author_reads_why(make, browse, case, run_jobs):
    ada = make.person("Ada Bruni")
    told = adopt_case(ada, case, Use(**TOLD))
    curator, path = browse(make.granted("curator", name="Paolo Curti")), f"/adoptions/{told.id}"
    refusal = browse(make.person()).post(f"{path}/hide", data={"hide-reason": "I do not like it."})
    assert refusal.status_code == 403
    assert "Only curators hide an entry." in refusal.text
    page = curator.post(f"{path}/hide", data={"hide-reason": "no"})
    assert page.status_code == 422
    assert "Please give a reason of at least 10 characters." in page.text
    reason = {"hide-reason": "A client can be recognised."}
    page = curator.post(f"{path}/hide", data=reason, follow_redirects=True)
    assert "Eight of ten" in page.text
    assert "Hidden from readers:" in page.text
    for reader in (browse(), browse(make.person())):
        assert "Eight of ten" not in page_of(reader, case).text
        assert reader.post(f"{path}/remove").status_code in (302, 404)
    run_jobs()
    author = browse(ada)
    assert "A curator hid what you said" in author.get("/inbox").text
    assert "A client can be recognised." in page_of(author, case).text
    assert "A client can be recognised." not in page_of(browse(case.author), case).text
    curator.post(f"{path}/show")
    assert "Eight of ten" in page_of(browse(), case).text


def test_a_curator_hides_not_their_own_entry(make, browse, case):
    curator = make.granted("curator", name="Pia")
    told = adopt_case(curator, case, Use(**TOLD))
    refusal = browse(curator).post(f"/adoptions/{told.id}/hide", data={"hide-reason": "x" * 20})
    assert "This entry is yours" in refusal.text


def test_places_are_counted_at_once(make, case):
    """An organisation in a region is one place; what is hidden or stopped is none."""
    curator = make.granted("curator", name="Paolo Curti")

    def tell(organisation, **change):
        person = make.person(organisation=organisation)
        return adopt_case(person, case, Use(**TOLD | change)), case.adoption_count

    assert tell("Palvelu")[1] == 1
    assert tell("PALVELU")[1] == 1
    assert tell("Palvelu", region="ITH3")[1] == 2
    assert tell("")[1] == 3
    alone, count = tell("")
    assert count == 4
    assert tell("CPI", outcome="stopped")[1] == 4
    hide_adoption(curator, alone, "For reasons of testing.")
    assert case.adoption_count == 3
    show_adoption(curator, alone)
    assert case.adoption_count == 4
    remove_adoption(alone.person, alone)
    assert case.adoption_count == 3


def test_a_question_about_a_case_is_a_topic_in_a_space_and_stands_on_its_page(
        make, browse, case, stored):
    space = make.space("Youth and NEET", slug="neet", themes=list(case.themes)[:1])
    browser = browse(make.member(space))
    choice = browser.get(f"/cases/{case.id}/ask")
    link = BeautifulSoup(choice.text, "html.parser").find("a", string="Youth and NEET")["href"]
    form = browser.get(link)
    assert case.title in BeautifulSoup(form.text, "html.parser").get_text()
    page = browser.post("/spaces/neet/topics", follow_redirects=True, data={
        "title": "How did you begin?", "source": "We are six.", "language": "en",
        "kind": "question", "about": f"case-{case.id}"})
    about = BeautifulSoup(page.text, "html.parser").select_one(".about a")
    assert about.get_text() == case.title
    assert about["href"].startswith(f"/cases/{case.id}-")
    assert "How did you begin?" in page_of(browse(), case).text
    assert (stored(Topic)[0].subject_kind, stored(Topic)[0].subject_id) == ("case", case.id)


@pytest.mark.parametrize("about", ["case-999999", "case-x", "person-1", "x" * 50, "case-1-2"])
def test_a_subject_that_is_not_there_is_passed_over(make, browse, stored, about):
    browser = browse(make.member(make.space(slug="neet")))
    browser.post("/spaces/neet/topics", data={
        "title": "How did you begin?", "source": "We are six.", "language": "en",
        "kind": "question", "about": about})
    assert stored(Topic)[0].subject_id is None


def test_who_may_not_see_a_case_does_not_read_its_title_on_a_topic(make, browse, stored):
    hidden = make.case(status="published", licence="members-only", title="A case for members")
    space = make.space(slug="neet")
    browser = browse(make.member(space))
    browser.post("/spaces/neet/topics", data={
        "title": "How did you begin?", "source": "We are six.", "language": "en",
        "kind": "question", "about": f"case-{hidden.id}"})
    path = f"/topics/{stored(Topic)[0].id}"
    assert "A case for members" in browser.get(path, follow_redirects=True).text
    assert "A case for members" not in browse().get(path, follow_redirects=True).text
    assert browse(make.person()).get("/cases/999/ask").status_code == 404


def test_a_remark_in_a_topic_about_a_case_becomes_an_adoption(make, browse, case):
    topic = make.topic()
    topic.subject_kind, topic.subject_id = "case", case.id
    answer, ada = make.post(topic), make.person("Ada Bruni", regions=["ITI17"])
    sign = signs.write_remark(ada, answer, place="CPI di Pisa", words="Two mornings a week.")
    browser = browse(ada)
    page = browser.get(f"/topics/{topic.id}", follow_redirects=True)
    offer = BeautifulSoup(page.text, "html.parser").select_one(".remarks a[href*=adoptions]")
    assert offer["href"] == f"/cases/{case.id}/adoptions/new?remark={sign.id}"
    form = browser.get(offer["href"]).text
    assert "Two mornings a week." in form
    assert "Pisa" in form
    stranger = browse(make.person()).get(offer["href"])
    assert "Two mornings a week." not in stranger.text


def test_two_clicks_at_once_make_one_adoption(app, make, case):
    person_id, case_id = make.person().id, case.id
    db.session.commit()

    def click(_):
        with app.app_context():
            begin_writing()
            person, adopted = db.session.get(Person, person_id), db.session.get(Case, case_id)
            adopt_case(person, adopted, Use(**TOLD))
            db.session.commit()
            db.session.remove()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(click, range(4)))
    assert db.session.query(Adoption).count() == 1


def test_the_page_of_a_much_used_case_stays_within_the_budget(make, browse, case, count_queries):
    for number in range(12):
        person = make.person(f"Person {number}", organisation=f"Office {number}")
        adopt_case(person, case, Use(**TOLD))
        topic = make.topic(title=f"About it, number {number}")
        topic.subject_kind, topic.subject_id = "case", case.id
    browser, path = browse(make.person()), f"/cases/{case.id}-{case.slug}"
    with count_queries(at_most=8):
        page = browser.get(path)
    assert "Used in 12 other places" in page.text
