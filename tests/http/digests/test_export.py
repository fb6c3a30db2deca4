"""A digest as a file, in every format: wholly in its own language, with its accents."""
import csv
import io
import re
import zipfile
from email import policy
from email.parser import BytesParser

import pytest
from docx import Document as WordFile
from flask.testing import FlaskClient
from openpyxl import load_workbook

from cop.base.site import decide
from cop.digests.routes.reading import EXPORTS
from cop.documents.render import FORMATS

#: That each holds the same on both databases is seen in `test_giulia.py`.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

TITLE = "Perché richiamare: più età, più città"


@pytest.fixture
def export(app, browse, manager):
    """An English reader fetches a digest. A file is no page: it may hold its own style."""
    def fetch(digest, name):
        path, client = f"/digests/{digest.id}/export?format={name}", browse(manager)
        with app.app_context():
            return FlaskClient.open(client, path)

    return fetch


def words_of(name: str, content: bytes) -> str:
    """Everything a text format says; PDF has its own tests."""
    if name in ("docx", "odt", "epub", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "".join(package.read(part).decode() for part in package.namelist()
                           if part.endswith(("xml", "xhtml", "opf")))
    if name == "eml":
        letter = BytesParser(policy=policy.default).parsebytes(content)
        return letter.get_body(("html",)).get_content()
    return content.decode()


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_comes_as_a_file_that_says_what_it_is(export, digest_of, october, name):
    answer = export(digest_of(), name)
    assert answer.status_code == 200 and len(answer.data) > 130
    assert answer.headers["Content-Type"] == FORMATS[name].media_type
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=digest-veneto-ottobre-2026.{name}")
    if name not in ("pdf", "ics"):
        words = words_of(name, answer.data)
        assert TITLE in words and "Évry" in words and "Secret Person" not in words


@pytest.mark.parametrize("name", EXPORTS)
def test_a_quiet_month_is_a_document_too(export, digest_of, name):
    answer = export(digest_of(), name)
    assert answer.status_code == 200 and len(answer.data) > 100


@pytest.mark.parametrize("name", ["docx", "pdf", "csv", "md"])
def test_the_same_data_give_the_same_bytes(export, digest_of, october, name):
    digest = digest_of()
    assert export(digest, name).data == export(digest, name).data


def test_the_document_speaks_its_own_language_whoever_exports_it(export, digest_of, october):
    text = export(digest_of(), "md").data.decode()
    for words in ("ottobre 2026", "In cifre", "Come è stato", "Una persona della comunità",
                  "Bruno Conti", "aperta da 16 giorni"):
        assert words in text
    for words in ("October", "In numbers", "Questions", "Read the", "evidence", "A member"):
        assert words not in text


def test_texts_of_other_languages_say_so(export, digest_of, october):
    page = export(digest_of(), "html").data.decode()
    assert '<html lang="it"' in page
    for language, words in (("en", "How do others call back?"), ("en", "Where do we begin?"),
                            ("fr", "Accueil des jeunes à Évry")):
        assert re.search(rf'lang="{language}"[^>]*>(<[^>]+>)*{re.escape(words)}', page), words


def test_the_organisation_stands_once(export, digest_of):
    decide("organisation", "Scuola d'esempio")
    decide("name", "Scuola d'esempio")
    text = export(digest_of(), "md").data.decode()
    assert text.split("#", 2)[1].count("esempio") == 1


def test_the_word_file_has_its_headings(export, digest_of, october):
    paper = WordFile(io.BytesIO(export(digest_of(), "docx").data))
    assert TITLE in [p.text for p in paper.paragraphs if p.style.name.startswith("Heading")]


def test_the_workbook_has_a_sheet_for_each_kind_and_numbers_that_are_numbers(
        export, digest_of, october):
    book = load_workbook(io.BytesIO(export(digest_of(), "xlsx").data))
    assert len(book.sheetnames) == 6  # figures, cases, from elsewhere, solved, open; notes
    figures = list(book.worksheets[0].values)
    assert [row[1:3] for row in figures[1:]] == [(6, "<5"), (3, 0), (2, 0), (2, 0), (1, 0)]
    case = list(book.worksheets[1].values)[1]
    assert case[0] == TITLE and case[1] == "Veneto" and case[2] == "Città di Forlì"
    assert case[6] == f"http://localhost/cases/{october.id}-{october.slug}"
    assert case[7].date().isoformat() == "2026-10-15"
    solved = list(book.worksheets[3].values)
    assert {row[1] for row in solved[1:]} == {"Bruno Conti", "Una persona della comunità"}
    assert list(book.worksheets[4].values)[1][3] == 16


def test_the_csv_has_every_table_and_leaves_empty_ones_out(export, digest_of, october):
    rows = list(csv.reader(io.StringIO(export(digest_of(), "csv").data.decode("utf-8-sig")),
                           delimiter=";"))
    assert any(row and row[0] == TITLE for row in rows)
    assert rows.count([]) == 4
    quiet = export(digest_of(regions=["ITH36"], first_day=october.created_at.date().replace(day=1),
                             last_day=october.created_at.date().replace(day=2)), "csv")
    assert quiet.data.decode().count("\r\n\r\n") == 0


def test_the_public_s_document_holds_no_case_for_members(export, make, digest_of):
    case = make.case(status="published", licence="members-only", title="Solo per noi")
    period = {"first_day": case.updated_at.date(), "last_day": case.updated_at.date()}
    assert "Solo per noi" in export(digest_of(**period), "md").data.decode()
    assert "Solo per noi" not in export(digest_of(audience="public", **period), "md").data.decode()


@pytest.mark.parametrize("language, title, words", [
    ("en", "Digest Veneto, October 2026", "open for 16 days"),
    ("fr", "Bulletin Veneto, octobre 2026", "ouverte depuis 16 jours"),
    ("es", "Boletín Veneto, octubre de 2026", "abierta desde hace 16 días")])
def test_each_language_has_a_digest_that_is_all_in_it(
        export, digest_of, october, language, title, words):
    digest = digest_of(language=language)
    page = words_of("html", export(digest, "html").data)
    assert f'<html lang="{language}"' in page and title in page and words in page
    assert ("Questions that were solved" in page) == (language == "en")
    assert f'w:val="{language}"' in words_of("docx", export(digest, "docx").data)
    assert f"/Lang({language})".encode() in export(digest, "pdf").data
    assert f"<dc:language>{language}</dc:language>" in words_of(
        "epub", export(digest, "epub").data)
