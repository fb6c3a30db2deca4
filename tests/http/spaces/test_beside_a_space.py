"""What stands beside a space: how lively it is, and its practices to take along."""
import io
import re
import zipfile

from bs4 import BeautifulSoup

from cop.base.db import add, db
from cop.cases.models.quotations import CaseSource


def aside(browser, space):
    return BeautifulSoup(browser.get(f"/spaces/{space.slug}").data, "lxml").aside


def charts(browser, address):
    page = BeautifulSoup(browser.get(address).data, "lxml")
    assert len(page.select("svg[role=img][aria-label]")) == 2
    return [[row.td.get_text() for row in table.select("tbody tr")]
            for table in page.select(".chart table")]


def test_it_shows_what_was_written_and_tells_few_people_from_none(browse, make):
    space = make.space()
    topic = make.topic(space=space)
    for _ in range(2):
        make.post(topic, topic.author)
    deleted = make.post(topic)
    deleted.deleted_at = deleted.created_at
    place = aside(browse(), space).select_one("[data-load*=activity]")
    for address in (place["data-load"], place.a["href"]):
        assert charts(browse(), address) == [["0"] * 11 + ["3"], ["0"] * 11 + ["<5"]]
    empty = make.space()
    db.session.commit()
    assert "Nothing yet." in browse().get(f"/spaces/{empty.slug}/activity").text


def test_its_practices_are_one_zip_of_what_the_reader_may_see(browse, make):
    space = make.space(name="Transitions")
    made, discussed, hidden, other = (
        make.case(status="published", title=f"Case {word} here")
        for word in ("made", "discussed", "hidden", "elsewhere"))
    hidden.members_only = True
    for case in (made, hidden):
        add(CaseSource(case_id=case.id, topic_id=make.topic(space=space).id, seen_number=1))
    talk = make.topic(space=space)
    talk.subject_kind, talk.subject_id = "case", discussed.id
    db.session.commit()

    assert aside(browse(), space).select_one(f"a[href='/spaces/{space.slug}/offline']")
    answer = browse().get(f"/spaces/{space.slug}/offline.zip")
    told = browse().get(f"/spaces/{space.slug}/offline").text
    assert f"2 practices, {max(round(len(answer.data) / 1000), 1)} kB" in told
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    index = BeautifulSoup(archive.read("index.html"), "lxml")
    linked = [each["href"] for each in index.select("main a[href^='cases/']")]
    assert sorted(archive.namelist()) == sorted(["index.html", *linked])
    assert {each.get_text() for each in index.select("main p a")} > {
        "Case made here", "Case discussed here"}
    everything = b"".join(map(archive.read, archive.namelist())).decode()
    assert "hidden" not in everything and "elsewhere" not in everything
    assert not re.search(r"<script|<link|url\(", everything)
    assert "3 practices" in browse(make.person()).get(f"/spaces/{space.slug}/offline").text


def test_a_space_without_practices_says_so_and_a_private_one_is_not_there(browse, make):
    space = make.space()
    db.session.commit()
    assert "none yet that you may read" in browse().get(f"/spaces/{space.slug}/offline").text
    assert not aside(browse(), space).select("a[href$='/offline']")
    secret = make.space(visibility="private")
    for page in ("activity", "offline", "offline.zip"):
        assert browse(make.person()).get(f"/spaces/{secret.slug}/{page}").status_code == 404
