"""What may identify somebody is shown to the author before submitting, and to reviewers after."""
import re

import pytest
from sqlalchemy import select

from cop.base.db import db
from cop.cases.models.cases import Case
from tests.case_text import FILLED, as_sent

PHONE = "Chiamate Nadia al +39 0422 656111 e chiedete di lei; poi annotate l'esito nel registro."
FORM = as_sent(FILLED) | {"regions": "Veneto", "themes": ["outreach", "neet"], "act": "submit",
                 "difficulties": PHONE}


@pytest.fixture
def author(make):
    return make.person("Núria Puig", organisation="SOC Catalunya")


def the_case():
    db.session.rollback()
    return db.session.scalars(select(Case)).one()


def looked(page):
    return re.search(r'name="looked" value="(\w+)"', page.text)[1]


def test_the_author_looks_at_it_and_submits_all_the_same(author, browse):
    browser = browse(author)
    page = browser.post("/cases/new", data=FORM, follow_redirects=True)
    assert page.request.path == f"/cases/{the_case().id}/check"
    assert "this looks like a phone number" in page.text
    assert "<mark>+39 0422 656111</mark>" in page.text
    assert the_case().status == "draft"
    page = browser.post(f"/cases/{the_case().id}/submit", data={"looked": looked(page)},
                        follow_redirects=True)
    assert "Your case is submitted." in page.text
    assert the_case().status == "submitted"


def test_what_is_found_later_is_shown_again(author, browse):
    browser = browse(author)
    page = browser.post("/cases/new", data=FORM, follow_redirects=True)
    seen, case = looked(page), the_case()
    more = FORM | {"success_factors": "Scrivete a mario.rossi@example.it, che coordina tutto lui."}
    page = browser.post(f"/cases/{case.id}/edit", data=more | {"looked": seen},
                        follow_redirects=True)
    assert page.request.path == f"/cases/{case.id}/check"
    assert "mario.rossi@example.it" in page.text
    assert the_case().status == "draft"


def test_who_takes_it_out_submits_without_a_word(author, browse):
    browser = browse(author)
    browser.post("/cases/new", data=FORM)
    browser.post(f"/cases/{the_case().id}/edit",
                 data=FORM | {"difficulties": FILLED["difficulties"]})
    assert the_case().status == "submitted"


def test_nothing_found_is_said_too(author, make, browse):
    case = make.case(author)
    page = browse(author).get(f"/cases/{case.id}/check")
    assert "Nothing in it looks as if it identified somebody." in page.text


def test_only_its_author_checks_a_case(author, make, browse):
    case = make.case(author, status="published")
    assert browse(make.person()).get(f"/cases/{case.id}/check").status_code == 403
    draft = make.case(author)
    assert browse(make.person()).get(f"/cases/{draft.id}/check").status_code == 404


def test_the_curator_sees_it_beside_the_case(author, make, browse):
    case = make.case(author, status="submitted", difficulties=PHONE)
    page = browse(make.granted("curator", name="Paolo Curti")).get(f"/cases/{case.id}/review")
    assert "This may identify somebody" in page.text
    assert "<mark>+39 0422 656111</mark>" in page.text
    clean = make.case(author, status="submitted")
    page = browse(make.granted("curator", name="Paola Curti")).get(f"/cases/{clean.id}/review")
    assert "This may identify somebody" not in page.text
