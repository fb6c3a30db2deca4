"""Files of a case: a picture needs its words, and who reads the text reads its files."""
import io

import pytest
from PIL import Image

from cop.base.db import db
from cop.cases.service import reviewing, writing
from cop.files.inspecting import inspect
from cop.files.service.files import keep_sound
from tests.case_text import FILLED, REGIONS, THEMES, as_sent

FORM = as_sent(FILLED | {"regions": "Veneto", "themes": ["outreach", "neet"], "act": "save"})


@pytest.fixture
def picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def author(make):
    return make.person("Núria Puig", organisation="SOC Catalunya")


def test_a_picture_needs_words_and_stays_in_the_form_without(author, make, browse, picture):
    case = make.case(author)
    url, browser = f"/cases/{case.id}/edit", browse(author)
    page = browser.post(url, data=FORM | {"files": (io.BytesIO(picture), "office.png")},
                        content_type="multipart/form-data")
    assert page.status_code == 422
    assert "please say what the picture shows" in page.text
    file_id = page.text.partition('name="attached-')[2].partition('"')[0]
    given = FORM | {f"attached-{file_id}": file_id, f"alt-{file_id}": "The room on Fridays"}
    assert browser.post(url, data=given).status_code == 302
    db.session.rollback()
    assert case.current.fields["attachments"] == [
        {"file": file_id, "name": "office.png", "alt": "The room on Fridays"}]
    page = browser.get(f"/cases/{case.id}-{case.slug}")
    assert 'alt="The room on Fridays"' in page.text

    address = f"/pictures/{file_id}/small"
    assert browser.get(address).status_code == 200
    assert browse().get(address).status_code == 404
    assert browse(make.granted("curator")).get(address).status_code == 404
    browser.post(url, data=given | {f"without-{file_id}": "1"})
    db.session.rollback()
    assert "attachments" not in case.current.fields and case.current.files == []


def test_a_file_goes_from_text_to_text_and_is_read_with_what_is_published(
        author, make, browse, picture):
    file = keep_sound(author, inspect("office.png", picture))
    rows = [{"file": str(file.id), "name": "office.png", "alt": "A room"}]
    case = make.case(author, status="submitted", attachments=rows)
    curator = make.granted("curator", name="Paolo Curti")
    address = f"/pictures/{file.id}/small"
    assert browse().get(address).status_code == 404
    assert browse(curator).get(address).status_code == 200
    reviewing.request_changes(curator, case, "Please say it in other words.")
    writing.save_draft(author, case, FILLED | {"attachments": rows, "innovation": "New."},
                       REGIONS, THEMES)
    assert [each.file_id for each in case.current.files] == [file.id]
    assert case.current.number == 2
    published = make.case(make.person("Olga Nasi"), status="published")
    stranger = published.author
    mine = FORM | {f"attached-{file.id}": str(file.id), f"alt-{file.id}": "Taken"}
    page = browse(stranger).post(f"/cases/{published.id}/edit", data=mine)
    assert page.status_code == 422 and "A file has gone" in page.text
